namespace SalesforceJwt.Core.Query;

/// <summary>How a query is run.</summary>
internal sealed record QueryOptions
{
    // What Salesforce accepts as batchSize (REST API Developer Guide: "Query Options Header").
    private const int SmallestPage = 200;
    private const int LargestPage = 2000;

    /// <summary>Whether deleted and archived rows are found as well.</summary>
    public bool IncludeDeleted { get; init; }

    /// <summary>Whether it goes to the Tooling API.</summary>
    public bool Tooling { get; init; }

    /// <summary>Rows a page, 200 to 2,000; null for the server's default. The server may ignore it.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The most rows to return; a page that may lie behind them is fetched only when it is needed. Null for all.</summary>
    public long? First { get; init; }

    /// <summary>The API version; null for the session's.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>
    /// Rows a page to ask for: <see cref="BatchSize"/>, or no more than <see cref="First"/> needs; null for the server's default.
    /// </summary>
    public int? PageSize => BatchSize ?? (First < LargestPage ? (int)Math.Max(SmallestPage, First.Value) : null);
}
