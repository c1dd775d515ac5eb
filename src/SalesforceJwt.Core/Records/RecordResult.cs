namespace SalesforceJwt.Core.Records;

/// <summary>The outcome of one record.</summary>
/// <param name="Row">The record.</param>
internal sealed record RecordResult(RecordRow Row)
{
    /// <summary>Its id; null where it has none.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it was saved or deleted.</summary>
    public bool Success => Error is null;

    /// <summary>Whether it is new.</summary>
    public bool Created { get; init; }

    /// <summary>Whether it is not known if it was saved: the connection broke before the answer arrived.</summary>
    public bool IsInDoubt => Error?.Kind == SfErrorKind.OutcomeUnknown;

    /// <summary>Whether it was not sent because of an error that ends the whole work; that is reported once, not for each record.</summary>
    public bool WasStopped { get; init; }

    /// <summary>Why it was not saved, or may not have been; null if it was.</summary>
    public SfException? Error { get; init; }

    /// <summary>The result as users see it.</summary>
    /// <param name="byExternalId">Whether the record's key is its external id.</param>
    public SfRecordResult ToModel(bool byExternalId) => new(Row.Number, Error?.ToApiErrors() ?? [])
    {
        Id = Id,
        ExternalId = byExternalId ? Row.Key : null,
        Type = Row.Type.Length == 0 ? null : Row.Type,
        Success = Success,
        Created = Created,
        IsInDoubt = IsInDoubt,
        InputObject = Row.Source,
    };
}
