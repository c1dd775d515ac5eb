using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Salesforce's rules for permissions on objects and fields.</summary>
internal sealed class AccessRules(Schema schema)
{
    /// <exception cref="ApiException">The object is unknown, or a permission lacks one that it depends on.</exception>
    public void CheckObject(Record permissions)
    {
        var type = FindType(permissions);
        permissions["SobjectType"] = type.Name;
        CheckDependencies(permissions, AccessObjects.ObjectRights, type.Name);
    }

    /// <exception cref="ApiException">
    /// The field is unknown or has no permissions of its own, or a permission lacks one that it depends on.
    /// </exception>
    public void CheckField(Record permissions)
    {
        var type = FindType(permissions);
        var name = (string)permissions["Field"]!;
        var field = name.Split('.') is [var ofType, var ofField] && ofType.Equals(type.Name, StringComparison.OrdinalIgnoreCase)
            ? type.Find(ofField)
            : null;
        if (field is null || !type.IsPermissionable(field))
        {
            throw BadValue("Field", name, "Field Name");
        }

        (permissions["SobjectType"], permissions["Field"]) = (type.Name, $"{type.Name}.{field.Name}");
        CheckDependencies(permissions, AccessObjects.FieldRights, $"{type.Name}.{field.Name}");
    }

    private SObjectType FindType(Record permissions)
    {
        var name = (string)permissions["SobjectType"]!;
        return schema.Find(name) is { IsSetup: false } type ? type : throw BadValue("SobjectType", name);
    }

    private static ApiException BadValue(string field, string value, string? label = null) => ApiException.BadRequest(
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", $"{label ?? field}: bad value for restricted picklist field: {value}", field);

    private static void CheckDependencies(
        Record permissions, IReadOnlyList<(string Field, string Label, string[] Needs)> rights, string target)
    {
        var given = rights.Where(right => permissions[right.Field] is true).Select(right => right.Label).ToHashSet(StringComparer.Ordinal);
        foreach (var right in rights.Where(right => permissions[right.Field] is true))
        {
            var missing = right.Needs.Where(need => !given.Contains(need)).Select(need => $"{need} {target}").ToList();
            if (missing.Count > 0)
            {
                throw ApiException.BadRequest(
                    "FIELD_INTEGRITY_EXCEPTION",
                    $"Permission {right.Label} {target} depends on permission(s): {string.Join(", ", missing)}",
                    right.Field);
            }
        }
    }
}
