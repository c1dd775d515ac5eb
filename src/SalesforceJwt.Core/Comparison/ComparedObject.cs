namespace SalesforceJwt.Core.Comparison;

/// <summary>An object of at least one side.</summary>
internal sealed record ComparedObject(string Name, bool IsInReference, bool IsInDifference);
