using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>What the flows check alike, with each refusal in Salesforce's own words.</summary>
internal sealed class SignInChecks(Org org, Hosts hosts)
{
    /// <summary>The app of a consumer key, if it can be used in this org and on the request's host.</summary>
    public ConnectedApp FindApp(string clientId, HttpRequest request)
    {
        if (!org.IsActive)
        {
            throw new OAuthException("inactive_org", "organization is inactive");
        }

        var app = org.FindApp(clientId) ?? throw new OAuthException("invalid_client_id", "client identifier invalid");
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

    /// <summary>A secret that is sent must be right even where none is asked for.</summary>
    public static void VerifySecret(ConnectedApp app, OAuthRequest request, bool isRequired)
    {
        var isRight = request.ClientSecret is { } secret
            ? app.ConsumerSecret is { } expected && FixedTimeEquals(secret, expected)
            : !isRequired || app.ConsumerSecret is null;
        if (!isRight)
        {
            throw OAuthException.InvalidClient();
        }
    }

    /// <summary>Whether the user can sign in at all.</summary>
    public static void VerifyState(OrgUser user)
    {
        if (!user.IsActive)
        {
            throw OAuthException.InvalidGrant("inactive user");
        }

        if (user.IsFrozen)
        {
            throw OAuthException.InvalidGrant("user is inactive");
        }
    }

    /// <summary>Whether the app's policy lets the user use it. The user's own approval counts for nothing here.</summary>
    public static void VerifyPolicy(ConnectedApp app, OrgUser user)
    {
        if (!app.IsOpenTo(user.Username))
        {
            throw new OAuthException("invalid_app_access", "user is not admin approved to access this app");
        }
    }

    public static void VerifyAddress(ConnectedApp app, OrgUser user)
    {
        if (user.IsIpRestricted || app.IsIpRestricted)
        {
            throw OAuthException.InvalidGrant("ip restricted");
        }
    }

    /// <summary>Without a browser there is nobody to ask for a second factor.</summary>
    public static void VerifyAssurance(OrgUser user)
    {
        if (user.RequiresHighAssurance)
        {
            throw OAuthException.InvalidGrant("authentication failure");
        }
    }

    /// <summary>Counts a sign-in against the hour's limit; the last check, since what is refused does not count.</summary>
    public void CountLogin(OrgUser user)
    {
        if (!org.Logins.TryCount(user.Username, org.Now, org.HourlyLoginLimit))
        {
            throw OAuthException.InvalidGrant("login rate exceeded");
        }
    }

    public static bool FixedTimeEquals(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
