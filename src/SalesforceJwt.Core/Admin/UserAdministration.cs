using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Freezes, unfreezes, deactivates and activates users.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class UserAdministration(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    private readonly ChangeSaver _saver = new(session, apiVersion, observer);

    /// <summary>Freezes users, which ends their sessions, or unfreezes them (Object Reference: "UserLogin").</summary>
    public async Task<UserChanges> FreezeAsync(IReadOnlyList<SfUserAccount> users, bool freeze, CancellationToken cancellationToken)
    {
        var change = freeze ? "Freeze" : "Unfreeze";
        var logins = await FindLoginsAsync(users, cancellationToken).ConfigureAwait(false);
        return await _saver.SaveAsync(
            [.. users.Select(user => logins.GetValueOrDefault(user.UserId) is not { } login
                ? PlannedChange.Fails(user, change, AdminErrors.NoLogin())
                : login.IsFrozen == freeze ? PlannedChange.None(user, change)
                : PlannedChange.Save(user, change, "UserLogin", ("Id", login.Id), ("IsFrozen", freeze)))],
            static error => AdminErrors.Explain(error, "Freeze Users"),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Activates or deactivates users.</summary>
    public Task<UserChanges> SetActiveAsync(IReadOnlyList<SfUserAccount> users, bool active, CancellationToken cancellationToken)
    {
        var change = active ? "Activate" : "Deactivate";
        return _saver.SaveAsync(
            [.. users.Select(user => user.IsActive == active
                ? PlannedChange.None(user, change)
                : PlannedChange.Save(user, change, "User", ("Id", user.UserId), ("IsActive", active)))],
            AdminErrors.ExplainDeactivation,
            cancellationToken);
    }

    private async Task<Dictionary<string, (string Id, bool IsFrozen)?>> FindLoginsAsync(
        IReadOnlyList<SfUserAccount> users, CancellationToken cancellationToken)
    {
        var query = new LookUp(session, apiVersion, observer)
        {
            Explain = static error => AdminErrors.IsHidden(error) ? AdminErrors.NoLogin(error) : error,
        };
        var logins = await query.SelectInAsync(
            users.Select(user => user.UserId),
            static ids => $"SELECT Id, UserId, IsFrozen FROM UserLogin WHERE UserId IN {ids}",
            static login => (User: login.RequiredText("UserId"), Id: login.RequiredText("Id"), IsFrozen: login.Flag("IsFrozen") == true),
            cancellationToken).ConfigureAwait(false);
        return logins.ToDictionary(login => login.User, login => ((string, bool)?)(login.Id, login.IsFrozen));
    }
}
