using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Reads the setup audit trail (Object Reference: "SetupAuditTrail").</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class AuditTrail(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    private const string Select = "SELECT Id, CreatedDate, CreatedById, CreatedBy.Username, Section, Action, Display, DelegateUser, "
        + "ResponsibleNamespacePrefix FROM SetupAuditTrail";

    /// <summary>Reads changes, the newest first.</summary>
    /// <param name="users">Those who made them; null for all.</param>
    /// <param name="actions">Salesforce's names of the changes, with wildcards; none for all.</param>
    /// <param name="sections">Sections of Setup, with wildcards; none for all.</param>
    /// <param name="displays">Texts of the changes, with wildcards; none for all.</param>
    /// <param name="first">The most entries; null for all.</param>
    /// <returns>The entries, page by page.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.PermissionDenied"/>; or the call failed.</exception>
    public IAsyncEnumerable<List<SfAuditTrailEntry>> ReadAsync(
        LogPeriod period,
        IReadOnlyList<SfUserAccount>? users,
        IReadOnlyList<string> actions,
        IReadOnlyList<string> sections,
        IReadOnlyList<string> displays,
        int? first,
        CancellationToken cancellationToken) => new LogQuery<SfAuditTrailEntry>
        {
            Select = Select,
            TimeField = "CreatedDate",
            KeyField = "CreatedById",
            Read = Read,
            Time = static entry => entry.Time,
            Period = period,
            Keys = users?.Select(user => user.UserId).Distinct().ToList(),
            Conditions = actions.Count == 0 ? [] : [LikePattern.AnyOf("Action", actions)],
            Filter = sections.Count == 0 && displays.Count == 0 ? null
                : entry => NamePatterns.Match(sections, entry.Section) && NamePatterns.Match(displays, entry.Display),
            First = first,
        }.ReadAsync(
            new LookUp(session, apiVersion, observer) { Explain = AdminErrors.ExplainSetup }, cancellationToken);

    private static SfAuditTrailEntry Read(JsonElement entry) => new(entry.RequiredText("Id"), entry.Text("Action") ?? string.Empty)
    {
        Time = entry.Time("CreatedDate"),
        Username = entry.Member("CreatedBy")?.Text("Username"),
        Section = entry.Text("Section"),
        Display = entry.Text("Display"),
        DelegateUser = entry.Text("DelegateUser"),
        UserId = entry.Text("CreatedById"),
        Namespace = entry.Text("ResponsibleNamespacePrefix"),
    };
}
