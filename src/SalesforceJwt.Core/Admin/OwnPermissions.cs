using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>
/// The permissions of the session's user (Object Reference: "UserPermissionAccess", which every user may query). Of some objects,
/// Salesforce shows users without a permission their own records, and no error for those of others.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class OwnPermissions(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    /// <summary>Explains that nothing was found for other users.</summary>
    /// <param name="what">What was looked for, in the plural.</param>
    /// <param name="permissions">The permissions, one of which shows the records of all users: fields, and names in Setup.</param>
    /// <returns>The warning; null if the user has one of the permissions, and so would see them.</returns>
    public async Task<string?> ExplainNothingAsync(
        string what, IReadOnlyList<(string Field, string Name)> permissions, CancellationToken cancellationToken)
    {
        var names = string.Join(" or ", permissions.Select(permission => $"'{permission.Name}'"));
        try
        {
            var has = await new LookUp(session, apiVersion, observer).SelectAsync(
                $"SELECT {string.Join(", ", permissions.Select(permission => permission.Field))} FROM UserPermissionAccess",
                row => permissions.Any(permission => row.Flag(permission.Field) == true),
                cancellationToken).ConfigureAwait(false);
            return has is not [var one] ? Unknown() : one ? null
                : $"Whether there are {what} of other users is not known: the connection's user does not have the permission {names}, "
                    + $"without which Salesforce shows only the user's own {what}.";
        }
        catch (SfException e)
        {
            observer?.OnNote($"The permissions of the connection's user are not known: {e.Message}");
            return Unknown();
        }

        string Unknown() => $"Found no {what} of other users. The connection's user may lack the permission {names}, "
            + $"without which Salesforce shows only the user's own {what}; whether it does could not be found out.";
    }
}
