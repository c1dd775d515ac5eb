using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Admin;

/// <summary>Errors of administration, which name the permission that is missing or what stands in the way.</summary>
internal static class AdminErrors
{
    /// <summary>The error of a text that no user has.</summary>
    public static SfException NoUser(UserIdentity identity) => new(
        SfErrorKind.UserNotFound,
        identity.Kind switch
        {
            UserIdentityKind.Address => $"No user has the username or email address {identity}.",
            UserIdentityKind.Id => $"There is no user with the id {identity}.",
            UserIdentityKind.Pattern => $"No user has a name like {identity}.",
            _ => $"No user has the alias {identity}.",
        },
        new Advice(
            identity.Kind == UserIdentityKind.Alias
                ? "A person's name is found with wildcards." : "In a sandbox, usernames end with its name.",
            NextStep.FindUser));

    /// <summary>The error of a text that several users have.</summary>
    public static SfException SeveralUsers(UserIdentity identity, IReadOnlyList<SfUserAccount> users) => new(
        SfErrorKind.MultipleMatches,
        $"{identity} is the {(identity.Kind == UserIdentityKind.Alias ? "alias" : "email address")} of {users.Count} users: "
            + $"{string.Join(", ", users.Take(5).Select(user => user.Username))}{(users.Count > 5 ? ", …" : string.Empty)}. "
            + "Nothing was done with them.",
        "Give the username.");

    /// <summary>The error of a name that no permission set has, or several.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">The kind that was looked for; null for all.</param>
    /// <param name="matches">Those of that kind that have the name.</param>
    /// <param name="others">Where there are none: those of other kinds that have it.</param>
    public static SfException NoSinglePermissionSet(
        string name, SfPermissionSetKind? kind, IReadOnlyList<SfPermissionSet> matches, IReadOnlyList<SfPermissionSet> others) =>
        matches.Count > 0
            ? new SfException(
                SfErrorKind.MultipleMatches,
                $"{SecretText.Quote(name)} is the name of several: {string.Join(", ", matches.Select(set => $"{set.Name} ({set.Kind})"))}. "
                    + "Nothing was done with them.",
                new Advice("Give the API name, and the kind.", NextStep.SetPermissionSetKind))
        : others.Count > 0
            ? new SfException(
                SfErrorKind.PermissionSetNotFound,
                $"There is no {NameOf(kind)} {SecretText.Quote(name)}, but a "
                    + $"{string.Join(" and a ", others.Select(set => NameOf(set.Kind)).Distinct())} of that name.",
                new Advice("Give the kind that is meant, or none."))
        : new SfException(
            SfErrorKind.PermissionSetNotFound,
            $"There is no {NameOf(kind)} {SecretText.Quote(name)}.",
            new Advice("Give the API name or the label.", NextStep.ListPermissionSets));

    /// <summary>The error of an assignment that is not active, and has no expiry that could be renewed.</summary>
    public static SfException InactiveAssignment(SfPermissionSet set) => new(
        SfErrorKind.Conflict,
        $"{set.Name} is assigned already, but the assignment is not active: the org has revoked it, or not activated it.",
        "Remove it, and assign it again.");

    /// <summary>The error of an assignment that has expired and could not be renewed.</summary>
    public static SfException NotRenewed(SfException error, DateTimeOffset expiry) => Copy(
        error,
        $"The assignment expired on {expiry.UtcDateTime:yyyy-MM-dd HH:mm} UTC and could not be renewed.",
        error.Advice?.Before("Or remove it, and assign it again.") ?? new Advice("Remove it, and assign it again."));

    /// <summary>The same error, with the user's name before it. Those of sign-ins and connections stay as they are.</summary>
    public static SfException Named(SfUserAccount user, SfException error) => error is SfRestException rest
        ? rest.With(rest.Kind, $"{user.Username}: {rest.Message}", rest.Advice, rest.InnerException)
        : error.GetType() != typeof(SfException) || error.InnerException is SfException ? error
        : new SfException(error.Kind, $"{user.Username}: {error.Message}", error.Advice, error.InnerException ?? error)
        {
            StatusCode = error.StatusCode,
            ServerText = error.ServerText,
        };

    /// <summary>The error of a name that no profile has.</summary>
    public static SfException NoProfile(string name) => new(
        SfErrorKind.NotFound,
        $"There is no profile {SecretText.Quote(name)}.",
        "Give the name as the org's list of profiles has it; standard profiles have other names in other languages.");

    /// <summary>The error of a pattern where only single users are accepted.</summary>
    public static SfException Pattern(UserIdentity identity) => new(
        SfErrorKind.ArgumentConflict,
        $"{identity} is a pattern, which may match more users than meant. Nothing was done.",
        new Advice("Find the users first, and look at them.", NextStep.PipeUsers, identity.Text));

    /// <summary>The error of a user whose sign-in cannot be seen.</summary>
    /// <param name="cause">The error of the query; null if it found no record.</param>
    public static SfException NoLogin(SfException? cause = null) => new(
        SfErrorKind.PermissionDenied,
        cause is null ? "The org has no UserLogin record for the user, or the connection's user may not see it."
            : "The connection's user may not see or change whether users are frozen: this needs the permission 'Freeze Users' or "
                + "'Manage Users'.",
        cause is null ? "Users of some kinds, such as guests, cannot be frozen." : "Give the user a permission set that has it.",
        cause);

    /// <summary>The error of an id that no event log file has.</summary>
    /// <param name="cause">The error of the download; null where the file was only looked for.</param>
    public static SfException NoEventLog(string id, SfException? cause = null) => new(
        SfErrorKind.NotFound,
        $"There is no event log file with the id '{id}'.",
        "Salesforce deletes event log files after 1 to 30 days, and gives a file of a day a new id when it replaces it: list them again.",
        cause);

    /// <summary>The error of a token that belongs to another org than the session's.</summary>
    public static SfException TokenOfOtherOrg(SfAppToken token, Uri instanceUrl) => new(
        SfErrorKind.RecordOfOtherOrg,
        $"The token of {token} was read from {token.InstanceUrl.Authority}, and the connection is to {instanceUrl.Authority}. "
            + "It was not revoked.",
        new Advice("Use the connection that it was read with.", NextStep.PassConnection));

    /// <summary>The error of a token that Salesforce says no way to revoke.</summary>
    public static SfException NoDeleteToken(SfAppToken token) => new(
        SfErrorKind.RecordInvalid,
        $"Salesforce gives no DeleteToken for the token of {token}, with which it could be revoked.",
        "The user can revoke it in the personal settings (Connections), an administrator in Setup > Connected Apps OAuth Usage.");

    /// <summary>An error with the permission that is needed, if one is missing.</summary>
    /// <param name="error">The error.</param>
    /// <param name="permission">The permission's name in Setup.</param>
    public static SfException Explain(SfException error, string permission) => IsRefused(error) ? Lacks(error, permission) : error;

    /// <summary>The same, for an object that Salesforce hides from users without the permission.</summary>
    /// <param name="error">The error.</param>
    /// <param name="permission">The permission's name in Setup.</param>
    public static SfException ExplainHidden(SfException error, string permission) => IsHidden(error) ? Lacks(error, permission) : error;

    /// <summary>The same, for the objects that only users who may look at Setup see.</summary>
    public static SfException ExplainSetup(SfException error) => ExplainHidden(error, "View Setup and Configuration");

    /// <summary>Whether a query failed since the user may not see the object: Salesforce answers as if there were none.</summary>
    public static bool IsHidden(SfException error) => IsRefused(error) || error is SfRestException { ErrorCode: "INVALID_TYPE" };

    /// <summary>The error of a user who cannot be deactivated.</summary>
    public static SfException ExplainDeactivation(SfException error)
    {
        var code = (error as SfRestException)?.ErrorCode;
        return code switch
        {
            "CANNOT_DISABLE_LAST_ADMIN" => Copy(
                error, "The user is the last active administrator of the org.",
                new Advice("Make another user a System Administrator first.")),
            "FIELD_INTEGRITY_EXCEPTION" => Copy(
                error, "The org needs the user as long as a setting names them (default owner of leads or cases, workflow or approval "
                    + "user, running user of a dashboard, …).",
                new Advice("Name another user there. Until then, freezing the user ends their access.", NextStep.SuspendUser)),
            "LICENSE_LIMIT_EXCEEDED" => Copy(
                error, "All licenses of the user's kind are in use.",
                new Advice("Deactivate another user, or give this one a profile with another license.")),
            _ => Explain(error, "Manage Users"),
        };
    }

    /// <summary>An error with the permission that is missing.</summary>
    /// <param name="error">The error.</param>
    /// <param name="permission">The permission's name in Setup.</param>
    public static SfException Lacks(SfException error, string permission) => Copy(
        error,
        $"The call needs the permission '{permission}', which the connection's user does not have.",
        new Advice("Give the user a permission set that has it."),
        SfErrorKind.PermissionDenied);

    /// <summary>
    /// Whether the user lacks a permission for this object or action. Other codes come with 403 as well, and mean something else, such as
    /// API_CURRENTLY_DISABLED: the user may not use the API at all.
    /// </summary>
    private static bool IsRefused(SfException error) => error.Kind == SfErrorKind.PermissionDenied
        && (error is not SfRestException { ErrorCode: { } code }
            || code.StartsWith("INSUFFICIENT_ACCESS", StringComparison.Ordinal) || code is "INSUFFICIENT_PERMISSIONS" or "FORBIDDEN");

    private static string NameOf(SfPermissionSetKind? kind) => kind switch
    {
        SfPermissionSetKind.PermissionSet => "permission set",
        SfPermissionSetKind.Group => "permission set group",
        SfPermissionSetKind.License => "permission set license",
        _ => "permission set, permission set group or license",
    };

    private static SfException Copy(SfException error, string meaning, Advice advice, SfErrorKind? kind = null)
    {
        var text = $"{error.Message} {meaning}";
        return error is SfRestException rest
            ? rest.With(kind ?? rest.Kind, text, advice) : new SfException(kind ?? error.Kind, text, advice, error);
    }
}
