namespace SalesforceJwt.LocalOrg.Data;

/// <summary>
/// A record. One that is in the store never changes: an update stores a changed copy, so that a query's result stays what
/// it was while its pages are read.
/// </summary>
internal sealed class Record
{
    private readonly object?[] values;

    public Record(SObjectType type)
    {
        Type = type;
        values = new object?[type.Fields.Count];
    }

    private Record(Record other)
    {
        Type = other.Type;
        values = [.. other.values];
    }

    public SObjectType Type { get; }

    public string Id => (string)this["Id"]!;

    public bool IsDeleted => Type.IndexOf("IsDeleted") is var index and >= 0 && values[index] is true;

    /// <summary>Value of a field that exists: text, bool, int, decimal, DateOnly, DateTimeOffset or null.</summary>
    public object? this[string fieldName]
    {
        get => values[Type.IndexOf(fieldName)];
        set => values[Type.IndexOf(fieldName)] = value;
    }

    /// <summary>Value of a field by its position.</summary>
    public object? this[int index] => values[index];

    public Record Copy() => new(this);
}
