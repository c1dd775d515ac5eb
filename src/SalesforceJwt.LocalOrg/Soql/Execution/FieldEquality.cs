using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>Equality of the values of a field, consistent with <see cref="FieldComparer"/>.</summary>
internal sealed class FieldEquality(SObjectField field) : IEqualityComparer<object>
{
    public new bool Equals(object? left, object? right) => FieldComparer.Compare(field, left, right) == 0;

    public int GetHashCode(object value) => value switch
    {
        string id when field.IsId => SalesforceId.Key(id).GetHashCode(StringComparison.Ordinal),
        string text => text.GetHashCode(StringComparison.OrdinalIgnoreCase),
        _ => value.GetHashCode(),
    };
}
