namespace SalesforceJwt.Core.Composite;

/// <summary>What became of a part of a plan.</summary>
/// <param name="Results">The answers, in the order of the part's subrequests.</param>
/// <param name="Stop">Why no further part is worth sending; null if the work goes on.</param>
internal sealed record CompositePartResult(IReadOnlyList<SubrequestResult> Results, SfException? Stop);
