using SalesforceJwt.Core.Describe;

namespace SalesforceJwt.PS.Models;

/// <summary>An object of the org, as the list of all objects tells of it.</summary>
public class SfObjectInfo
{
    internal SfObjectInfo(ObjectSummary summary)
    {
        Name = summary.Name;
        Label = summary.Label;
        LabelPlural = summary.LabelPlural;
        KeyPrefix = summary.KeyPrefix;
        IsCustom = summary.IsCustom;
        IsCustomSetting = summary.IsCustomSetting;
        IsCreateable = summary.IsCreateable;
        IsUpdateable = summary.IsUpdateable;
        IsDeletable = summary.IsDeletable;
        IsQueryable = summary.IsQueryable;
        IsRetrieveable = summary.IsRetrieveable;
        IsSearchable = summary.IsSearchable;
    }

    /// <summary>API name, such as <c>Invoice__c</c>.</summary>
    public string Name { get; }

    /// <summary>What people call one record.</summary>
    public string? Label { get; }

    /// <summary>What people call several.</summary>
    public string? LabelPlural { get; }

    /// <summary>The first three characters of its records' ids; empty for objects without records of their own.</summary>
    public string? KeyPrefix { get; }

    /// <summary>Whether the org made it.</summary>
    public bool IsCustom { get; }

    /// <summary>Whether it is a custom setting.</summary>
    public bool IsCustomSetting { get; }

    /// <summary>Whether this user may create records.</summary>
    public bool IsCreateable { get; }

    /// <summary>Whether this user may change records.</summary>
    public bool IsUpdateable { get; }

    /// <summary>Whether this user may delete records.</summary>
    public bool IsDeletable { get; }

    /// <summary>Whether SOQL can ask for it.</summary>
    public bool IsQueryable { get; }

    /// <summary>Whether records can be read by their ids.</summary>
    public bool IsRetrieveable { get; }

    /// <summary>Whether SOSL can find it.</summary>
    public bool IsSearchable { get; }

    /// <summary>The API name.</summary>
    public override string ToString() => Name;
}
