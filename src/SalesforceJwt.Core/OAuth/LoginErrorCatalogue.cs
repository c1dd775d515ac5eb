using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// What the token endpoint's errors mean and what to do about them. Salesforce's texts can change: the <c>error</c> code decides first, the
/// description is a hint, and both are always shown unchanged.
/// </summary>
internal static class LoginErrorCatalogue
{
    private const string LoginHistory = "Setup > Users > Login History names the cause of each failed sign-in.";

    private const string AppPolicies =
        "External client app: Setup > External Client App Manager > (app) > Policies. Connected app: Setup > Connected Apps > "
            + "Manage Connected Apps > (app) > Edit Policies.";

    /// <summary>The kind, what it means, and what to do.</summary>
    public static (SfErrorKind Kind, string Meaning, Advice Advice) Explain(
        string? error, string? description, LoginAttempt attempt, TimeSpan? clock)
    {
        var kind = LoginErrorClassifier.Classify(error, description, attempt.Grant);
        var (meaning, advice) = Explain(kind, attempt, clock);
        if (kind != SfErrorKind.LoginClockSkew && clock is { } difference && difference.Duration() > TimeSpan.FromSeconds(60))
        {
            meaning += " Also: " + ClockMeaning(clock);
        }

        return (kind, attempt.Suspicion is null ? meaning : $"{meaning} {attempt.Suspicion}", advice);
    }

    /// <summary>What a kind of error means, and what to do.</summary>
    public static (string Meaning, Advice Advice) Explain(SfErrorKind kind, LoginAttempt attempt, TimeSpan? clock)
    {
        var user = attempt.Username ?? "the user";
        return kind switch
        {
            SfErrorKind.LoginNotApproved => (
                "The app exists, but this user has not been allowed to use it, or the user belongs to another org than this login "
                    + "host serves.",
                new Advice(
                    "Approve it in one of two ways (if it is approved, check the host: a sandbox user signs in at "
                        + $"https://test.salesforce.com or the sandbox's My Domain, not at {attempt.LoginUrl.Host}):\n"
                        + "1. As an admin: set Permitted Users to 'Admin approved users are pre-authorized', then add a permission set "
                        + $"or profile that holds {user}. {AppPolicies}\n"
                        + $"2. As the user, once: sign in through a browser (the app needs the callback URL {WebSignIn.DefaultCallbackUrl} "
                        + "and the scopes api and refresh_token).",
                    NextStep.ApproveApp,
                    ApprovalFacts(attempt))),
            SfErrorKind.LoginNotAdminApproved => (
                "The app is for admin-approved users only, and this user is not among them.",
                new Advice(
                    $"Add a profile or permission set that holds {user} to the app's policies. {AppPolicies}",
                    NextStep.AdmitUser,
                    ApprovalFacts(attempt))),
            SfErrorKind.LoginAudienceInvalid => (
                $"The assertion's audience (aud) was '{attempt.Audience}', which this server does not accept as its own.",
                AudienceAdvice(attempt)),
            SfErrorKind.LoginAssertionInvalid => (
                "The assertion's signature does not match the certificate uploaded to the app: another key, or another app's "
                    + "consumer key. " + Thumbprints(attempt),
                new Advice(
                    "Compare the thumbprints with the certificate on the app (Setup > External Client App Manager or App Manager > "
                        + "(app) > OAuth settings > JWT Bearer Flow / Use digital signatures). Upload the .crt that belongs to this key, "
                        + "or use the key that belongs to that certificate.",
                    NextStep.ReplaceCertificate,
                    ApprovalFacts(attempt))),
            SfErrorKind.LoginClockSkew => (
                "The text is misleading: with JWT it means that the assertion had expired on arrival. " + ClockMeaning(clock),
                ClockDifference.Remedy),
            SfErrorKind.LoginUserInactive => (
                $"{(attempt.Username is null ? "The user" : "The user " + attempt.Username)} is deactivated or frozen.",
                new Advice(
                    "Reactivate it: Setup > Users > (user) > Edit > Active, or Unfreeze.",
                    NextStep.ReactivateUser,
                    attempt.Username is null ? [] : [attempt.Username])),
            SfErrorKind.LoginIpRestricted => (
                "Login is not allowed from this machine's IP address.",
                "Set IP Relaxation to 'Relax IP restrictions' on the app, or add the address to the profile's Login IP Ranges "
                    + $"(Setup > Profiles > (profile) > Login IP Ranges). {AppPolicies}"),
            SfErrorKind.LoginAuthenticationFailed => (
                "Salesforce gives this answer for many causes: user in another org, login hours, a policy that requires "
                    + "high-assurance sessions"
                    + (attempt.Grant == GrantKind.JwtBearer ? ", a clock that is off." : "."),
                ReadLoginHistory(
                    attempt, " If nothing is listed there, the user does not belong to this org: check the username and the login URL.")),
            SfErrorKind.LoginClientIdInvalid => (
                "This login host does not know the consumer key (client id).",
                new Advice(
                    "Three causes: a wrong or cut-off consumer key (Setup > External Client App Manager or App Manager > (app) > "
                        + $"Consumer Key); an app of another org or host than {attempt.LoginUrl.Host}; an app made less than 10 minutes "
                        + "ago: until then it may not be known everywhere.",
                    NextStep.FindConsumerKey,
                    ApprovalFacts(attempt))),
            SfErrorKind.LoginAppNotFound => (
                "This login host does not know the external client app; only its own org does.",
                new Advice(
                    "Sign in at the org's My Domain: https://NAME.my.salesforce.com, or "
                        + "https://NAME--SANDBOX.sandbox.my.salesforce.com for a sandbox (Setup > My Domain shows it). After a sandbox "
                        + "refresh the app may be gone: make or deploy it again.",
                    NextStep.SetLoginUrl)),
            SfErrorKind.LoginAppNotInstalled => (
                "The org lets users use installed apps only, and this one is not installed.",
                "Install it: Setup > Connected Apps OAuth Usage > (app) > Install; or give the user the permission 'Approve "
                    + "Uninstalled Connected Apps'."),
            SfErrorKind.LoginFlowNotEnabled => (
                "The app does not allow this OAuth flow.",
                FlowAdvice(attempt.Grant)),
            SfErrorKind.LoginDenied => (
                "The person at the browser did not allow the app.",
                "Sign in again, and press Allow."),
            SfErrorKind.LoginCallbackMismatch => (
                $"The callback URL {attempt.CallbackUrl?.OriginalString} is not among those of the app.",
                new Advice(
                    "Add exactly this URL to the app's callback URLs (Setup > External Client App Manager or App Manager > (app) > "
                        + "OAuth settings), or use one of those.",
                    NextStep.SetCallbackUrl)),
            SfErrorKind.LoginScopeInvalid => (
                "The app does not have a scope that was requested.",
                new Advice("Request fewer scopes, or add them to the app's selected OAuth scopes.", NextStep.SetScope)),
            SfErrorKind.LoginClientSecretInvalid => (
                "The app requires its consumer secret, and none or a wrong one was sent.",
                new Advice(
                    "Give it (Setup > External Client App Manager or App Manager > (app) > Consumer Key and Secret)."
                        + SecretSetting(attempt.Grant),
                    NextStep.SetClientSecret)),
            SfErrorKind.LoginCodeInvalid => (
                attempt.Grant == GrantKind.Device
                    ? "The device code is no longer valid: codes are valid for about 10 minutes and for one sign-in."
                    : "The authorization code was no longer valid: it is valid for 15 minutes at most and for one exchange.",
                "Sign in again."),
            SfErrorKind.LoginRefreshTokenInvalid => (
                "The refresh token is no longer valid: revoked, expired by the app's refresh token policy, issued for another app "
                    + "or org, or replaced by newer ones (an app keeps five for each user).",
                new Advice(
                    "Sign in again to get a new one. For machines use the JWT flow: it needs no refresh token. Policy: Setup > "
                        + "(app) > Policies > Refresh Token Policy.",
                    NextStep.SignInWithJwt)),
            SfErrorKind.LoginPasswordRefused => (
                "Wrong username or password, the security token is missing, or the org blocks this flow, as new orgs do.",
                new Advice(
                    "Append the user's security token if this machine's address is not trusted. The flow: Setup > OAuth and "
                        + "OpenID Connect Settings > Allow OAuth Username-Password Flows. The JWT flow is better. " + LoginHistory,
                    NextStep.SetSecurityToken)),
            SfErrorKind.LoginRunAsUserMissing => (
                "The app has no user to run as.",
                "Set it: Setup > External Client App Manager > (app) > Policies > OAuth Policies > Enable Client Credentials Flow "
                    + "> Run As."),
            SfErrorKind.LoginTokenHandlerNotFound => (
                attempt.TokenHandler is { } handler
                    ? $"The org has no token exchange handler '{handler}', or it is not enabled for this app."
                    : "The app has no default token exchange handler, and the request named none.",
                new Advice(
                    "Setup > Token Exchange Handlers > (handler) > Enable New App: choose the app and the user to run the handler as; "
                        + "the handler itself has to be enabled.",
                    NextStep.SetTokenHandler)),
            SfErrorKind.LoginSubjectTokenRefused => (
                "The org's token exchange handler did not accept the token, or found no user for it."
                    + (attempt.SubjectToken is null ? string.Empty : " " + attempt.SubjectToken),
                "The handler's Apex knows the reason, and Salesforce does not pass it on: trace the user that the handler runs as (Setup > "
                    + "Debug Logs). Usual causes: another issuer, audience or subject than the handler expects; a token that has "
                    + "expired; a token type that the handler does not support; no Remote Site Setting for the issuer's keys."),
            SfErrorKind.LoginMyDomainRequired => (
                $"This flow does not work at {attempt.LoginUrl.Host}.",
                new Advice(
                    "Sign in at the org's My Domain: https://NAME.my.salesforce.com (Setup > My Domain shows it).", NextStep.SetLoginUrl)),
            SfErrorKind.LoginRateExceeded => (
                "This user has signed in too often: Salesforce allows 3,600 logins an hour.",
                new Advice("Wait, and sign in once per job: keep the connection and pass it on instead of connecting for each call.",
                    NextStep.PassConnection)),
            SfErrorKind.LoginOrgInactive => (
                "The org is closed, locked or suspended.",
                "Ask the org's owner; an unused trial or Developer Edition may have expired. Salesforce support can reopen it for "
                    + "a while."),
            SfErrorKind.LoginUnavailable => (
                "The login server has a problem.",
                "Try again in some minutes; status.salesforce.com lists maintenance and outages."),
            _ => ("Salesforce rejected the sign-in.", ReadLoginHistory(attempt)),
        };
    }

    private static Advice ReadLoginHistory(LoginAttempt attempt, string further = "") => new(
        LoginHistory + further, NextStep.ReadLoginHistory, attempt.Username ?? string.Empty, LoginUrl.ToAudience(attempt.LoginUrl));

    private static string[] ApprovalFacts(LoginAttempt attempt)
    {
        var url = LoginUrl.ToAudience(attempt.LoginUrl);
        return attempt.Username is null ? [attempt.ClientId, url] : [attempt.ClientId, url, attempt.Username];
    }

    private static Advice FlowAdvice(GrantKind grant)
    {
        const string Settings = "Enable it: Setup > External Client App Manager > (app) > Settings > OAuth Settings > ";
        const string OrgSettings = "Setup > OAuth and OpenID Connect Settings > ";
        return grant switch
        {
            GrantKind.JwtBearer => Settings + "Enable JWT Bearer Flow, and upload the certificate; on a connected app: App Manager > "
                + "(app) > Edit > Use digital signatures.",
            GrantKind.Device => Settings + "Enable Device Flow; on a connected app: App Manager > (app) > Edit > Enable for Device Flow.",
            GrantKind.ClientCredentials => Settings + "Enable Client Credentials Flow, then set the user to run as under Policies; on a "
                + "connected app: App Manager > (app) > Edit > Enable Client Credentials Flow.",
            GrantKind.TokenExchange => Settings + "Enable Token Exchange Flow, and under Policies as well; on a connected app: App Manager "
                + "> (app) > Edit > Enable Token Exchange Flow.",
            GrantKind.Password => new Advice(
                $"Allow it for the org: {OrgSettings}Allow OAuth Username-Password Flows; external client apps never have it. The "
                    + "JWT flow is better.",
                NextStep.SignInWithJwt),
            GrantKind.Implicit => new Advice($"Allow it for the org: {OrgSettings}Allow OAuth User-Agent Flows. The web "
                + "server flow is better.", NextStep.UseWebServerFlow),
            GrantKind.AuthorizationCode => "Give the app a callback URL and OAuth scopes (Setup > External Client App Manager or App "
                + "Manager > (app) > OAuth settings): there is no separate setting for the web server flow.",
            GrantKind.RefreshToken => "Add the scope 'Perform requests at any time (refresh_token, offline_access)' to the app's selected "
                + "OAuth scopes, and sign in again.",
            _ => "Check the app's OAuth settings; for tokens of other apps it needs 'Introspect All Tokens'.",
        };
    }

    private static string SecretSetting(GrantKind grant) => grant switch
    {
        GrantKind.AuthorizationCode => " An app for people's own machines needs none: clear 'Require Secret for Web Server Flow' and "
            + "'Require Secret for Refresh Token Flow' on it.",
        GrantKind.TokenExchange => " A pipeline without a stored secret needs an app without it: clear 'Require Secret for Token Exchange "
            + "Flow' on it.",
        GrantKind.RefreshToken => " An app for people's own machines needs none: clear 'Require Secret for Refresh Token Flow' on it.",
        _ => string.Empty,
    };

    private static Advice AudienceAdvice(LoginAttempt attempt)
    {
        if (attempt.RefusedAudience is not null)
        {
            return new Advice(
                $"Both {attempt.RefusedAudience} and {attempt.Audience} were refused: check that the login URL is the org's My "
                    + "Domain (Setup > My Domain), and name the audience if it is another (an Experience Cloud site's URL).",
                NextStep.SetAudience);
        }

        var host = LoginUrl.ToAudience(attempt.LoginUrl);
        if (attempt.Audience != host)
        {
            return new Advice($"Leave the audience out (the login URL {host} is then the audience), or give the one "
                + "that this host expects.", NextStep.SetAudience);
        }

        return new Advice(
            "Use the host where this user really signs in: https://test.salesforce.com for a sandbox, the org's My Domain "
                + "(https://NAME.my.salesforce.com) for an external client app; or name the audience.",
            NextStep.SetLoginHost);
    }

    private static string Thumbprints(LoginAttempt attempt) => attempt.Certificate is { } certificate
        ? $"The certificate of the key that signed: SHA-1 {certificate.Thumbprint}, SHA-256 "
            + $"{CertificateReader.Sha256Thumbprint(certificate)}."
        : attempt.PublicKeyFingerprint is { } fingerprint
            ? $"The certificate of the key that signed was not found; SHA-256 of its public key: {fingerprint}."
        : "Nothing says which key signed: with its certificate, signatures are verified before they are sent.";

    private static string ClockMeaning(TimeSpan? clock)
    {
        if (clock is not { } difference)
        {
            return "The server sent no Date header, so the clocks could not be compared.";
        }

        var seconds = ClockDifference.Seconds(difference);
        return seconds <= 5
            ? $"The clocks agree (within {seconds} seconds), so the request may have taken minutes to arrive."
            : $"This machine's clock is {ClockDifference.Describe(difference)}.";
    }
}
