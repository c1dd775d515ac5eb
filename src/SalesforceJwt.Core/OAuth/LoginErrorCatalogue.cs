using SalesforceJwt.Core.Certificates;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// What the token endpoint's refusals mean and what to do about them. Salesforce's words are no contract: the <c>error</c> code
/// decides first, the description is a hint, and both are always shown as they came.
/// </summary>
internal static class LoginErrorCatalogue
{
    private const string LoginHistory = "Setup > Users > Login History names the cause of each failed sign-in.";

    private const string AppPolicies =
        "External client app: Setup > External Client App Manager > (app) > Policies. Connected app: Setup > Connected Apps > Manage Connected Apps > (app) > Edit Policies.";

    /// <summary>The kind, what it means, and what to do.</summary>
    public static (SfErrorKind Kind, string Meaning, string Remedy) Explain(string? error, string? description, LoginAttempt attempt, TimeSpan? clock)
    {
        var kind = Classify(error, description);
        var (meaning, remedy) = kind switch
        {
            SfErrorKind.LoginNotApproved => (
                "The app exists, but this user has not been allowed to use it, or the user lives in another org than this login host serves.",
                $"Approve it in one of two ways. (1) As an admin: set Permitted Users to 'Admin approved users are pre-authorized', then add a permission set or profile that holds {attempt.Username}. {AppPolicies} "
                    + "(2) As the user: sign in to the app once through the web server flow, to the end (token received), with the scopes 'api refresh_token'. "
                    + $"If it is approved already, check the host: a sandbox user signs in at https://test.salesforce.com or the sandbox's My Domain, not at {attempt.LoginUrl.Host}."),
            SfErrorKind.LoginNotAdminApproved => (
                "The app is for admin-approved users only, and this user is not among them.",
                $"Add a profile or permission set that holds {attempt.Username} to the app's policies. {AppPolicies}"),
            SfErrorKind.LoginAudienceInvalid => (
                $"The assertion's audience (aud) was '{attempt.Audience}', which this server does not take for its own.",
                AudienceRemedy(attempt)),
            SfErrorKind.LoginAssertionInvalid => (
                "The assertion's signature does not fit the certificate uploaded to the app: another key, or another app's consumer key. " + Thumbprints(attempt),
                "Compare the thumbprints with the certificate on the app (Setup > External Client App Manager or App Manager > (app) > OAuth settings > JWT Bearer Flow / Use digital signatures). Upload the .crt that belongs to this key, or use the key that belongs to that certificate."),
            SfErrorKind.LoginClockSkew => (
                "The words mislead: with JWT it means that the assertion had expired on arrival. " + ClockMeaning(clock),
                "Set this machine's clock (timedatectl set-ntp true on Linux, w32tm /resync on Windows; on a virtual machine or container, the host's clock)."),
            SfErrorKind.LoginUserInactive => (
                $"The user {attempt.Username} is deactivated or frozen.",
                "Reactivate it: Setup > Users > (user) > Edit > Active, or Unfreeze."),
            SfErrorKind.LoginIpRestricted => (
                "Login is not allowed from this machine's IP address.",
                $"Set IP Relaxation to 'Relax IP restrictions' on the app, or add the address to the profile's Login IP Ranges (Setup > Profiles > (profile) > Login IP Ranges). {AppPolicies}"),
            SfErrorKind.LoginAuthenticationFailed => (
                "Salesforce gives this answer for many causes: user in another org, login hours, a policy that demands high-assurance sessions, a clock that is off.",
                LoginHistory + " If nothing is listed there, the user is not of this org: check the username and the login URL."),
            SfErrorKind.LoginClientIdInvalid => (
                "The consumer key (client id) is not known here.",
                $"Three causes: a wrong or cut-off consumer key (Setup > External Client App Manager or App Manager > (app) > Consumer Key); an app of another org or host than {attempt.LoginUrl.Host}; an app made less than 10 minutes ago, which takes that long to be known everywhere."),
            SfErrorKind.LoginAppNotFound => (
                "This login host does not know the external client app; it is known to its own org alone.",
                "Sign in at the org's My Domain: -LoginUrl https://NAME.my.salesforce.com, or https://NAME--SANDBOX.sandbox.my.salesforce.com for a sandbox (Setup > My Domain shows it). After a sandbox refresh the app may be gone: make or deploy it again."),
            SfErrorKind.LoginAppNotInstalled => (
                "The org lets users use installed apps only, and this one is not installed.",
                "Install it: Setup > Connected Apps OAuth Usage > (app) > Install; or give the user the permission 'Approve Uninstalled Connected Apps'."),
            SfErrorKind.LoginFlowNotEnabled => (
                "The app does not allow this OAuth flow.",
                "Enable it: Setup > External Client App Manager > (app) > Settings > OAuth Settings > Enable JWT Bearer Flow, and upload the certificate; on a connected app: App Manager > (app) > Edit > Use digital signatures."),
            SfErrorKind.LoginRateExceeded => (
                "This user has signed in too often: Salesforce allows 3,600 logins an hour.",
                "Wait, and sign in once per job: keep the connection and pass it on (-Connection) instead of connecting anew for each call."),
            SfErrorKind.LoginOrgInactive => (
                "The org is closed, locked or suspended.",
                "Ask the org's owner; a trial or Developer Edition that nobody used may have ended. Salesforce support can reopen it for a while."),
            SfErrorKind.LoginUnavailable => (
                "The login server has a problem of its own.",
                "Try again in some minutes; status.salesforce.com tells of maintenance and outages."),
            _ => ("The token endpoint refused.", LoginHistory),
        };

        if (kind != SfErrorKind.LoginClockSkew && clock is { } difference && difference.Duration() > TimeSpan.FromSeconds(60))
        {
            meaning += " Also: " + ClockMeaning(clock);
        }

        return (kind, attempt.Suspicion is null ? meaning : $"{meaning} {attempt.Suspicion}", remedy);
    }

    private static SfErrorKind Classify(string? error, string? description)
    {
        if (Has("rate exceeded") || Has("RATE_EXCEEDED") || HasError("rate_exceeded"))
        {
            return SfErrorKind.LoginRateExceeded;
        }

        return error switch
        {
            "invalid_app_access" => SfErrorKind.LoginNotAdminApproved,
            "app_not_found" => SfErrorKind.LoginAppNotFound,
            "invalid_client_id" => SfErrorKind.LoginClientIdInvalid,
            "invalid_client" => Has("install") ? SfErrorKind.LoginAppNotInstalled : SfErrorKind.LoginClientIdInvalid,
            "unsupported_grant_type" or "unauthorized_client" => SfErrorKind.LoginFlowNotEnabled,
            "inactive_org" => SfErrorKind.LoginOrgInactive,
            "inactive_user" => SfErrorKind.LoginUserInactive,
            "server_error" or "temporarily_unavailable" or "unknown_error" => SfErrorKind.LoginUnavailable,
            "invalid_grant" or "invalid_assertion" => ClassifyGrant(),
            _ => SfErrorKind.LoginFailed,
        };

        SfErrorKind ClassifyGrant() =>
            Has("admin approved") ? SfErrorKind.LoginNotAdminApproved
            : Has("approved") ? SfErrorKind.LoginNotApproved
            : Has("audience") ? SfErrorKind.LoginAudienceInvalid
            : Has("expired") ? SfErrorKind.LoginClockSkew
            : Has("inactive") || Has("frozen") ? SfErrorKind.LoginUserInactive
            : Has("ip restricted") || Has("ip address") ? SfErrorKind.LoginIpRestricted
            : Has("assertion") ? SfErrorKind.LoginAssertionInvalid
            : Has("authentication failure") ? SfErrorKind.LoginAuthenticationFailed
            : SfErrorKind.LoginFailed;

        bool Has(string words) => description?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

        bool HasError(string words) => error?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
    }

    private static string AudienceRemedy(LoginAttempt attempt)
    {
        var host = LoginUrl.ToAudience(attempt.LoginUrl);
        if (attempt.Audience != host)
        {
            return $"Leave -Audience out (the login URL {host} is then the audience), or give the one that this host expects.";
        }

        return HostTrust.IsSalesforce(attempt.LoginUrl.Host) && attempt.LoginUrl != LoginUrl.Production && attempt.LoginUrl != LoginUrl.Sandbox
            ? "Try -Audience https://login.salesforce.com, or https://test.salesforce.com for a sandbox."
            : "Use the host where this user really signs in: -Environment Sandbox for a sandbox, the org's My Domain (-LoginUrl https://NAME.my.salesforce.com) for an external client app; or name the audience with -Audience.";
    }

    private static string Thumbprints(LoginAttempt attempt) => attempt.Certificate is { } certificate
        ? $"The certificate of the key that signed: SHA-1 {certificate.Thumbprint}, SHA-256 {CertificateReader.Sha256Thumbprint(certificate)}."
        : $"The certificate of the key that signed is not at hand; SHA-256 of its public key: {attempt.PublicKeyFingerprint}.";

    private static string ClockMeaning(TimeSpan? clock)
    {
        if (clock is not { } difference)
        {
            return "The server sent no Date header, so the clocks could not be compared.";
        }

        var seconds = (long)Math.Round(difference.Duration().TotalSeconds);
        return seconds <= 5
            ? $"The clocks agree (within {seconds} seconds), so the request may have been on its way for minutes."
            : $"This machine's clock is {seconds} seconds {(difference > TimeSpan.Zero ? "behind" : "ahead of")} the server's.";
    }
}
