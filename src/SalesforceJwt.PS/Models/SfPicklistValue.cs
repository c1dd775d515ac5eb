using SalesforceJwt.Core.Describe;

namespace SalesforceJwt.PS.Models;

/// <summary>A value that a picklist offers.</summary>
public sealed class SfPicklistValue
{
    internal SfPicklistValue(PicklistValue value)
    {
        Value = value.Value;
        Label = value.Label;
        IsActive = value.IsActive;
        IsDefault = value.IsDefault;
    }

    /// <summary>What records hold.</summary>
    public string Value { get; }

    /// <summary>What people see.</summary>
    public string Label { get; }

    /// <summary>Whether it is offered still.</summary>
    public bool IsActive { get; }

    /// <summary>Whether new records have it unless they say otherwise.</summary>
    public bool IsDefault { get; }

    /// <summary>What records hold.</summary>
    public override string ToString() => Value;
}
