namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// What to do about statuses of the login history. Where the token endpoint refuses with an error of the same cause, it is the same advice.
/// Salesforce documents no list of the statuses, so parts of their texts decide; users collect them
/// (salesforce.stackexchange.com/q/146422).
/// </summary>
internal static class LoginStatusCatalogue
{
    /// <summary>What to do about an entry; null if it is a success, or nothing is known about its status.</summary>
    public static Advice? Explain(SfLogin login)
    {
        if (login.IsSuccess)
        {
            return null;
        }

        if (Classify(login) is not { } kind)
        {
            return Own(login);
        }

        var attempt = new LoginAttempt
        {
            Grant = Has(login, "security token") || Has(login, "password") ? GrantKind.Password : GrantKind.JwtBearer,
            LoginUrl = new Uri(Uri.TryCreate($"https://{login.LoginUrl}", UriKind.Absolute, out var url)
                ? url.AbsoluteUri : "https://login.salesforce.com"),
            ClientId = string.Empty,
            Username = login.Username,
        };
        var advice = LoginErrorCatalogue.Explain(kind, attempt, clock: null).Advice;

        // The history does not know the consumer key, which commands for an app need.
        return advice.Facts is ["", ..] ? advice with { Step = NextStep.None, Facts = [] } : advice;
    }

    private static SfErrorKind? Classify(SfLogin login) =>
        Has(login, "not approved") ? SfErrorKind.LoginNotApproved
        : Has(login, "frozen") || Has(login, "user is inactive") ? SfErrorKind.LoginUserInactive
        : Has(login, "restricted ip") || Has(login, "ip restricted") || Has(login, "ip address") ? SfErrorKind.LoginIpRestricted
        : Has(login, "signature") || Has(login, "certificate") ? SfErrorKind.LoginAssertionInvalid
        : Has(login, "audience") ? SfErrorKind.LoginAudienceInvalid
        : Has(login, "assertion expired") || Has(login, "timestamp") ? SfErrorKind.LoginClockSkew
        : Has(login, "rate exceeded") ? SfErrorKind.LoginRateExceeded
        : Has(login, "consumer deleted") ? SfErrorKind.LoginClientIdInvalid
        : Has(login, "organization") ? SfErrorKind.LoginOrgInactive
        : Has(login, "security token") || (Has(login, "invalid password") && IsOAuth(login)) ? SfErrorKind.LoginPasswordRefused
        : null;

    /// <summary>Causes that the token endpoint does not tell apart, or does not know.</summary>
    private static Advice? Own(SfLogin login) =>
        Has(login, "invalid password") ? new(
            "The user can try again, or follow 'Forgot Your Password?' on the login page; an administrator can reset the password.",
            NextStep.ResetPassword,
            login.Username ?? login.UserId ?? "NAME")
        : Has(login, "lockout") ? new Advice(
            "Too many wrong passwords. It ends by itself after the time in Setup > Password Policies, or at once with Setup > Users > "
                + "(user) > Unlock.")
        : Has(login, "restricted time") ? new Advice(
            "The profile allows sign-ins at certain hours: Setup > Profiles > (profile) > Login Hours.")
        : Has(login, "high assurance") ? new Advice(
            "The app or the profile requires a high-assurance session, which the JWT flow never gives: clear 'High assurance session "
                + "required' in the app's policies, and 'Session security level required at login' in Setup > Profiles > (profile) > "
                + "Session Settings.")
        : Has(login, "activation") ? new Advice(
            "The user has to verify the new device with the code that Salesforce sent; addresses in Setup > Network Access need no code.")
        : null;

    private static bool IsOAuth(SfLogin login) =>
        login.LoginType?.StartsWith("Remote Access", StringComparison.OrdinalIgnoreCase) == true;

    private static bool Has(SfLogin login, string part) => login.Status.Contains(part, StringComparison.OrdinalIgnoreCase);
}
