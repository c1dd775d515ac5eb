namespace SalesforceJwt.Model;

/// <summary>An object of the org, as the list of all objects describes it (REST API Developer Guide: "Describe Global").</summary>
public class SfObjectInfo
{
    internal SfObjectInfo(string name) => Name = name;

    /// <summary>API name, such as <c>Invoice__c</c>.</summary>
    public string Name { get; }

    /// <summary>The label of one record.</summary>
    public string? Label { get; internal set; }

    /// <summary>The label of several records.</summary>
    public string? LabelPlural { get; internal set; }

    /// <summary>The first three characters of its records' ids; empty for objects without records of their own.</summary>
    public string? KeyPrefix { get; internal set; }

    /// <summary>Whether it is a custom object.</summary>
    public bool IsCustom { get; internal set; }

    /// <summary>Whether it is a custom setting.</summary>
    public bool IsCustomSetting { get; internal set; }

    /// <summary>Whether this user may create records.</summary>
    public bool IsCreateable { get; internal set; }

    /// <summary>Whether this user may change records.</summary>
    public bool IsUpdateable { get; internal set; }

    /// <summary>Whether this user may delete records.</summary>
    public bool IsDeletable { get; internal set; }

    /// <summary>Whether SOQL can query it.</summary>
    public bool IsQueryable { get; internal set; }

    /// <summary>Whether records can be read by their ids.</summary>
    public bool IsRetrieveable { get; internal set; }

    /// <summary>Whether SOSL can search it.</summary>
    public bool IsSearchable { get; internal set; }

    /// <summary>The API name.</summary>
    public override string ToString() => Name;

    /// <summary>A copy for users: what they change or add (<c>Add-Member</c>) does not reach the cached description.</summary>
    internal virtual SfObjectInfo Copy() => (SfObjectInfo)MemberwiseClone();
}
