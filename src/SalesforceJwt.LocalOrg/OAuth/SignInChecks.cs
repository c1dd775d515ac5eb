using System.Security.Cryptography;
using System.Text;
using SalesforceJwt.LocalOrg.Audit;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The checks that the flows share, with Salesforce's error messages.</summary>
internal sealed class SignInChecks(Org org, Hosts hosts)
{
    /// <summary>The app that a request signs in to; null if it is unknown.</summary>
    public static ConnectedApp? AppOf(HttpRequest request) => request.HttpContext.Items[typeof(ConnectedApp)] as ConnectedApp;

    /// <summary>The app with this consumer key, if it can be used in this org and on the request's host.</summary>
    public ConnectedApp FindApp(string clientId, HttpRequest request)
    {
        if (!org.Options.IsActive)
        {
            throw new OAuthException("inactive_org", "organization is inactive");
        }

        if (org.Apps.Find(clientId) is not { } app || app.AvailableFrom > org.Now || !app.Accepts(clientId, org.Now))
        {
            throw new OAuthException("invalid_client_id", "client identifier invalid");
        }

        request.HttpContext.Items[typeof(ConnectedApp)] = app;

        if (app.Kind == AppKind.ExternalClientApp && (!app.IsInstalled || hosts.IsLoginHost(request)))
        {
            throw new OAuthException("app_not_found", "External client app is not installed in this org");
        }

        return app.IsInstalled ? app : throw new OAuthException("invalid_client", "app must be installed into org");
    }

    public static void VerifyFlow(ConnectedApp app, OAuthFlows flow)
    {
        if (!app.Flows.HasFlag(flow))
        {
            throw new OAuthException("unsupported_grant_type", "grant type not supported");
        }
    }

    /// <summary>Checks the secret. One that is sent must be right even if none is required.</summary>
    public static void VerifySecret(ConnectedApp app, OAuthRequest request, bool isRequired)
    {
        var isRight = request.ClientSecret is { } secret
            ? app.SecretOf(request.ClientId) is { } expected && FixedTimeEquals(secret, expected)
            : !isRequired || app.ConsumerSecret is null;
        if (!isRight)
        {
            throw OAuthException.InvalidClient();
        }
    }

    /// <summary>Checks that the user is active and not frozen.</summary>
    public static void VerifyState(OrgUser user)
    {
        if (!user.IsActive)
        {
            throw OAuthException.InvalidGrant("inactive user").For(user, LoginStatus.Inactive);
        }

        if (user.IsFrozen)
        {
            throw OAuthException.InvalidGrant("user is inactive").For(user, LoginStatus.Frozen);
        }
    }

    /// <summary>Checks the app's "Permitted Users" policy, not the user's own approval.</summary>
    public static void VerifyPolicy(ConnectedApp app, OrgUser user)
    {
        if (!app.Permits(user))
        {
            throw new OAuthException("invalid_app_access", "user is not admin approved to access this app")
                .For(user, LoginStatus.NotApproved);
        }
    }

    public static void VerifyAddress(ConnectedApp app, OrgUser user)
    {
        if (app.IsIpRestricted || (user.IsIpRestricted && app.IpRelaxation != IpRelaxation.Bypass))
        {
            throw OAuthException.InvalidGrant("ip restricted").For(user, LoginStatus.RestrictedIp);
        }
    }

    /// <summary>Checks that no high-assurance session is required: without a browser there is no second factor.</summary>
    public static void VerifyAssurance(ConnectedApp app, OrgUser user)
    {
        if (user.RequiresHighAssurance || app.RequiresHighAssurance)
        {
            throw OAuthException.InvalidGrant("authentication failure").For(user, LoginStatus.AssuranceRequired);
        }
    }

    /// <summary>Counts a sign-in against the hourly limit. The last check, since failed sign-ins do not count.</summary>
    public void CountLogin(OrgUser user)
    {
        if (!org.Logins.TryCount(user.Username, org.Now, org.Options.HourlyLoginLimit))
        {
            throw OAuthException.InvalidGrant("login rate exceeded").For(user, LoginStatus.RateExceeded);
        }
    }

    public static bool FixedTimeEquals(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
