using System.Collections.Specialized;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Values;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>
/// Turns fields that identify a parent by its external id, as columns of CSV files do (<c>Account.External_Id__c</c>), into what the REST
/// API expects: <c>"Account": {"External_Id__c": "A-1"}</c> (REST API Developer Guide: "Upsert", relationship fields).
/// </summary>
internal static class ParentFields
{
    /// <exception cref="SfException"><see cref="SfErrorKind.RecordInvalid"/>.</exception>
    public static IEnumerable<KeyValuePair<string, object?>> Nest(IReadOnlyList<KeyValuePair<string, object?>> fields) =>
        fields.Any(f => ParentColumn.IsOne(f.Key)) ? fields.Select(f => ParentColumn.IsOne(f.Key) ? Nest(f, fields) : f) : fields;

    private static KeyValuePair<string, object?> Nest(
        KeyValuePair<string, object?> field, IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        var column = ParentColumn.Parse(field.Key)
            ?? throw Invalid($"'{field.Key}' is neither the API name of a field nor an external id of a parent", ParentColumn.Form);
        if (fields.FirstOrDefault(f => f.Key != field.Key && IsOfParent(f.Key, column)).Key is { } other)
        {
            throw Invalid(
                $"both {field.Key} and {other} identify its parent {column.Relationship}",
                "Salesforce accepts one of them. Leave the other out: Select-Object -ExcludeProperty.");
        }

        // Without a parent there is no external id, only a reference to clear.
        if (ValueText.Format(PSValue.Unwrap(field.Value)).Kind == ValueKind.Null)
        {
            return new(column.IdField, null);
        }

        var parent = new OrderedDictionary();
        if (column.Type is not null)
        {
            parent["attributes"] = new OrderedDictionary { ["type"] = column.Type };
        }

        parent[column.Field] = field.Value;
        return new(column.Relationship, parent);
    }

    private static bool IsOfParent(string name, ParentColumn column) =>
        (ParentColumn.Parse(name)?.Relationship ?? name) is var named
        && (named.Equals(column.Relationship, StringComparison.OrdinalIgnoreCase)
            || named.Equals(column.IdField, StringComparison.OrdinalIgnoreCase));

    private static SfException Invalid(string what, string remedy) => new(
        SfErrorKind.RecordInvalid,
        char.ToUpperInvariant(what[0]) + what[1..] + ".",
        remedy);
}
