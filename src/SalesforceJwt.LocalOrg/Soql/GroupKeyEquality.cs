using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Which values of the fields of GROUP BY make one group.</summary>
internal sealed class GroupKeyEquality(IEnumerable<SObjectField> fields) : IEqualityComparer<object?[]>
{
    private readonly FieldEquality[] equalities = [.. fields.Select(field => new FieldEquality(field))];

    public bool Equals(object?[]? left, object?[]? right)
    {
        for (var i = 0; i < equalities.Length; i++)
        {
            if (!equalities[i].Equals(left![i], right![i]))
            {
                return false;
            }
        }

        return true;
    }

    public int GetHashCode(object?[] keys)
    {
        var hash = default(HashCode);
        for (var i = 0; i < keys.Length; i++)
        {
            hash.Add(keys[i] is { } key ? equalities[i].GetHashCode(key) : 0);
        }

        return hash.ToHashCode();
    }
}
