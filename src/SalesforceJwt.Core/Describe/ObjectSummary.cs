namespace SalesforceJwt.Core.Describe;

/// <summary>An object as the list of all objects tells of it (REST API Developer Guide: "Describe Global").</summary>
internal record ObjectSummary
{
    /// <summary>API name, such as <c>Invoice__c</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What people call one record.</summary>
    public string? Label { get; init; }

    /// <summary>What people call several.</summary>
    public string? LabelPlural { get; init; }

    /// <summary>The first three characters of its records' ids; null for objects without records of their own.</summary>
    public string? KeyPrefix { get; init; }

    /// <summary>Whether the org made it.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Whether it is a custom setting.</summary>
    public bool IsCustomSetting { get; init; }

    /// <summary>Whether this user may create records.</summary>
    public bool IsCreateable { get; init; }

    /// <summary>Whether this user may change records.</summary>
    public bool IsUpdateable { get; init; }

    /// <summary>Whether this user may delete records.</summary>
    public bool IsDeletable { get; init; }

    /// <summary>Whether SOQL can ask for it.</summary>
    public bool IsQueryable { get; init; }

    /// <summary>Whether records can be read by their ids.</summary>
    public bool IsRetrieveable { get; init; }

    /// <summary>Whether SOSL can find it.</summary>
    public bool IsSearchable { get; init; }

    /// <summary>The objects that somebody who wrote another name probably meant; the most likely first.</summary>
    /// <param name="objects">The objects that there are.</param>
    /// <param name="name">The name that none of them has.</param>
    public static IReadOnlyList<string> Nearest(IEnumerable<ObjectSummary> objects, string name)
    {
        return NearestNames.Find(name, objects.Select(o => (o.Name, o.Label)));
    }
}
