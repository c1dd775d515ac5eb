namespace SalesforceJwt.Core.Records;

/// <summary>One record to be saved or deleted.</summary>
internal sealed class RecordRow
{
    /// <summary>Its position among all records of the caller, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>What errors call it; null for its number, object and key.</summary>
    public string? Name { get; init; }

    /// <summary>API name of its object; empty where only its id is known.</summary>
    public string Type { get; init; } = string.Empty;

    /// <summary>Its id, or the value of its external id; null for a new record.</summary>
    public string? Key { get; init; }

    /// <summary>Its id, once it was found by its external id; otherwise null.</summary>
    public string? Id { get; set; }

    /// <summary>The record as JSON in UTF-8, with its <c>attributes</c> and without line breaks; empty where it is deleted.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Why it is not sent; null if it is valid.</summary>
    public SfException? Fault { get; init; }

    /// <summary>The caller's object, for errors.</summary>
    public object? Source { get; init; }

    /// <summary>Its name for errors.</summary>
    public override string ToString()
    {
        if (Name is not null)
        {
            return Name;
        }

        var names = string.Join(' ', new[] { Type, Key }.Where(n => !string.IsNullOrEmpty(n)));
        return FormattableString.Invariant($"Record {Number}") + (names.Length == 0 ? string.Empty : $" ({names})");
    }
}
