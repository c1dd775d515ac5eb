using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>The fields of a record that go into the answer, in order, with those of the records it refers to.</summary>
internal sealed class Projection(SObjectType type)
{
    public SObjectType Type => type;

    /// <summary>The fields: each its own, or a reference followed by a relationship.</summary>
    public List<ProjectionItem> Items { get; } = [];

    /// <summary>All fields of an object.</summary>
    public static Projection Of(SObjectType type)
    {
        var projection = new Projection(type);
        projection.Items.AddRange(type.Fields.Select(field => new ProjectionItem(field, null)));
        return projection;
    }

    /// <summary>The fields with these names, each once.</summary>
    /// <exception cref="ApiException">The object has no such field.</exception>
    public static Projection Of(SObjectType type, IEnumerable<string> names)
    {
        var projection = new Projection(type);
        foreach (var name in names)
        {
            projection.TryAdd(type.Find(name)
                ?? throw ApiException.BadRequest("INVALID_FIELD", $"No such column '{name}' on sobject of type {type.Name}"));
        }

        return projection;
    }

    /// <summary>Adds a field; false if it is there already.</summary>
    public bool TryAdd(SObjectField field)
    {
        var item = new ProjectionItem(field, null);
        if (Items.Contains(item))
        {
            return false;
        }

        Items.Add(item);
        return true;
    }

    /// <summary>The projection of the record that a reference leads to, made when it is first needed.</summary>
    public Projection ParentBy(SObjectField reference, Schema schema)
    {
        if (Items.Find(item => item.Field == reference && item.Parent is not null)?.Parent is { } existing)
        {
            return existing;
        }

        var parent = new Projection(schema.Target(reference));
        Items.Add(new ProjectionItem(reference, parent));
        return parent;
    }
}
