namespace SalesforceJwt.Core.Describe;

/// <summary>A value that a picklist offers.</summary>
/// <param name="Value">What records hold.</param>
/// <param name="Label">What people see.</param>
/// <param name="IsActive">Whether it is offered still.</param>
/// <param name="IsDefault">Whether new records have it unless they say otherwise.</param>
internal sealed record PicklistValue(string Value, string Label, bool IsActive, bool IsDefault);
