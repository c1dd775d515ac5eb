namespace SalesforceJwt.Core.Records;

/// <summary>What became of a batch.</summary>
/// <param name="Results">What became of each record, in their order.</param>
/// <param name="Stop">Why no further batch is worth sending; null where the work goes on.</param>
internal sealed record SavedBatch(IReadOnlyList<RecordResult> Results, SfException? Stop);
