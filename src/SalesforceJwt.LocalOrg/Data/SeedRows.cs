namespace SalesforceJwt.LocalOrg.Data;

/// <summary>
/// Records that an org starts with, computed from their number when they are read: a million of them need no memory until they are
/// changed.
/// </summary>
internal sealed class SeedRows
{
    private static readonly object No = false;

    private readonly Func<int, object?>?[] _values;

    /// <summary>Defines the records.</summary>
    /// <param name="type">The object.</param>
    /// <param name="count">The number of records.</param>
    /// <param name="createdAt">Their creation date.</param>
    /// <param name="fields">The value of each field for a record's number, from 0; system fields are set automatically.</param>
    public SeedRows(SObjectType type, int count, DateTimeOffset createdAt, IReadOnlyDictionary<string, Func<int, object?>> fields)
    {
        Type = type;
        Count = count;
        object created = createdAt;
        _values = [.. type.Fields.Select(field => fields.GetValueOrDefault(field.Name) ?? field switch
        {
            { Name: "Id" } => number => SalesforceId.Create(type.KeyPrefix, number + 1),
            { Name: "CreatedDate" or "LastModifiedDate" or "SystemModstamp" } => _ => created,
            { Type: FieldType.Boolean } => _ => No,
            _ => null,
        })];
    }

    public SObjectType Type { get; }

    public int Count { get; }

    /// <summary>Value of a field, by its position in the object, of the record with this number.</summary>
    public object? Value(int number, int ordinal) => ordinal < _values.Length
        ? _values[ordinal]?.Invoke(number)
        : Type.Fields[ordinal].Type == FieldType.Boolean ? No : null;
}
