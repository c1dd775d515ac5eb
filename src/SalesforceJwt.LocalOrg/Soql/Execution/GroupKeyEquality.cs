using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>Equality of the values of the GROUP BY fields.</summary>
internal sealed class GroupKeyEquality(IEnumerable<SObjectField> fields) : IEqualityComparer<object?[]>
{
    private readonly FieldEquality[] _equalities = [.. fields.Select(field => new FieldEquality(field))];

    public bool Equals(object?[]? left, object?[]? right)
    {
        for (var i = 0; i < _equalities.Length; i++)
        {
            if (!_equalities[i].Equals(left![i], right![i]))
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
            hash.Add(keys[i] is { } key ? _equalities[i].GetHashCode(key) : 0);
        }

        return hash.ToHashCode();
    }
}
