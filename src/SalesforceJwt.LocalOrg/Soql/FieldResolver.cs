using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Finds the fields that a query names.</summary>
internal sealed class FieldResolver(SoqlQuery query, SObjectType type, RecordStore store)
{
    /// <summary>The references to follow from the record, and the field at the end.</summary>
    public (IReadOnlyList<SObjectField> References, SObjectField Field) Resolve(FieldPath path)
    {
        var references = new List<SObjectField>();
        var current = type;
        var segments = path.Segments.AsEnumerable();
        if (path.Segments.Count > 1
            && path.Segments[0].Equals(type.Name, StringComparison.OrdinalIgnoreCase)
            && type.FindRelationship(path.Segments[0]) is null)
        {
            // FROM Contact may also say Contact.Name.
            segments = segments.Skip(1);
        }

        foreach (var relationship in segments.SkipLast(1))
        {
            var reference = current.FindRelationship(relationship)
                ?? throw SoqlError.NoSuchRelationship(query.Text, path.Position, relationship);
            references.Add(reference);
            current = Schema.Find(reference.ReferenceTo!)!;
        }

        var field = current.Find(path.Segments[^1])
            ?? throw SoqlError.NoSuchField(query.Text, path.Position, path.Segments[^1], current.Name);
        return (references, field);
    }

    /// <summary>How to read the field from a record; null where a reference on the way is empty.</summary>
    public (SObjectField Field, Func<Record, object?> Read) Reader(FieldPath path)
    {
        var (references, field) = Resolve(path);
        return (field, record =>
        {
            Record? current = record;
            foreach (var reference in references)
            {
                current = current?[reference.Name] is string id ? store.Find(Schema.Find(reference.ReferenceTo!)!, id) : null;
            }

            return current?[field.Name];
        }
        );
    }
}
