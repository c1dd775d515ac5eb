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
    public static SfException NoSinglePermissionSet(string name, IReadOnlyList<SfPermissionSet> matches) => matches.Count == 0
        ? new SfException(
            SfErrorKind.PermissionSetNotFound,
            $"There is no permission set, permission set group or license {SecretText.Quote(name)}.",
            new Advice("Give the API name or the label.", NextStep.ListPermissionSets))
        : new SfException(
            SfErrorKind.MultipleMatches,
            $"{SecretText.Quote(name)} is the name of several: {string.Join(", ", matches.Select(set => $"{set.Name} ({set.Kind})"))}. "
                + "Nothing was done with them.",
            new Advice("Give the API name, and the kind.", NextStep.SetPermissionSetKind));

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
    public static SfException Explain(SfException error, string permission) =>
        error.Kind == SfErrorKind.PermissionDenied ? Lacks(error, permission) : error;

    /// <summary>The same, for an object that Salesforce hides from users without the permission.</summary>
    /// <param name="error">The error.</param>
    /// <param name="permission">The permission's name in Setup.</param>
    public static SfException ExplainHidden(SfException error, string permission) => IsHidden(error) ? Lacks(error, permission) : error;

    /// <summary>The same, for the objects that only users who may look at Setup see.</summary>
    public static SfException ExplainSetup(SfException error) => ExplainHidden(error, "View Setup and Configuration");

    /// <summary>Whether a query failed since the user may not see the object: Salesforce answers as if there were none.</summary>
    public static bool IsHidden(SfException error) =>
        error.Kind == SfErrorKind.PermissionDenied || error is SfRestException { ErrorCode: "INVALID_TYPE" };

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

    private static SfException Copy(SfException error, string meaning, Advice advice, SfErrorKind? kind = null)
    {
        var text = $"{error.Message} {meaning}";
        return error is SfRestException rest
            ? rest.With(kind ?? rest.Kind, text, advice) : new SfException(kind ?? error.Kind, text, advice, error);
    }
}
