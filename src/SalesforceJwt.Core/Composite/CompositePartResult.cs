namespace SalesforceJwt.Core.Composite;

/// <summary>The outcome of a part of a plan.</summary>
/// <param name="Results">The answers, in the order of the part's subrequests.</param>
/// <param name="Stop">The error because of which no further part should be sent; null if there is none.</param>
internal sealed record CompositePartResult(IReadOnlyList<SubrequestResult> Results, SfException? Stop);
