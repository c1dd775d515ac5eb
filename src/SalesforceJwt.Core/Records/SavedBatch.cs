namespace SalesforceJwt.Core.Records;

/// <summary>The outcome of a batch.</summary>
/// <param name="Results">The outcome of each record, in their order.</param>
/// <param name="Stop">The error because of which no further batch should be sent; null if there is none.</param>
internal sealed record SavedBatch(IReadOnlyList<RecordResult> Results, SfException? Stop);
