namespace SalesforceJwt.Core.Query;

/// <summary>How a query is run.</summary>
internal sealed record QueryOptions
{
    /// <summary>Whether deleted and archived rows are found as well.</summary>
    public bool IncludeDeleted { get; init; }

    /// <summary>Whether it goes to the Tooling API.</summary>
    public bool Tooling { get; init; }

    /// <summary>Rows a page that are asked for, 200 to 2,000; null for the server's own. It is advice, which the server may not take.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The most rows that the caller wants; a page that may lie behind them is asked for only when he comes to it. Null for all.</summary>
    public long? First { get; init; }

    /// <summary>The API version; null for the session's.</summary>
    public string? ApiVersion { get; init; }
}
