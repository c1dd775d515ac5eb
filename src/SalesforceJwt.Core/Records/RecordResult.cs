namespace SalesforceJwt.Core.Records;

/// <summary>What became of one record.</summary>
/// <param name="Row">The record.</param>
internal sealed record RecordResult(RecordRow Row)
{
    /// <summary>Its id; null where it has none.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it was saved or deleted.</summary>
    public bool Success => Error is null;

    /// <summary>Whether it is new.</summary>
    public bool Created { get; init; }

    /// <summary>Whether nobody knows if it was saved: the connection broke before the answer was here.</summary>
    public bool IsInDoubt => Error?.Kind == SfErrorKind.OutcomeUnknown;

    /// <summary>Whether it was not saved for the reason that ends the whole work, which is told once and not for each record.</summary>
    public bool WasStopped { get; init; }

    /// <summary>Why it was not saved, or may not have been; null where it was.</summary>
    public SfException? Error { get; init; }
}
