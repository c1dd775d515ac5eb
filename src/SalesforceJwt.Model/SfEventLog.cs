namespace SalesforceJwt.Model;

/// <summary>An event log file (Object Reference: "EventLogFile").</summary>
public sealed class SfEventLog : IOrgObject
{
    internal SfEventLog(string id, string eventType)
    {
        Id = id;
        EventType = eventType;
    }

    RecordOrigin? IOrgObject.Origin { get; set; }

    /// <summary>The kind of the events, such as <c>Login</c> or <c>API</c>.</summary>
    public string EventType { get; }

    /// <summary>The beginning of the day or hour, in UTC.</summary>
    public DateTimeOffset LogDate { get; internal init; }

    /// <summary>Whether it is of a day or of an hour.</summary>
    public SfEventLogInterval Interval { get; internal init; }

    /// <summary>0 for files of a day; those of an hour count from 1.</summary>
    public int Sequence { get; internal init; }

    /// <summary>The size in bytes.</summary>
    public long Length { get; internal init; }

    /// <summary>When Salesforce wrote it.</summary>
    public DateTimeOffset? CreatedAt { get; internal init; }

    /// <summary>The names of its columns.</summary>
    public IReadOnlyList<string> FieldNames { get; internal init; } = [];

    /// <summary>The 18-character id.</summary>
    public string Id { get; }

    /// <summary>The kind, the date and the interval.</summary>
    public override string ToString() => FormattableString.Invariant($"{EventType} {LogDate.UtcDateTime:yyyy-MM-dd HH:mm} {Interval}");
}
