using System.Collections.Concurrent;
using System.Text;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Audit;

/// <summary>The event log files of the org.</summary>
internal sealed class EventLogs
{
    private const int SeededRows = 20;

    // The org starts without users.
    private static readonly string FirstUser = SalesforceId.Create("005", 1);

    private readonly ConcurrentDictionary<string, EventLog> _files = new(StringComparer.Ordinal);
    private readonly Org _org;

    public EventLogs(Org org)
    {
        _org = org;
        var yesterday = new DateTimeOffset(org.Now.UtcDateTime.Date.AddDays(-1), TimeSpan.Zero);
        foreach (var type in new[] { "Login", "API", "RestApi" })
        {
            Add(type, yesterday, isHourly: false, sequence: 0, SeededRows);
        }

        Add("Login", yesterday.AddHours(23), isHourly: true, sequence: 1, SeededRows);
    }

    /// <summary>The content of a file; null if there is none.</summary>
    public EventLog? Find(string id) => _files.GetValueOrDefault(id);

    /// <summary>Adds a file and returns its id.</summary>
    public string Add(string eventType, DateTimeOffset date, bool isHourly, int sequence, int rows)
    {
        var user = _org.Users.All.FirstOrDefault()?.Id ?? FirstUser;
        var content = new EventLog(eventType, date, rows, _org.Id, user);
        var id = _org.Records.Insert(_org.Schema.EventLogFile, record =>
        {
            record["EventType"] = eventType;
            record["LogDate"] = date;
            record["Interval"] = isHourly ? "Hourly" : "Daily";
            record["Sequence"] = sequence;
            record["ApiVersion"] = 68m;
            record["LogFileContentType"] = "text/csv";
            record["LogFileLength"] = (decimal)content.Lines().Sum(line => (long)Encoding.UTF8.GetByteCount(line));
            record["LogFileFieldNames"] = string.Join(',', content.Columns);
            record["LogFileFieldTypes"] = string.Join(',', content.Types);
        }).Id;
        _files[id] = content;
        return id;
    }
}
