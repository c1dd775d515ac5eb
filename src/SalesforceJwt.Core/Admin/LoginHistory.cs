using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Reads the login history (Object Reference: "LoginHistory").</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class LoginHistory(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    /// <summary>The permission to see the sign-ins of all users: its field, and its name in Setup.</summary>
    public static readonly IReadOnlyList<(string Field, string Name)> PermissionsForAll = [("PermissionsManageUsers", "Manage Users")];

    private const string Select = "SELECT UserId, LoginTime, LoginType, SourceIp, CountryIso, LoginUrl, Browser, Platform, Status, "
        + "Application, ClientVersion, ApiType, ApiVersion, TlsProtocol FROM LoginHistory";

    // The history has no relationship to users.
    private readonly Dictionary<string, string?> _usernames = [];

    private readonly LookUp _query = new(session, apiVersion, observer);

    /// <summary>Reads sign-ins and refusals, the newest first. Without the permission 'Manage Users', these are the user's own.</summary>
    /// <param name="users">The users; null for all.</param>
    /// <param name="applications">Names of apps, with wildcards; none for all.</param>
    /// <param name="failed">Whether only refusals are wanted.</param>
    /// <param name="first">The most entries; null for all.</param>
    /// <returns>The entries, page by page.</returns>
    public async IAsyncEnumerable<List<SfLogin>> ReadAsync(
        LogPeriod period,
        IReadOnlyList<SfUserAccount>? users,
        IReadOnlyList<string> applications,
        bool failed,
        int? first,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var user in users ?? [])
        {
            _usernames[user.UserId] = user.Username;
        }

        var log = new LogQuery<SfLogin>
        {
            Select = Select,
            TimeField = "LoginTime",
            KeyField = "UserId",
            Read = Read,
            Time = static login => login.Time,
            Period = period,
            Keys = users?.Select(user => user.UserId).Distinct().ToList(),
            Filter = applications.Count == 0 && !failed ? null
                : login => !(failed && login.IsSuccess) && NamePatterns.Match(applications, login.Application),
            First = first,
        };
        await foreach (var page in log.ReadAsync(_query, cancellationToken).ConfigureAwait(false))
        {
            await FindUsernamesAsync(page, cancellationToken).ConfigureAwait(false);
            foreach (var login in page)
            {
                login.Username = login.UserId is { } id ? _usernames[id] : null;
                login.Advice = LoginStatusCatalogue.Explain(login);
            }

            yield return page;
        }
    }

    private static SfLogin Read(JsonElement login) => new(login.NillableText("UserId"), login.Text("Status") ?? string.Empty)
    {
        Time = login.Time("LoginTime"),
        Application = Known(login.Text("Application")),
        LoginType = login.Text("LoginType"),
        SourceIp = login.Text("SourceIp"),
        Country = Known(login.Text("CountryIso")),
        Browser = Known(login.Text("Browser")),
        Platform = Known(login.Text("Platform")),
        LoginUrl = login.Text("LoginUrl"),
        ApiType = Known(login.Text("ApiType")),
        ApiVersion = Known(login.Text("ApiVersion")),
        ClientVersion = Known(login.Text("ClientVersion")),
        TlsProtocol = Known(login.Text("TlsProtocol")),
    };

    /// <summary>A value; null for those that mean that there is none.</summary>
    private static string? Known(string? value) => value is "N/A" or "Unknown" ? null : value;

    private async Task FindUsernamesAsync(List<SfLogin> logins, CancellationToken cancellationToken)
    {
        var unknown = logins.Select(login => login.UserId).OfType<string>().Distinct().Where(id => !_usernames.ContainsKey(id)).ToList();
        var found = await _query.SelectInAsync(
            unknown,
            static ids => $"SELECT Id, Username FROM User WHERE Id IN {ids}",
            static user => (Id: user.RequiredText("Id"), Name: user.Text("Username")),
            cancellationToken).ConfigureAwait(false);
        unknown.ForEach(id => _usernames[id] = null);
        found.ForEach(user => _usernames[user.Id] = user.Name);
    }
}
