namespace SalesforceJwt.Core.Query;

/// <summary>A page of an answer that can have several.</summary>
internal interface IPage
{
    /// <summary>Its URL, without the query.</summary>
    string Url { get; }

    /// <summary>The URL of the next page; null on the last one.</summary>
    string? NextRecordsUrl { get; }

    /// <summary>Whether it has no records.</summary>
    bool IsEmpty { get; }
}
