using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>Compares values of one field as SOQL does: ids by their first 15 characters, other text ignoring case, null first.</summary>
internal static class FieldComparer
{
    public static int Compare(SObjectField field, object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string a, string b) when field.IsId => string.CompareOrdinal(SalesforceId.Key(a), SalesforceId.Key(b)),
        (string a, string b) => string.Compare(a, b, StringComparison.OrdinalIgnoreCase),
        _ => Comparer<object>.Default.Compare(left, right),
    };
}
