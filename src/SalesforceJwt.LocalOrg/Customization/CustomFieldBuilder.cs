using System.Text.RegularExpressions;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Customization;

/// <summary>Checks custom fields and makes fields of the schema of them.</summary>
/// <param name="schema">The org's objects, for references.</param>
/// <param name="objectName">The object that gets the fields.</param>
/// <param name="objectLabelPlural">Its plural label.</param>
internal sealed partial class CustomFieldBuilder(Schema schema, string objectName, string objectLabelPlural)
{
    private const int MaxText = 255;
    private const int MaxLongText = 131_072;

    /// <exception cref="ArgumentException">The definition is invalid.</exception>
    public SObjectField Build(CustomField field)
    {
        if (!ApiName().IsMatch(field.Name))
        {
            throw Invalid(field, "the name of a custom field is letters, digits and single underscores and ends with __c");
        }

        Check(field, CustomFieldType.Picklist, field.PicklistValues is { Count: > 0 }, "picklistValues");
        Check(field, CustomFieldType.Reference, field.ReferenceTo is not null, "referenceTo");
        if ((field.Unique || field.ExternalId) && field.Type is not (CustomFieldType.String or CustomFieldType.Email))
        {
            throw Invalid(field, "only fields of type string and email can be unique or an external id here");
        }

        return new SObjectField(field.Name, Enum.Parse<FieldType>(field.Type.ToString()))
        {
            Label = field.Label ?? LabelOf(field.Name),
            Length = Length(field),
            IsRequired = field.Required,
            IsUnique = field.Unique,
            IsExternalId = field.ExternalId,
            PicklistValues = field.PicklistValues ?? [],
            IsRestricted = field.Type == CustomFieldType.Picklist && field.RestrictedPicklist is not false,
            ReferenceTo = Target(field),
            RelationshipName = field.Type == CustomFieldType.Reference ? field.Name[..^1] + 'r' : null,
            ChildRelationshipName = field.Type == CustomFieldType.Reference ? ChildRelationshipName(field) : null,
        };
    }

    /// <summary>The label that Setup would suggest for an API name.</summary>
    public static string LabelOf(string name) => name[..^"__c".Length].Replace('_', ' ');

    private string? Target(CustomField field) =>
        field.ReferenceTo is null ? null
        : field.ReferenceTo.Equals(objectName, StringComparison.OrdinalIgnoreCase) ? objectName
        : schema.Find(field.ReferenceTo)?.Name
            ?? throw Invalid(field, $"it refers to '{field.ReferenceTo}', which is not an object of this org");

    private string ChildRelationshipName(CustomField field)
    {
        var name = field.ChildRelationshipName ?? objectLabelPlural.Replace(" ", "", StringComparison.Ordinal) + "__r";
        if (!name.EndsWith("__r", StringComparison.Ordinal))
        {
            throw Invalid(field, "the childRelationshipName of a custom field ends with __r");
        }

        return schema.Find(field.ReferenceTo!) is { } target && schema.FindChildren(target, name) is not null
            ? throw Invalid(field, $"{target.Name} has a child relationship named {name} already; give another childRelationshipName")
            : name;
    }

    private static int Length(CustomField field)
    {
        var largest = field.Type switch
        {
            CustomFieldType.String => MaxText,
            CustomFieldType.TextArea => MaxLongText,
            _ => 0,
        };
        if (field.Length is { } length && (length < 1 || length > largest))
        {
            throw Invalid(field, largest == 0 ? $"fields of type {TypeName(field.Type)} have no length" : $"length must be 1 to {largest}");
        }

        return field.Type switch
        {
            CustomFieldType.String or CustomFieldType.TextArea => field.Length ?? MaxText,
            CustomFieldType.Email => 80,
            CustomFieldType.Phone => 40,
            CustomFieldType.Url or CustomFieldType.Picklist => MaxText,
            CustomFieldType.Reference => 18,
            _ => 0,
        };
    }

    private static void Check(CustomField field, CustomFieldType type, bool isGiven, string member)
    {
        if (isGiven != (field.Type == type))
        {
            throw Invalid(field, $"a field has {member} if, and only if, its type is {TypeName(type)}");
        }
    }

    private static string TypeName(CustomFieldType type) => type.ToString().ToLowerInvariant();

    private static ArgumentException Invalid(CustomField field, string reason) => new($"Field '{field.Name}': {reason}.");

    [GeneratedRegex("^([A-Za-z](_?[A-Za-z0-9])*__)?[A-Za-z](_?[A-Za-z0-9])*__c$")]
    public static partial Regex ApiName();
}
