using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Describe;

/// <summary>Reads the answers of the describe calls.</summary>
internal static class DescribeJson
{
    /// <summary>The list of all objects, by name.</summary>
    public static IReadOnlyList<ObjectSummary> Objects(ReadOnlyMemory<byte> body, string url) => Parse(
        body,
        url,
        root => root.GetProperty("sobjects").EnumerateArray().Select(Summary).OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase).ToList());

    /// <summary>One object.</summary>
    public static ObjectDescription Object(ReadOnlyMemory<byte> body, string url) => Parse(body, url, root =>
    {
        var summary = Summary(root);
        return new ObjectDescription
        {
            Name = summary.Name,
            Label = summary.Label,
            LabelPlural = summary.LabelPlural,
            KeyPrefix = summary.KeyPrefix,
            IsCustom = summary.IsCustom,
            IsCustomSetting = summary.IsCustomSetting,
            IsCreateable = summary.IsCreateable,
            IsUpdateable = summary.IsUpdateable,
            IsDeletable = summary.IsDeletable,
            IsQueryable = summary.IsQueryable,
            IsRetrieveable = summary.IsRetrieveable,
            IsSearchable = summary.IsSearchable,
            Fields = [.. root.GetProperty("fields").EnumerateArray().Select(Field)],
            ChildRelationships = [.. root.Items("childRelationships").Select(Child)],
        };
    });

    private static ObjectSummary Summary(JsonElement element) => new()
    {
        Name = Name(element, "name"),
        Label = element.Text("label"),
        LabelPlural = element.Text("labelPlural"),
        KeyPrefix = element.Text("keyPrefix"),
        IsCustom = Flag(element, "custom"),
        IsCustomSetting = Flag(element, "customSetting"),
        IsCreateable = Flag(element, "createable"),
        IsUpdateable = Flag(element, "updateable"),
        IsDeletable = Flag(element, "deletable"),
        IsQueryable = Flag(element, "queryable"),
        IsRetrieveable = Flag(element, "retrieveable"),
        IsSearchable = Flag(element, "searchable"),
    };

    private static FieldDescription Field(JsonElement element) => new()
    {
        Name = Name(element, "name"),
        Label = element.Text("label"),
        Type = Name(element, "type"),
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
        IsNameField = Flag(element, "nameField"),
        IsCalculated = Flag(element, "calculated"),
        IsFilterable = Flag(element, "filterable"),
        IsSortable = Flag(element, "sortable"),
        IsGroupable = Flag(element, "groupable"),
        ReferenceTo = [.. element.Items("referenceTo").Select(e => e.ToString())],
        RelationshipName = element.Text("relationshipName"),
        PicklistValues = [.. element.Items("picklistValues").Select(Picklist)],
        IsRestrictedPicklist = Flag(element, "restrictedPicklist"),
        ControllerName = element.Text("controllerName"),
        HelpText = element.Text("inlineHelpText"),
    };

    private static ChildRelationship Child(JsonElement element) =>
        new(element.Text("relationshipName"), Name(element, "childSObject"), Name(element, "field"), Flag(element, "cascadeDelete"));

    private static PicklistValue Picklist(JsonElement element)
    {
        var value = Name(element, "value");
        return new PicklistValue(value, element.Text("label") ?? value, Flag(element, "active"), Flag(element, "defaultValue"));
    }

    private static string Name(JsonElement element, string name) => element.Text(name) ?? throw new JsonException();

    private static bool Flag(JsonElement element, string name) => element.Flag(name) == true;

    private static int Number(JsonElement element, string name) => (int)Math.Clamp(element.Number(name) ?? 0, 0, int.MaxValue);

    private static T Parse<T>(ReadOnlyMemory<byte> body, string url, Func<JsonElement, T> read) =>
        JsonText.Read(body, url, "a description of objects", read);
}
