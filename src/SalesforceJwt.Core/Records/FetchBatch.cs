namespace SalesforceJwt.Core.Records;

/// <summary>The keys of one request for records.</summary>
internal sealed record FetchBatch(RecordFetcher Fetcher, IReadOnlyList<string> Keys)
{
    /// <inheritdoc cref="RecordFetcher.FetchAsync"/>
    public Task<IReadOnlyList<FetchedRecord>> FetchAsync(CancellationToken cancellationToken) =>
        Fetcher.FetchAsync(Keys, cancellationToken);
}
