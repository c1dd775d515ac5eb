using System.Globalization;
using System.Text.Json;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Lists event log files and downloads them (Object Reference: "EventLogFile").</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class EventLogFiles(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    private const string Permission = "View Event Log Files";

    private const string Select =
        "SELECT Id, EventType, LogDate, Interval, Sequence, LogFileLength, CreatedDate, LogFileFieldNames FROM EventLogFile";

    /// <summary>Lists files, the newest first.</summary>
    /// <param name="period">Their time; null for any.</param>
    /// <param name="ids">Their ids; null for all.</param>
    /// <param name="eventTypes">Their kinds, with wildcards; none for all.</param>
    /// <param name="interval">Only those of days, or of hours; null for both.</param>
    /// <param name="first">The most files; null for all.</param>
    /// <returns>The files, page by page.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.PermissionDenied"/>; or the call failed.</exception>
    public IAsyncEnumerable<List<SfEventLog>> ListAsync(
        LogPeriod? period,
        IReadOnlyList<string>? ids,
        IReadOnlyList<string> eventTypes,
        SfEventLogInterval? interval,
        int? first,
        CancellationToken cancellationToken)
    {
        var conditions = new List<string>();
        if (eventTypes.Count > 0)
        {
            conditions.Add(LikePattern.AnyOf("EventType", eventTypes));
        }

        if (interval is not null)
        {
            conditions.Add($"Interval = '{interval}'");
        }

        var log = new LogQuery<SfEventLog>
        {
            Select = Select,
            TimeField = "LogDate",
            KeyField = "Id",
            Keys = ids,
            Read = Read,
            Time = static file => file.LogDate,
            Period = period,
            Conditions = conditions,
            First = first,
        };
        return log.ReadAsync(new LookUp(session, apiVersion, observer) { Explain = Explain }, cancellationToken);
    }

    /// <summary>The name to save a file under.</summary>
    public static string NameOf(SfEventLog log) => FileName.Of(PrefixOf(log) + log.Id, "csv", log.Id);

    /// <summary>Whether a file is there, complete and as Salesforce has it now.</summary>
    /// <param name="path">Full path.</param>
    public static bool IsComplete(SfEventLog log, string path) => new FileInfo(path) is { Exists: true } file && file.Length == log.Length;

    /// <summary>Other files of the same time in a folder: Salesforce has replaced them, under a new id.</summary>
    public static IReadOnlyList<string> FindReplaced(SfEventLog log, string folder) =>
        [.. Directory.EnumerateFiles(folder, NameOf(log).Replace(log.Id, "*", StringComparison.Ordinal))
            .Select(path => Path.GetFileName(path)).Where(name => name != NameOf(log))];

    /// <summary>Downloads a file; it appears under its name when it is complete.</summary>
    /// <param name="path">Full path of the target; an existing file is replaced.</param>
    /// <param name="progress">Receives the number of bytes saved so far; null if not needed.</param>
    /// <exception cref="SfException">The download failed, or is not the whole file.</exception>
    public async Task SaveAsync(SfEventLog log, string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var expected = new ExpectedFile($"the event log file {log} ({log.Id})", log.Length, Md5: null);
        try
        {
            await session.Rest.DownloadAsync(
                $"sobjects/EventLogFile/{log.Id}/LogFile", apiVersion, path, expected, progress, observer, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SfException e) when (Explain(e) is var explained && explained != e)
        {
            throw explained;
        }
        catch (SfRestException e) when (e.StatusCode == 404)
        {
            throw await ExplainMissingAsync(log, e, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Finds out why a file cannot be read: Salesforce answers 404 if it is gone, and if the permission is missing.</summary>
    private async Task<SfException> ExplainMissingAsync(SfEventLog log, SfException error, CancellationToken cancellationToken)
    {
        try
        {
            var found = await new LookUp(session, apiVersion, observer).SelectInAsync(
                [log.Id], static ids => $"SELECT Id FROM EventLogFile WHERE Id IN {ids}", Id, cancellationToken).ConfigureAwait(false);
            return found.Count == 0 ? AdminErrors.NoEventLog(log.Id, error) : error;
        }
        catch (SfException e)
        {
            return AdminErrors.IsHidden(e) ? AdminErrors.Lacks(error, Permission) : error;
        }
    }

    private static SfException Explain(SfException error) => AdminErrors.ExplainHidden(error, Permission);

    private static string PrefixOf(SfEventLog log)
    {
        var date = log.LogDate.UtcDateTime.ToString(
            log.Interval == SfEventLogInterval.Daily ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{log.EventType}_{date}_{log.Interval}_{log.Sequence}_");
    }

    private static SfEventLog Read(JsonElement file) => new(Id(file), file.RequiredText("EventType"))
    {
        LogDate = file.Time("LogDate") ?? throw new JsonException("The member 'LogDate' is missing."),
        Interval = file.Text("Interval") == nameof(SfEventLogInterval.Hourly) ? SfEventLogInterval.Hourly : SfEventLogInterval.Daily,
        Sequence = (int)(file.Number("Sequence") ?? 0),
        Length = Length(file),
        CreatedAt = file.Time("CreatedDate"),
        FieldNames = file.Text("LogFileFieldNames")?.Split(',') ?? [],
    };

    /// <summary>An id that is used in URLs and file names.</summary>
    private static string Id(JsonElement file) =>
        file.RequiredText("Id") is var id && RecordId.IsPlain(id) ? id : throw new JsonException("The member 'Id' is not an id.");

    /// <summary>The length, which Salesforce writes as a number with decimals.</summary>
    private static long Length(JsonElement file) =>
        file.Member("LogFileLength") is { ValueKind: JsonValueKind.Number } length ? (long)length.GetDouble() : 0;
}
