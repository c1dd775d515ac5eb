using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Compiling;

/// <summary>Resolves the field paths of a query.</summary>
internal sealed class FieldResolver(SoqlQuery query, SObjectType type, RecordStore store)
{
    /// <summary>The references to follow from the record, and the field at the end.</summary>
    public (IReadOnlyList<SObjectField> References, SObjectField Field) Resolve(FieldPath path)
    {
        var references = new List<SObjectField>();
        var current = type;
        foreach (var relationship in path.Segments.Skip(NamesTheObject(path) ? 1 : 0).SkipLast(1))
        {
            var reference = current.FindRelationship(relationship)
                ?? throw SoqlError.NoSuchRelationship(query.Text, path.Position, relationship);
            references.Add(reference);
            current = store.Schema.Target(reference);
        }

        var field = current.Find(path.Segments[^1])
            ?? throw SoqlError.NoSuchField(query.Text, path.Position, path.Segments[^1], current.Name);
        return (references, field);
    }

    /// <summary>How to read the field from a record; the value is null if a reference on the path is null.</summary>
    public (SObjectField Field, Func<Record, object?> Read) Reader(FieldPath path)
    {
        var (references, field) = Resolve(path);
        var steps = new List<(int Ordinal, SObjectType Target)>();
        var current = type;
        foreach (var reference in references)
        {
            var target = store.Schema.Target(reference);
            steps.Add((current.IndexOf(reference.Name), target));
            current = target;
        }

        var ordinal = current.IndexOf(field.Name);
        return (field, steps.Count == 0 ? record => record[ordinal] : record => Follow(record, steps)?[ordinal]);
    }

    private Record? Follow(Record record, List<(int Ordinal, SObjectType Target)> steps)
    {
        Record? current = record;
        foreach (var (ordinal, target) in steps)
        {
            current = current?[ordinal] is string id ? store.Find(target, id) : null;
        }

        return current;
    }

    // FROM Contact c allows Contact.Name and c.Name.
    private bool NamesTheObject(FieldPath path) =>
        path.Segments.Count > 1
        && type.FindRelationship(path.Segments[0]) is null
        && (path.Segments[0].Equals(type.Name, StringComparison.OrdinalIgnoreCase)
            || path.Segments[0].Equals(query.Alias, StringComparison.OrdinalIgnoreCase));
}
