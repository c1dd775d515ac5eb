namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Body of <c>POST /_localorg/event-log-files</c>: adds a file with a number of rows.</summary>
internal sealed record EventLogFileRequest(
    string EventType, DateTimeOffset? LogDate = null, string Interval = "Daily", int Sequence = 0, int Rows = 10)
{
    /// <summary>Adds the file, and returns its id.</summary>
    /// <exception cref="ArgumentException">A value is invalid.</exception>
    public string AddTo(Org org)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Rows);
        return Interval is "Daily" or "Hourly"
            ? org.EventLogs.Add(EventType, LogDate ?? org.Now, Interval == "Hourly", Sequence, Rows)
            : throw new ArgumentException("The interval must be Daily or Hourly.");
    }
}
