namespace SalesforceJwt.Core.Admin;

/// <summary>The outcome of changes to several users.</summary>
/// <param name="All">What became of each, in order.</param>
/// <param name="Stop">The error that ended the work; null if there was none.</param>
internal sealed record UserChanges(IReadOnlyList<UserChange> All, SfException? Stop)
{
    /// <summary>What to warn of.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
