using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Query;

/// <summary>An answer of any resource as the caller's objects.</summary>
/// <param name="Response">Its status and headers.</param>
/// <param name="Value">The answer; null if it is empty.</param>
/// <param name="Records">The records in it; null if it is not a page of records.</param>
internal sealed record RestPage(SfResponse Response, object? Value, object[]? Records)
{
    /// <summary>Number of records of all pages; null if the server does not say.</summary>
    public long? Total { get; init; }

    /// <summary>Why it cannot be read; null if it can. It is a part of the page since status and headers are known all the same.</summary>
    public SfException? Error { get; init; }

    /// <summary>An error that is reported after the records, and does not end the answer.</summary>
    public SfException? Fault { get; init; }
}
