using System.Text.RegularExpressions;
using SalesforceJwt.Core.Diagnostics;
using SalesforceJwt.Core.Keys;

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
        var kind = LoginErrorClassifier.Classify(error, description, attempt.Grant);
        var user = attempt.Username ?? "the user";
        var (meaning, remedy) = kind switch
        {
            SfErrorKind.LoginNotApproved => (
                "The app exists, but this user has not been allowed to use it, or the user lives in another org than this login host serves.",
                $"Approve it in one of two ways. (1) As an admin: set Permitted Users to 'Admin approved users are pre-authorized', then add a permission set or profile that holds {user}. {AppPolicies} "
                    + $"(2) As the user, once: {ApprovalCommand(attempt)} (the app needs the callback URL {WebSignIn.DefaultCallbackUrl} and the scopes api and refresh_token). "
                    + $"If it is approved already, check the host: a sandbox user signs in at https://test.salesforce.com or the sandbox's My Domain, not at {attempt.LoginUrl.Host}."),
            SfErrorKind.LoginNotAdminApproved => (
                "The app is for admin-approved users only, and this user is not among them.",
                $"Add a profile or permission set that holds {user} to the app's policies. {AppPolicies}"),
            SfErrorKind.LoginAudienceInvalid => (
                $"The assertion's audience (aud) was '{attempt.Audience}', which this server does not take for its own.",
                AudienceRemedy(attempt)),
            SfErrorKind.LoginAssertionInvalid => (
                "The assertion's signature does not fit the certificate uploaded to the app: another key, or another app's consumer key. " + Thumbprints(attempt),
                "Compare the thumbprints with the certificate on the app (Setup > External Client App Manager or App Manager > (app) > OAuth settings > JWT Bearer Flow / Use digital signatures). Upload the .crt that belongs to this key, or use the key that belongs to that certificate."),
            SfErrorKind.LoginClockSkew => (
                "The words mislead: with JWT it means that the assertion had expired on arrival. " + ClockMeaning(clock),
                ClockDifference.Remedy),
            SfErrorKind.LoginUserInactive => (
                $"{(attempt.Username is null ? "The user" : "The user " + attempt.Username)} is deactivated or frozen.",
                "Reactivate it: Setup > Users > (user) > Edit > Active, or Unfreeze."),
            SfErrorKind.LoginIpRestricted => (
                "Login is not allowed from this machine's IP address.",
                $"Set IP Relaxation to 'Relax IP restrictions' on the app, or add the address to the profile's Login IP Ranges (Setup > Profiles > (profile) > Login IP Ranges). {AppPolicies}"),
            SfErrorKind.LoginAuthenticationFailed => (
                "Salesforce gives this answer for many causes: user in another org, login hours, a policy that demands high-assurance sessions"
                    + (attempt.Grant == GrantKind.JwtBearer ? ", a clock that is off." : "."),
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
                FlowRemedy(attempt.Grant)),
            SfErrorKind.LoginDenied => (
                "The person at the browser did not allow the app.",
                "Sign in again, and press Allow."),
            SfErrorKind.LoginCallbackMismatch => (
                $"The callback URL {attempt.CallbackUrl?.OriginalString} does not stand on the app.",
                "Add it letter by letter to the app's callback URLs (Setup > External Client App Manager or App Manager > (app) > OAuth settings), or use one of those with -CallbackUrl."),
            SfErrorKind.LoginScopeInvalid => (
                "A scope was asked for that the app does not have.",
                "Ask for fewer with -Scope, or add them to the app's selected OAuth scopes."),
            SfErrorKind.LoginClientSecretInvalid => (
                "The app demands its consumer secret, and none or a wrong one was sent.",
                "Give it with -ClientSecret (Setup > External Client App Manager or App Manager > (app) > Consumer Key and Secret)." + SecretSetting(attempt.Grant)),
            SfErrorKind.LoginCodeInvalid => (
                attempt.Grant == GrantKind.Device
                    ? "The device code is no longer good: they live for about 10 minutes and are good for one sign-in."
                    : "The authorization code was no longer good: it lives for 15 minutes at most and is good for one exchange.",
                "Sign in again."),
            SfErrorKind.LoginRefreshTokenInvalid => (
                "The refresh token is no longer good: revoked, ended by the app's refresh token policy, given out by another app or org, or pushed out by newer ones (an app keeps five for each user).",
                "Sign in again to get a new one. For machines use Connect-SfJwt: it needs no refresh token. Policy: Setup > (app) > Policies > Refresh Token Policy."),
            SfErrorKind.LoginPasswordRefused => (
                "Wrong username or password, the security token is missing, or the org blocks this flow, as new orgs do.",
                "Append the user's security token (-SecurityToken) where this machine's address is not trusted. The flow: Setup > OAuth and OpenID Connect Settings > Allow OAuth Username-Password Flows. Better: Connect-SfJwt. " + LoginHistory),
            SfErrorKind.LoginRunAsUserMissing => (
                "The app has no user to run as.",
                "Set it: Setup > External Client App Manager > (app) > Policies > OAuth Policies > Enable Client Credentials Flow > Run As."),
            SfErrorKind.LoginMyDomainRequired => (
                $"This flow does not work at {attempt.LoginUrl.Host}.",
                "Sign in at the org's My Domain: -LoginUrl https://NAME.my.salesforce.com (Setup > My Domain shows it)."),
            SfErrorKind.LoginRateExceeded => (
                "This user has signed in too often: Salesforce allows 3,600 logins an hour.",
                "Wait, and sign in once per job: keep the connection and pass it on (-Connection) instead of connecting anew for each call."),
            SfErrorKind.LoginOrgInactive => (
                "The org is closed, locked or suspended.",
                "Ask the org's owner; a trial or Developer Edition that nobody used may have ended. Salesforce support can reopen it for a while."),
            SfErrorKind.LoginUnavailable => (
                "The login server has a problem of its own.",
                "Try again in some minutes; status.salesforce.com tells of maintenance and outages."),
            _ => ("Salesforce refused.", LoginHistory),
        };

        if (kind != SfErrorKind.LoginClockSkew && clock is { } difference && difference.Duration() > TimeSpan.FromSeconds(60))
        {
            meaning += " Also: " + ClockMeaning(clock);
        }

        return (kind, attempt.Suspicion is null ? meaning : $"{meaning} {attempt.Suspicion}", remedy);
    }

    /// <summary>The command with which a user approves the app.</summary>
    public static string ApprovalCommand(LoginAttempt attempt) =>
        $"Connect-SfWeb -ClientId {Word(attempt.ClientId)} -LoginUrl {LoginUrl.ToAudience(attempt.LoginUrl)}{(attempt.Username is null ? string.Empty : $" -LoginHint {Word(attempt.Username)}")}";

    /// <summary>A value as PowerShell takes it for one word, quoted where a character could mean something to it.</summary>
    private static string Word(string value) =>
        char.IsAsciiLetterOrDigit(value[0]) && value.All(c => char.IsAsciiLetterOrDigit(c) || "@._-+/:=".Contains(c, StringComparison.Ordinal))
            ? value
            : $"'{Regex.Replace(value, "['\u2018\u2019\u201A\u201B]", "$0$0")}'";

    private static string FlowRemedy(GrantKind grant)
    {
        const string Settings = "Enable it: Setup > External Client App Manager > (app) > Settings > OAuth Settings > ";
        const string OrgSettings = "Setup > OAuth and OpenID Connect Settings > ";
        return grant switch
        {
            GrantKind.JwtBearer => Settings + "Enable JWT Bearer Flow, and upload the certificate; on a connected app: App Manager > (app) > Edit > Use digital signatures.",
            GrantKind.Device => Settings + "Enable Device Flow; on a connected app: App Manager > (app) > Edit > Enable for Device Flow.",
            GrantKind.ClientCredentials => Settings + "Enable Client Credentials Flow, then set the user to run as under Policies; on a connected app: App Manager > (app) > Edit > Enable Client Credentials Flow.",
            GrantKind.Password => $"Allow it for the org: {OrgSettings}Allow OAuth Username-Password Flows; external client apps never have it. Better: Connect-SfJwt.",
            GrantKind.Implicit => $"Allow it for the org: {OrgSettings}Allow OAuth User-Agent Flows. Better: Connect-SfWeb without -Flow, which is the web server flow.",
            GrantKind.AuthorizationCode => "Give the app a callback URL and OAuth scopes (Setup > External Client App Manager or App Manager > (app) > OAuth settings): the web server flow has no switch of its own.",
            GrantKind.RefreshToken => "Add the scope 'Perform requests at any time (refresh_token, offline_access)' to the app's selected OAuth scopes, and sign in again.",
            _ => "Check the app's OAuth settings; for tokens of other apps it needs 'Introspect All Tokens'.",
        };
    }

    private static string SecretSetting(GrantKind grant) => grant switch
    {
        GrantKind.AuthorizationCode => " An app for people's own machines needs none: clear 'Require Secret for Web Server Flow' and 'Require Secret for Refresh Token Flow' on it.",
        GrantKind.RefreshToken => " An app for people's own machines needs none: clear 'Require Secret for Refresh Token Flow' on it.",
        _ => string.Empty,
    };

    private static string AudienceRemedy(LoginAttempt attempt)
    {
        if (attempt.RefusedAudience is not null)
        {
            return $"Both {attempt.RefusedAudience} and {attempt.Audience} were refused: check that -LoginUrl is the org's My Domain (Setup > My Domain), and name the audience with -Audience if it is another (an Experience Cloud site's URL).";
        }

        var host = LoginUrl.ToAudience(attempt.LoginUrl);
        if (attempt.Audience != host)
        {
            return $"Leave -Audience out (the login URL {host} is then the audience), or give the one that this host expects.";
        }

        return "Use the host where this user really signs in: -Environment Sandbox for a sandbox, the org's My Domain (-LoginUrl https://NAME.my.salesforce.com) for an external client app; or name the audience with -Audience.";
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

        var seconds = ClockDifference.Seconds(difference);
        return seconds <= 5
            ? $"The clocks agree (within {seconds} seconds), so the request may have been on its way for minutes."
            : $"This machine's clock is {ClockDifference.Describe(difference)}.";
    }
}
