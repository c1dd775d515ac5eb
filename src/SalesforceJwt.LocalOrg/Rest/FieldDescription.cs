using System.Text.RegularExpressions;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>The describe result of a field.</summary>
internal static partial class FieldDescription
{
    public static Dictionary<string, object?> Of(SObjectType type, SObjectField field, Schema schema) => new()
    {
        ["aggregatable"] = field.IsFilterable && field.Type != FieldType.Boolean,
        ["aiPredictionField"] = false,
        ["autoNumber"] = field.IsAutoNumber,
        ["byteLength"] = field.Length * (field.IsId ? 1 : 3),
        ["calculated"] = false,
        ["calculatedFormula"] = null,
        ["cascadeDelete"] = false,
        ["caseSensitive"] = false,
        ["compoundFieldName"] = field.Name is "FirstName" or "LastName" ? "Name" : null,
        ["controllerName"] = null,
        ["createable"] = !field.IsReadOnly,
        ["custom"] = field.IsCustom,
        ["defaultValue"] = field.Type == FieldType.Boolean ? field.IsTrueByDefault : null,
        ["defaultValueFormula"] = null,
        ["defaultedOnCreate"] = field.IsReadOnly || field.Type == FieldType.Boolean || field.Name == "OwnerId",
        ["dependentPicklist"] = false,
        ["deprecatedAndHidden"] = false,
        ["digits"] = field.Type == FieldType.Int ? 8 : 0,
        ["displayLocationInDecimal"] = false,
        ["encrypted"] = false,
        ["externalId"] = field.IsExternalId,
        ["extraTypeInfo"] = field.Type == FieldType.TextArea ? "plaintextarea" : null,
        ["filterable"] = field is { IsFilterable: true, CannotFilter: false },
        ["filteredLookupInfo"] = null,
        ["groupable"] = field.IsGroupable,
        ["highScaleNumber"] = false,
        ["htmlFormatted"] = false,
        ["idLookup"] = field.IsExternalId || field.IsIdLookup || field.Type == FieldType.Id,
        ["inlineHelpText"] = null,
        ["label"] = Label(field),
        ["length"] = field.Length,
        ["mask"] = null,
        ["maskType"] = null,
        ["name"] = field.Name,
        ["nameField"] = field.IsNameField,
        ["namePointing"] = field.IsPolymorphic,
        ["nillable"] = !field.IsRequired && field.Type is not (FieldType.Boolean or FieldType.Id),
        ["permissionable"] = type.IsPermissionable(field),
        ["picklistValues"] = field.PicklistValues.Select(
            value => new { active = true, defaultValue = false, label = value, validFor = (string?)null, value }),
        ["polymorphicForeignKey"] = field.IsPolymorphic,
        ["precision"] = field.Type == FieldType.Percent ? 3 : field.IsDecimal ? 18 : 0,
        ["queryByDistance"] = false,
        ["referenceTargetField"] = null,
        ["referenceTo"] = schema.TargetNames(field),
        ["relationshipName"] = field.RelationshipName,
        ["relationshipOrder"] = null,
        ["restrictedDelete"] = false,
        ["restrictedPicklist"] = field.IsRestricted,
        ["scale"] = field.Type == FieldType.Currency ? 2 : 0,
        ["searchPrefilterable"] = field.Type == FieldType.Reference,
        ["soapType"] = SoapType(field),
        ["sortable"] = field.IsFilterable,
        ["type"] = field.TypeName,
        ["unique"] = field.IsUnique,
        ["updateable"] = !field.IsReadOnly && !field.IsCreateOnly,
        ["writeRequiresMasterRead"] = false,
    };

    private static string SoapType(SObjectField field) => field switch
    {
        { IsId: true } => "tns:ID",
        { Type: FieldType.Base64 } => "xsd:base64Binary",
        { IsText: true } => "xsd:string",
        { IsDecimal: true } => "xsd:double",
        { Type: FieldType.DateTime } => "xsd:dateTime",
        _ => $"xsd:{field.TypeName}",
    };

    private static string Label(SObjectField field) =>
        field.Label != field.Name ? field.Label : WordStart().Replace(field.Name, " ").Replace(" Id", " ID", StringComparison.Ordinal);

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
