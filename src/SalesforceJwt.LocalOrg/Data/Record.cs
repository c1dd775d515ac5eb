namespace SalesforceJwt.LocalOrg.Data;

/// <summary>
/// A record. One that is in the store never changes: an update stores a changed copy, so that a query's result stays what
/// it was while its pages are read.
/// </summary>
internal sealed class Record
{
    private readonly object?[]? values;
    private readonly SeedRows? seed;
    private readonly int number;

    public Record(SObjectType type)
    {
        Type = type;
        values = new object?[type.Fields.Count];
    }

    /// <summary>A record as the org started with it.</summary>
    public Record(SeedRows seed, int number)
    {
        Type = seed.Type;
        this.seed = seed;
        this.number = number;
    }

    private Record(Record other)
    {
        Type = other.Type;
        values = [.. Enumerable.Range(0, Type.Fields.Count).Select(index => other[index])];
    }

    public SObjectType Type { get; }

    public string Id => (string)this[0]!;

    public bool IsDeleted => Type.IndexOf("IsDeleted") is var index and >= 0 && this[index] is true;

    /// <summary>Value of a field that exists: text, bool, int, decimal, DateOnly, DateTimeOffset or null.</summary>
    public object? this[string fieldName]
    {
        get => this[Type.IndexOf(fieldName)];
        set => (values ?? throw new InvalidOperationException("Only a copy can be changed."))[Type.IndexOf(fieldName)] = value;
    }

    /// <summary>Value of a field by its position; that of the id is 0.</summary>
    public object? this[int index] => values is null ? seed!.Value(number, index) : values[index];

    public Record Copy() => new(this);
}
