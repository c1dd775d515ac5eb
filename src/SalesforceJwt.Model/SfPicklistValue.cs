namespace SalesforceJwt.Model;

/// <summary>A value of a picklist.</summary>
public sealed class SfPicklistValue
{
    internal SfPicklistValue(string value, string label)
    {
        Value = value;
        Label = label;
    }

    /// <summary>The value in records.</summary>
    public string Value { get; }

    /// <summary>The label shown in Salesforce.</summary>
    public string Label { get; }

    /// <summary>Whether it can be chosen.</summary>
    public bool IsActive { get; internal init; }

    /// <summary>Whether it is the default of new records.</summary>
    public bool IsDefault { get; internal init; }

    /// <summary>The value in records.</summary>
    public override string ToString() => Value;

    /// <inheritdoc cref="SfObjectInfo.Copy"/>
    internal SfPicklistValue Copy() => (SfPicklistValue)MemberwiseClone();
}
