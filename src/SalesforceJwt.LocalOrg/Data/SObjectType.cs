using System.Collections.Frozen;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>An object of the org: its name, the prefix of its ids and its fields.</summary>
internal sealed class SObjectType
{
    private readonly FrozenDictionary<string, int> _ordinals;

    public SObjectType(string name, string label, string labelPlural, string keyPrefix, IReadOnlyList<SObjectField> fields)
    {
        Name = name;
        Label = label;
        LabelPlural = labelPlural;
        KeyPrefix = keyPrefix;
        Fields = fields;
        _ordinals = fields.Select((field, index) => (field.Name, index))
            .ToFrozenDictionary(pair => pair.Name, pair => pair.index, StringComparer.OrdinalIgnoreCase);
    }

    public string Name { get; }

    public string Label { get; }

    public string LabelPlural { get; }

    public string KeyPrefix { get; }

    public IReadOnlyList<SObjectField> Fields { get; }

    /// <summary>Whether clients may create, update and delete records.</summary>
    public bool IsWritable { get; init; } = true;

    /// <summary>Whether searches find its records.</summary>
    public bool IsSearchable { get; init; }

    /// <summary>Whether the Tooling API has it too.</summary>
    public bool IsTooling { get; init; }

    /// <summary>Computes derived fields; called before every save.</summary>
    public Action<Record> Derive { get; init; } = _ => { };

    /// <summary>Position of a field in <see cref="Fields"/>, ignoring case; -1 if there is none.</summary>
    public int IndexOf(string fieldName) => _ordinals.GetValueOrDefault(fieldName, -1);

    public SObjectField? Find(string fieldName) => IndexOf(fieldName) is var index and >= 0 ? Fields[index] : null;

    /// <summary>The reference field with this relationship name.</summary>
    public SObjectField? FindRelationship(string relationshipName) =>
        Fields.FirstOrDefault(field => relationshipName.Equals(field.RelationshipName, StringComparison.OrdinalIgnoreCase));
}
