using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Describe;

/// <summary>Reads the responses of the describe calls, and objects that were saved of them.</summary>
internal static class DescribeJson
{
    private const string Expected = "a description of objects";

    /// <summary>The list of all objects, by name.</summary>
    public static Task<IReadOnlyList<SfObjectInfo>> ReadListAsync(SfResponse response, CancellationToken cancellationToken) =>
        response.ReadJsonAsync<IReadOnlyList<SfObjectInfo>>(Expected, ReadList, cancellationToken);

    /// <summary>One object.</summary>
    public static Task<SfObject> ReadObjectAsync(SfResponse response, CancellationToken cancellationToken) =>
        response.ReadJsonAsync(Expected, static root => ReadObject(DescribedElement.OfAnswer(root)), cancellationToken);

    private static List<SfObjectInfo> ReadList(JsonElement root) =>
    [
        .. root.GetProperty("sobjects").EnumerateArray()
            .Select(DescribedElement.OfAnswer)
            .Select(e => Fill(new SfObjectInfo(e.Name("name")), e))
            .OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Reads an object; one of a snapshot has fewer members.</summary>
    /// <exception cref="JsonException">It is not an object's description.</exception>
    public static SfObject ReadObject(DescribedElement element)
    {
        var name = element.Name("name");
        element = element.Called("object", name);
        var description = Fill(new SfObject(name), element);
        description.Fields = new(element.Named("fields", "field", e => Field(name, e), field => $"{name}.{field.Name}"));
        description.ChildRelationships = new(element.Elements("childRelationships", "child relationship").Select(Child));
        return description;
    }

    private static T Fill<T>(T info, DescribedElement element)
        where T : SfObjectInfo
    {
        info.Label = element.Text("label");
        info.LabelPlural = element.Text("labelPlural");
        info.KeyPrefix = element.Text("keyPrefix");
        info.IsCustom = element.Is("custom");
        info.IsCustomSetting = element.Is("customSetting");
        info.IsCreateable = element.Is("createable");
        info.IsUpdateable = element.Is("updateable");
        info.IsDeletable = element.Is("deletable");
        info.IsQueryable = element.Is("queryable");
        info.IsRetrieveable = element.Is("retrieveable");
        info.IsSearchable = element.Is("searchable");
        return info;
    }

    private static SfField Field(string objectName, DescribedElement element)
    {
        var name = element.Name("name");
        element = element.Called("field", $"{objectName}.{name}");
        return new SfField(objectName, name, element.RequiredText("type"))
        {
            Label = element.Text("label"),
            Length = element.Number("length"),
            Precision = element.Number("precision"),
            Scale = element.Number("scale"),
            IsCustom = element.Is("custom"),
            IsNillable = element.Is("nillable"),
            IsDefaultedOnCreate = element.Is("defaultedOnCreate"),
            IsCreateable = element.Is("createable"),
            IsUpdateable = element.Is("updateable"),
            IsUnique = element.Is("unique"),
            IsExternalId = element.Is("externalId"),
            IsIdLookup = element.Is("idLookup"),
            IsPermissionable = element.Flag("permissionable") != false,
            IsNameField = element.Is("nameField"),
            IsCalculated = element.Is("calculated"),
            Formula = element.Text("calculatedFormula"),
            DefaultValue = element.Text("defaultValueFormula") ?? element.Value("defaultValue") ?? DefaultOfPicklist(element),
            IsFilterable = element.Is("filterable"),
            IsSortable = element.Is("sortable"),
            IsGroupable = element.Is("groupable"),
            ReferenceTo = new(element.Names("referenceTo")),
            RelationshipName = element.Text("relationshipName"),
            PicklistValues = new(element.Elements("picklistValues", "picklist value").Select(Picklist)),
            IsRestrictedPicklist = element.Is("restrictedPicklist"),
            ControllerName = element.Text("controllerName"),
            HelpText = element.Text("inlineHelpText"),
        };
    }

    private static SfChildRelationship Child(DescribedElement element) =>
        new(element.Text("relationshipName"), element.Name("childSObject"), element.Name("field"))
        {
            IsCascadeDelete = element.Is("cascadeDelete"),
        };

    private static SfPicklistValue Picklist(DescribedElement element)
    {
        var value = element.RequiredText("value");
        return new SfPicklistValue(value, element.Text("label") ?? value)
        {
            IsActive = element.Is("active"),
            IsDefault = element.Is("defaultValue"),
        };
    }

    private static string? DefaultOfPicklist(DescribedElement element) => element.Elements("picklistValues", "picklist value")
        .Where(value => value.Is("defaultValue")).Select(value => value.Text("value")).FirstOrDefault();
}
