namespace SalesforceJwt.Model;

/// <summary>The result of saving or deleting one record.</summary>
public sealed class SfRecordResult
{
    internal SfRecordResult(long number, IEnumerable<SfApiError> errors)
    {
        Number = number;
        Errors = new(errors);
    }

    /// <summary>Its place among the given records, from 1.</summary>
    public long Number { get; }

    /// <summary>Its id; empty if it has none.</summary>
    public string? Id { get; internal init; }

    /// <summary>The external id by which it was to be found; empty if it was not.</summary>
    public string? ExternalId { get; internal init; }

    /// <summary>API name of its object; empty where only the id was given.</summary>
    public string? Type { get; internal init; }

    /// <summary>Whether it was saved or deleted.</summary>
    public bool Success { get; internal init; }

    /// <summary>Whether it is new.</summary>
    public bool Created { get; internal init; }

    /// <summary>Whether the outcome is unknown, because the response did not arrive completely.</summary>
    public bool IsInDoubt { get; internal init; }

    /// <summary>Why it was not saved.</summary>
    public SfList<SfApiError> Errors { get; }

    /// <summary>Its errors as one text; empty if it has none.</summary>
    public string? ErrorMessage => Errors.Count > 0 ? Errors.ToString() : null;

    /// <summary>The input.</summary>
    public object? InputObject { get; internal init; }

    /// <summary>Number, id (or external id) and outcome.</summary>
    public override string ToString()
    {
        var outcome = IsInDoubt ? "in doubt" : Success ? "done" : ErrorMessage;
        return $"{string.Join(' ', new[] { $"{Number}", Id ?? ExternalId }.Where(n => n is not null))}: {outcome}";
    }
}
