using SalesforceJwt.Core.Records;

namespace SalesforceJwt.PS.Models;

/// <summary>What became of one record.</summary>
public sealed class SfRecordResult
{
    internal SfRecordResult(RecordResult result)
    {
        Number = result.Row.Number;
        Id = result.Id;
        Type = result.Row.Type.Length == 0 ? null : result.Row.Type;
        Success = result.Success;
        Created = result.Created;
        IsInDoubt = result.IsInDoubt;
        Errors = SfApiError.Of(result.Error);
        InputObject = result.Row.Source;
    }

    /// <summary>Its place among the records that were given, from 1.</summary>
    public long Number { get; }

    /// <summary>Its id; empty where it has none.</summary>
    public string? Id { get; }

    /// <summary>API name of its object; empty where only the id was given.</summary>
    public string? Type { get; }

    /// <summary>Whether it was saved or deleted.</summary>
    public bool Success { get; }

    /// <summary>Whether it is new.</summary>
    public bool Created { get; }

    /// <summary>Whether nobody knows if it was saved: the answer did not arrive whole.</summary>
    public bool IsInDoubt { get; }

    /// <summary>Why it was not saved.</summary>
    public SfApiError[] Errors { get; }

    /// <summary>What was given.</summary>
    public object? InputObject { get; }

    /// <summary>Number, id and how it ended.</summary>
    public override string ToString() =>
        $"{Number}{(Id is null ? string.Empty : " " + Id)}: {(IsInDoubt ? "in doubt" : Success ? "done" : string.Join("; ", Errors.Select(e => e.ToString())))}";
}
