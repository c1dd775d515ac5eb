using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>The describe results of an object.</summary>
internal static class ObjectDescription
{
    /// <summary>The entry in the list of all objects.</summary>
    public static Dictionary<string, object?> Summary(SObjectType type, string root)
    {
        var url = $"{root}/sobjects/{type.Name}";
        return new Dictionary<string, object?>
        {
            ["activateable"] = false,
            ["associateEntityType"] = null,
            ["associateParentEntity"] = null,
            ["createable"] = type.Operations.HasFlag(RecordOperations.Create),
            ["custom"] = type.IsCustom,
            ["customSetting"] = false,
            ["deepCloneable"] = false,
            ["deletable"] = type.Operations.HasFlag(RecordOperations.Delete),
            ["deprecatedAndHidden"] = false,
            ["feedEnabled"] = false,
            ["hasSubtypes"] = false,
            ["isInterface"] = false,
            ["isSubtype"] = false,
            ["keyPrefix"] = type.KeyPrefix,
            ["label"] = type.Label,
            ["labelPlural"] = type.LabelPlural,
            ["layoutable"] = type.IsWritable,
            ["mergeable"] = type.Name is "Account" or "Contact" or "Case",
            ["mruEnabled"] = type.IsSearchable,
            ["name"] = type.Name,
            ["queryable"] = true,
            ["replicateable"] = true,
            ["retrieveable"] = true,
            ["searchable"] = type.IsSearchable,
            ["triggerable"] = type.IsWritable,
            ["undeletable"] = type.Operations.HasFlag(RecordOperations.Delete) && type.Find("IsDeleted") is not null,
            ["updateable"] = type.Operations.HasFlag(RecordOperations.Update),
            ["urls"] = new { sobject = url, describe = $"{url}/describe", rowTemplate = $"{url}/{{ID}}" },
        };
    }

    /// <summary>The full describe result.</summary>
    public static Dictionary<string, object?> Full(SObjectType type, string root, Schema schema)
    {
        var description = Summary(type, root);
        description["actionOverrides"] = Array.Empty<object>();
        description["childRelationships"] = schema.ChildrenOf(type).Select(relationship => new
        {
            cascadeDelete = false,
            childSObject = relationship.Child.Name,
            deprecatedAndHidden = false,
            field = relationship.Field.Name,
            junctionIdListNames = Array.Empty<string>(),
            junctionReferenceTo = Array.Empty<string>(),
            relationshipName = relationship.Field.ChildRelationshipName,
            restrictedDelete = false,
        });
        description["compactLayoutable"] = type.IsWritable;
        description["fields"] = type.Fields.Select(field => FieldDescription.Of(type, field, schema));
        description["listviewable"] = null;
        description["lookupLayoutable"] = null;
        description["namedLayoutInfos"] = Array.Empty<object>();
        description["networkScopeFieldName"] = null;
        description["recordTypeInfos"] = Array.Empty<object>();
        description["searchLayoutable"] = type.IsSearchable;
        description["sobjectDescribeOption"] = "FULL";
        description["supportedScopes"] = new[] { new { label = $"All {type.LabelPlural}", name = "everything" } };
        return description;
    }
}
