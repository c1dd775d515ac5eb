using System.Collections.Frozen;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>An object of the org: its name, the prefix of its ids and its fields.</summary>
internal sealed class SObjectType
{
    private volatile FieldList _fields;

    public SObjectType(string name, string label, string labelPlural, string keyPrefix, IReadOnlyList<SObjectField> fields)
    {
        Name = name;
        Label = label;
        LabelPlural = labelPlural;
        KeyPrefix = keyPrefix;
        _fields = new FieldList(fields);
    }

    public string Name { get; }

    public string Label { get; }

    public string LabelPlural { get; }

    public string KeyPrefix { get; }

    /// <summary>The fields. Added ones come last, so that the position of a field never changes.</summary>
    public IReadOnlyList<SObjectField> Fields => _fields.All;

    /// <summary>What clients may do with records.</summary>
    public RecordOperations Operations { get; init; } = RecordOperations.All;

    /// <summary>Whether clients may change records in any way.</summary>
    public bool IsWritable => Operations != RecordOperations.None;

    /// <summary>Whether it is a custom object.</summary>
    public bool IsCustom => Name.EndsWith("__c", StringComparison.Ordinal);

    /// <summary>Whether it is a setup object, which cannot be saved in one transaction with others.</summary>
    public bool IsSetup { get; init; }

    /// <summary>Most records on one page of a query; null for the limit of all objects.</summary>
    public int? MaxPageSize { get; init; }

    /// <summary>Most records that a query returns, however many there are; null for all.</summary>
    public int? MaxRows { get; init; }

    /// <summary>Whether clients get null for the ids of its records.</summary>
    public bool HidesIds { get; init; }

    /// <summary>Whether files can be linked to its records.</summary>
    public bool CanHaveFiles { get; init; }

    /// <summary>Whether searches find its records.</summary>
    public bool IsSearchable { get; init; }

    /// <summary>Whether the Tooling API has it too.</summary>
    public bool IsTooling { get; init; }

    /// <summary>Whether only the Tooling API has it.</summary>
    public bool IsToolingOnly { get; init; }

    /// <summary>Computes derived fields; called before every save.</summary>
    public Action<Record> Derive { get; init; } = _ => { };

    /// <summary>Position of a field in <see cref="Fields"/>, ignoring case; -1 if there is none.</summary>
    public int IndexOf(string fieldName) => _fields.Ordinals.GetValueOrDefault(fieldName, -1);

    public SObjectField? Find(string fieldName) => IndexOf(fieldName) is var index and >= 0 ? Fields[index] : null;

    /// <summary>The reference field with this relationship name.</summary>
    public SObjectField? FindRelationship(string relationshipName) =>
        Fields.FirstOrDefault(field => relationshipName.Equals(field.RelationshipName, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether permission sets give access to a field. Access to others, such as required fields, comes with that to the object.
    /// </summary>
    public bool IsPermissionable(SObjectField field) => IsWritable && !IsSetup
        && field is { IsReadOnly: false, IsRequired: false, IsNameField: false, Name: not ("OwnerId" or "FirstName") };

    /// <summary>Adds fields. Not thread-safe: <see cref="RecordStore"/> locks.</summary>
    public void AddFields(IEnumerable<SObjectField> fields) => _fields = new FieldList([.. Fields, .. fields]);

    private sealed class FieldList(IReadOnlyList<SObjectField> fields)
    {
        public IReadOnlyList<SObjectField> All => fields;

        public FrozenDictionary<string, int> Ordinals { get; } = fields.Select((field, index) => (field.Name, index))
            .ToFrozenDictionary(pair => pair.Name, pair => pair.index, StringComparer.OrdinalIgnoreCase);
    }
}
