using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Describe;

/// <summary>Reads the responses of the describe calls.</summary>
internal static class DescribeJson
{
    private const string Expected = "a description of objects";

    /// <summary>The list of all objects, by name.</summary>
    public static Task<IReadOnlyList<SfObjectInfo>> ReadListAsync(SfResponse response, CancellationToken cancellationToken) =>
        response.ReadJsonAsync<IReadOnlyList<SfObjectInfo>>(Expected, ReadList, cancellationToken);

    /// <summary>One object.</summary>
    public static Task<SfObject> ReadObjectAsync(SfResponse response, CancellationToken cancellationToken) =>
        response.ReadJsonAsync(Expected, ReadObject, cancellationToken);

    private static List<SfObjectInfo> ReadList(JsonElement root) =>
    [
        .. root.GetProperty("sobjects").EnumerateArray()
            .Select(e => Fill(new SfObjectInfo(Name(e, "name")), e))
            .OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Reads an object; one of a snapshot has fewer members.</summary>
    /// <exception cref="JsonException">It is not an object's description.</exception>
    public static SfObject ReadObject(JsonElement root)
    {
        var description = Fill(new SfObject(Name(root, "name")), root);
        description.Fields = new(root.GetProperty("fields").EnumerateArray().Select(e => Field(description.Name, e)));
        description.ChildRelationships = new(root.Items("childRelationships").Select(Child));
        return description;
    }

    private static T Fill<T>(T info, JsonElement element)
        where T : SfObjectInfo
    {
        info.Label = element.Text("label");
        info.LabelPlural = element.Text("labelPlural");
        info.KeyPrefix = element.Text("keyPrefix");
        info.IsCustom = Flag(element, "custom");
        info.IsCustomSetting = Flag(element, "customSetting");
        info.IsCreateable = Flag(element, "createable");
        info.IsUpdateable = Flag(element, "updateable");
        info.IsDeletable = Flag(element, "deletable");
        info.IsQueryable = Flag(element, "queryable");
        info.IsRetrieveable = Flag(element, "retrieveable");
        info.IsSearchable = Flag(element, "searchable");
        return info;
    }

    private static SfField Field(string objectName, JsonElement element) => new(objectName, Name(element, "name"), Name(element, "type"))
    {
        Label = element.Text("label"),
        Length = Number(element, "length"),
        Precision = Number(element, "precision"),
        Scale = Number(element, "scale"),
        IsCustom = Flag(element, "custom"),
        IsNillable = Flag(element, "nillable"),
        IsDefaultedOnCreate = Flag(element, "defaultedOnCreate"),
        IsCreateable = Flag(element, "createable"),
        IsUpdateable = Flag(element, "updateable"),
        IsUnique = Flag(element, "unique"),
        IsExternalId = Flag(element, "externalId"),
        IsIdLookup = Flag(element, "idLookup"),
        IsPermissionable = element.Flag("permissionable") != false,
        IsNameField = Flag(element, "nameField"),
        IsCalculated = Flag(element, "calculated"),
        Formula = element.Text("calculatedFormula"),
        DefaultValue = element.Text("defaultValueFormula") ?? Default(element),
        IsFilterable = Flag(element, "filterable"),
        IsSortable = Flag(element, "sortable"),
        IsGroupable = Flag(element, "groupable"),
        ReferenceTo = new(element.Items("referenceTo").Select(e => e.ToString())),
        RelationshipName = element.Text("relationshipName"),
        PicklistValues = new(element.Items("picklistValues").Select(Picklist)),
        IsRestrictedPicklist = Flag(element, "restrictedPicklist"),
        ControllerName = element.Text("controllerName"),
        HelpText = element.Text("inlineHelpText"),
    };

    private static SfChildRelationship Child(JsonElement element) =>
        new(element.Text("relationshipName"), Name(element, "childSObject"), Name(element, "field"))
        {
            IsCascadeDelete = Flag(element, "cascadeDelete"),
        };

    private static SfPicklistValue Picklist(JsonElement element)
    {
        var value = Name(element, "value");
        return new SfPicklistValue(value, element.Text("label") ?? value)
        {
            IsActive = Flag(element, "active"),
            IsDefault = Flag(element, "defaultValue"),
        };
    }

    private static string? Default(JsonElement element) => element.Member("defaultValue") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.True } => "true",
        { ValueKind: JsonValueKind.False } => "false",
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => element.Items("picklistValues").Where(value => Flag(value, "defaultValue")).Select(value => value.Text("value"))
            .FirstOrDefault(),
    };

    private static string Name(JsonElement element, string name) => element.Text(name) ?? throw new JsonException();

    private static bool Flag(JsonElement element, string name) => element.Flag(name) == true;

    private static int Number(JsonElement element, string name) => (int)Math.Clamp(element.Number(name) ?? 0, 0, int.MaxValue);
}
