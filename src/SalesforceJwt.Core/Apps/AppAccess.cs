using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apps;

/// <summary>
/// Who may sign in through an app that only pre-authorized users may use: permission sets have access to it (SetupEntityAccess), and users
/// have permission sets (PermissionSetAssignment).
/// </summary>
internal sealed class AppAccess(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    // A query's URL may have about 16 KB; usernames have up to 80 characters.
    private const int MostInList = 100;

    private readonly LookUp _query = new(session, apiVersion, observer);

    /// <summary>Finds users, who must be active and allowed to use the API.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.UserUnsuitable"/> names each one that is not.</exception>
    public Task<List<AppUser>> FindUsersAsync(IReadOnlyList<string> usernames, CancellationToken cancellationToken) =>
        FindUsersAsync(usernames, mustBeUsable: true, cancellationToken);

    /// <summary>Finds users.</summary>
    /// <param name="mustBeUsable">Whether they must be active and allowed to use the API.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.UserUnsuitable"/> names those that are not.</exception>
    public async Task<List<AppUser>> FindUsersAsync(
        IReadOnlyList<string> usernames, bool mustBeUsable, CancellationToken cancellationToken)
    {
        var wanted = usernames.Select(OAuth.SignInValue.Username).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var users = await _query.SelectInAsync(
            wanted,
            static names => $"SELECT Id, Username, IsActive FROM User WHERE Username IN {names}",
            static user =>
                (User: new AppUser(user.RequiredText("Id"), user.RequiredText("Username")), IsActive: user.Flag("IsActive") != false),
            cancellationToken,
            MostInList).ConfigureAwait(false);

        var missing = wanted.Where(name => !users.Exists(u => u.User.Username.Equals(name, StringComparison.OrdinalIgnoreCase))).ToList();
        if (!mustBeUsable)
        {
            return missing.Count == 0 ? [.. users.Select(u => u.User)] : throw AppErrors.Unsuitable(missing, [], []);
        }

        var inactive = users.Where(u => !u.IsActive).Select(u => u.User.Username).ToList();
        var active = users.Where(u => u.IsActive).Select(u => u.User).ToList();
        var allowed = await FindApiUsersAsync(active, cancellationToken).ConfigureAwait(false);
        var barred = active.Where(user => !allowed.Contains(user.Id)).Select(user => user.Username).ToList();
        return missing.Count + inactive.Count + barred.Count == 0 ? active : throw AppErrors.Unsuitable(missing, inactive, barred);
    }

    /// <summary>The permission sets that may use apps.</summary>
    /// <param name="appIds">Ids of the apps.</param>
    public Task<List<AppGrant>> ListGrantsAsync(IReadOnlyList<string> appIds, CancellationToken cancellationToken) => _query.SelectInAsync(
        appIds,
        static ids => "SELECT SetupEntityId, ParentId, Parent.Name, Parent.IsOwnedByProfile, Parent.Profile.Name FROM SetupEntityAccess "
            + $"WHERE SetupEntityId IN {ids}",
        static access =>
        {
            var parent = access.Member("Parent") ?? default;
            var isProfile = parent.Flag("IsOwnedByProfile") == true;
            var name = (isProfile ? parent.Member("Profile")?.Text("Name") : null) ?? parent.Text("Name");
            return new AppGrant(access.RequiredText("SetupEntityId"), access.RequiredText("ParentId"), name ?? string.Empty, isProfile);
        },
        cancellationToken,
        MostInList);

    /// <summary>The active users with permission sets, as pairs of permission set id and username.</summary>
    public Task<List<(string PermissionSetId, string Username)>> ListUsersAsync(
        IReadOnlyList<string> permissionSetIds, CancellationToken cancellationToken) => _query.SelectInAsync(
        permissionSetIds,
        static ids => "SELECT PermissionSetId, Assignee.Username FROM PermissionSetAssignment WHERE Assignee.IsActive = true "
            + $"AND PermissionSetId IN {ids}",
        static row => (row.RequiredText("PermissionSetId"), row.Member("Assignee")?.Text("Username") ?? string.Empty),
        cancellationToken,
        MostInList);

    /// <summary>Finds a permission set by its API name.</summary>
    /// <returns>Its id and description; null if there is none.</returns>
    public async Task<(string Id, string? Description)?> FindPermissionSetAsync(string name, CancellationToken cancellationToken)
    {
        var found = await _query.SelectAsync<(string Id, string? Description)?>(
            $"SELECT Id, Description FROM PermissionSet WHERE Name = {SoqlLiteral.Of(name)} AND IsOwnedByProfile = false",
            static set => (set.RequiredText("Id"), set.Text("Description")),
            cancellationToken).ConfigureAwait(false);
        return found.Count > 0 ? found[0] : null;
    }

    /// <summary>Creates a permission set.</summary>
    /// <returns>Its id; null if there is one of this name already.</returns>
    public Task<string?> CreatePermissionSetAsync(string name, string label, string description, CancellationToken cancellationToken) =>
        CreateAsync(
            "PermissionSet",
            new() { ["Name"] = name, ["Label"] = label, ["Description"] = description },
            $"the permission set {name}",
            cancellationToken);

    /// <summary>Gives a permission set access to an app.</summary>
    public Task GrantAsync(string permissionSetId, string appId, CancellationToken cancellationToken) => CreateAsync(
        "SetupEntityAccess",
        new() { ["ParentId"] = permissionSetId, ["SetupEntityId"] = appId },
        "the permission set's access to the app",
        cancellationToken);

    /// <summary>The users of a list who do not have a permission set yet.</summary>
    public async Task<List<AppUser>> FindUnassignedAsync(
        string permissionSetId, IReadOnlyList<AppUser> users, CancellationToken cancellationToken)
    {
        var assigned = (await FindAssignmentsAsync(permissionSetId, users, cancellationToken).ConfigureAwait(false))
            .Select(a => a.UserId).ToHashSet(StringComparer.Ordinal);
        return [.. users.Where(user => !assigned.Contains(user.Id))];
    }

    /// <summary>Gives a user a permission set.</summary>
    public Task AssignAsync(string permissionSetId, AppUser user, CancellationToken cancellationToken) => CreateAsync(
        "PermissionSetAssignment",
        new() { ["PermissionSetId"] = permissionSetId, ["AssigneeId"] = user.Id },
        $"the assignment of the permission set to {user.Username}",
        cancellationToken);

    /// <summary>The assignments of a permission set to users of a list.</summary>
    public Task<List<(string Id, string UserId)>> FindAssignmentsAsync(
        string permissionSetId, IReadOnlyList<AppUser> users, CancellationToken cancellationToken) => _query.SelectInAsync(
        users.Select(user => user.Id),
        ids => $"SELECT Id, AssigneeId FROM PermissionSetAssignment WHERE PermissionSetId = {SoqlLiteral.Of(permissionSetId)} "
            + $"AND AssigneeId IN {ids}",
        static row => (row.RequiredText("Id"), row.RequiredText("AssigneeId")),
        cancellationToken,
        MostInList);

    /// <summary>The ids of all assignments of a permission set.</summary>
    public Task<List<string>> ListAssignmentsAsync(string permissionSetId, CancellationToken cancellationToken) => _query.SelectAsync(
        $"SELECT Id FROM PermissionSetAssignment WHERE PermissionSetId = {SoqlLiteral.Of(permissionSetId)}",
        static row => row.RequiredText("Id"),
        cancellationToken);

    /// <summary>Deletes a record of these objects. One that is gone already is as wanted.</summary>
    public async Task DeleteAsync(string type, string id, CancellationToken cancellationToken)
    {
        try
        {
            await session.Rest.SendAsync<object?>(
                new SfRequest
                {
                    Method = HttpMethod.Delete,
                    Uri = $"sobjects/{type}/{id}",
                    ApiVersion = apiVersion,
                    Expect = ExpectedAnswer.NoContent,
                },
                static (_, _) => Task.FromResult<object?>(null),
                observer,
                cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.NotFound)
        {
        }
        catch (SfRestException e)
        {
            throw AppErrors.OfRequest(e);
        }
    }

    /// <summary>The ids of the users who may use the API; all, where the org does not say.</summary>
    private async Task<HashSet<string>> FindApiUsersAsync(IReadOnlyList<AppUser> users, CancellationToken cancellationToken)
    {
        try
        {
            return [.. await _query.SelectInAsync(
                users.Select(user => user.Id),
                static ids => "SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.PermissionsApiEnabled = true "
                    + $"AND AssigneeId IN {ids}",
                static row => row.RequiredText("AssigneeId"),
                cancellationToken,
                MostInList).ConfigureAwait(false)];
        }
        catch (SfRestException e) when (e.Errors.Any(error => error.ErrorCode == "INVALID_FIELD"))
        {
            // An admin without the right to see permissions; the sign-in will tell.
            return [.. users.Select(user => user.Id)];
        }
    }

    /// <summary>Creates a record.</summary>
    /// <returns>Its id; null if another client created it in the meantime.</returns>
    private async Task<string?> CreateAsync(
        string type, Dictionary<string, string> fields, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Rest.SendAsync(
                new SfRequest
                {
                    Method = HttpMethod.Post,
                    Uri = $"sobjects/{type}",
                    ApiVersion = apiVersion,
                    Content = RequestBody.FromBytes(JsonSerializer.SerializeToUtf8Bytes(fields), RequestBody.Json),
                    SuppressNameAdvice = true,
                },
                static (response, cancel) => response.ReadJsonAsync("the id of a new record", root => root.Text("id"), cancel),
                observer,
                cancellationToken).ConfigureAwait(false);
        }
        catch (SfRestException e) when (e.Errors.Any(error => error.ErrorCode is "DUPLICATE_VALUE" or "DUPLICATE_DEVELOPER_NAME"))
        {
            return null;
        }
        catch (SfRestException e)
        {
            throw AppErrors.OfRequest(e);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.OutcomeUnknown)
        {
            throw UnknownOutcome.Of(
                $"Whether {what} was created is not known, and it was not sent again",
                e,
                "Run the same again: it looks what is there before it creates anything.");
        }
    }
}
