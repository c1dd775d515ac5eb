using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>What the objects of the org are.</summary>
internal static class DescribeEndpoints
{
    private const int MaxBatchSize = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/services/data/{version}/sobjects", DescribeAllAsync);
        routes.MapRead("/services/data/{version}/sobjects/{type}", DescribeBrieflyAsync);
        routes.MapRead("/services/data/{version}/sobjects/{type}/describe", DescribeAsync);
    }

    private static Task DescribeAllAsync(HttpContext context)
    {
        var version = context.RouteValue("version");
        return Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            encoding = "UTF-8",
            maxBatchSize = MaxBatchSize,
            sobjects = Schema.All.Select(type => Summary(type, version)),
        });
    }

    private static Task DescribeBrieflyAsync(HttpContext context) => Json.WriteAsync(context, StatusCodes.Status200OK, new
    {
        objectDescribe = Summary(FindType(context), context.RouteValue("version")),
        recentItems = Array.Empty<object>(),
    });

    private static Task DescribeAsync(HttpContext context)
    {
        var type = FindType(context);
        var description = Summary(type, context.RouteValue("version"));
        description["childRelationships"] = ChildRelationships(type);
        description["fields"] = type.Fields.Select(DescribeField);
        description["recordTypeInfos"] = Array.Empty<object>();
        return Json.WriteAsync(context, StatusCodes.Status200OK, description);
    }

    private static SObjectType FindType(HttpContext context) => Schema.Find(context.RouteValue("type")) ?? throw ApiException.NotFound();

    private static Dictionary<string, object> Summary(SObjectType type, string version)
    {
        var url = $"/services/data/{version}/sobjects/{type.Name}";
        return new Dictionary<string, object>
        {
            ["name"] = type.Name,
            ["label"] = type.Label,
            ["labelPlural"] = type.LabelPlural,
            ["keyPrefix"] = type.KeyPrefix,
            ["custom"] = false,
            ["createable"] = type.IsWritable,
            ["updateable"] = type.IsWritable,
            ["deletable"] = type.IsWritable,
            ["queryable"] = true,
            ["retrieveable"] = true,
            ["searchable"] = type.IsSearchable,
            ["urls"] = new { sobject = url, describe = $"{url}/describe", rowTemplate = $"{url}/{{ID}}" },
        };
    }

    private static IEnumerable<object> ChildRelationships(SObjectType type) =>
        Schema.ChildrenOf(type).Select(relationship => new
        {
            childSObject = relationship.Child.Name,
            field = relationship.Field.Name,
            relationshipName = relationship.Field.ChildRelationshipName,
            cascadeDelete = false,
        });

    private static object DescribeField(SObjectField field) => new
    {
        name = field.Name,
        label = field.Label,
        type = field.TypeName,
        length = field.Length,
        custom = field.Name.EndsWith("__c", StringComparison.Ordinal),
        createable = !field.IsReadOnly,
        updateable = !field.IsReadOnly && !field.IsCreateOnly,
        nillable = !field.IsRequired && field.Type is not (FieldType.Boolean or FieldType.Id),
        defaultedOnCreate = field.IsReadOnly || field.Type == FieldType.Boolean,
        externalId = field.IsExternalId,
        idLookup = field.IsExternalId || field.Type == FieldType.Id,
        unique = false,
        nameField = field.IsNameField,
        filterable = field.IsFilterable,
        sortable = field.IsFilterable,
        groupable = field.IsGroupable,
        referenceTo = field.ReferenceTo is null ? Array.Empty<string>() : [field.ReferenceTo],
        relationshipName = field.RelationshipName,
        picklistValues = field.PicklistValues.Select(value => new { active = true, defaultValue = false, label = value, value }),
    };
}
