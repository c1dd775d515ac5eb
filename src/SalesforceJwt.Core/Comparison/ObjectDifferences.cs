namespace SalesforceJwt.Core.Comparison;

/// <summary>What differs in one object.</summary>
/// <param name="Name">The object.</param>
/// <param name="Differences">
/// The differences, by field. That of a whole namespace comes with each object that has a part of it.
/// </param>
/// <param name="Description">The object on the difference side; null if it is not there, or was not needed.</param>
/// <param name="Error">Why it could not be compared; null if it was.</param>
internal sealed record ObjectDifferences(
    string Name, IReadOnlyList<SfObjectDifference> Differences, SfObject? Description, SfException? Error = null);
