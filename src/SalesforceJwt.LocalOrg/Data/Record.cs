namespace SalesforceJwt.LocalOrg.Data;

/// <summary>
/// A record. In the store it is immutable: an update stores a changed copy, so that a query's result does not change while its pages
/// are read.
/// </summary>
internal sealed class Record
{
    private static readonly object No = false;

    private readonly object?[]? _values;
    private readonly SeedRows? _seed;
    private readonly int _number;

    public Record(SObjectType type)
    {
        Type = type;
        _values = new object?[type.Fields.Count];
    }

    /// <summary>A record that the org started with.</summary>
    public Record(SeedRows seed, int number)
    {
        Type = seed.Type;
        _seed = seed;
        _number = number;
    }

    private Record(Record other)
    {
        Type = other.Type;
        _values = [.. Enumerable.Range(0, Type.Fields.Count).Select(index => other[index])];
    }

    public SObjectType Type { get; }

    public string Id => (string)this[0]!;

    public bool IsDeleted => Type.IndexOf("IsDeleted") is var index and >= 0 && this[index] is true;

    /// <summary>Value of a field that exists: text, bool, int, decimal, DateOnly, DateTimeOffset or null.</summary>
    public object? this[string fieldName]
    {
        get => this[Type.IndexOf(fieldName)];
        set => (_values ?? throw new InvalidOperationException("Only a copy can be changed."))[Type.IndexOf(fieldName)] = value;
    }

    /// <summary>Value of a field by its position; that of the id is 0.</summary>
    public object? this[int index] => _values is null ? _seed!.Value(_number, index)
        : index < _values.Length ? _values[index]
        : Type.Fields[index].Type == FieldType.Boolean ? No : null; // The field is newer than the record.

    public Record Copy() => new(this);
}
