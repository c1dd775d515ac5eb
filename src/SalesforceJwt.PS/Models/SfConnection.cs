using System.Management.Automation.Runspaces;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Connections;

namespace SalesforceJwt.PS.Models;

/// <summary>
/// A signed-in connection to an org. Its values are current: after a renewal, those of the new session. It shows no secret;
/// <c>Get-SfAccessToken</c> gives the token.
/// </summary>
public sealed class SfConnection
{
    internal SfConnection(string name, SfSession session, X509Certificate2? certificate)
    {
        Name = name;
        Session = session;
        CertificateThumbprint = certificate?.Thumbprint;
        CertificateNotAfter = certificate?.NotAfter;
    }

    /// <summary>Its name, for <c>-Connection</c>.</summary>
    public string Name { get; }

    /// <summary>The Salesforce user.</summary>
    public string? Username => Session.Username;

    /// <summary>The user's 18-character id.</summary>
    public string? UserId => Session.UserId;

    /// <summary>The org's 18-character id.</summary>
    public string? OrganizationId => Session.OrganizationId;

    /// <summary>Where the org's API is.</summary>
    public string InstanceUrl => Origin(Session.Current.InstanceUrl);

    /// <summary>The login host.</summary>
    public string LoginUrl => Origin(Session.LoginUrl);

    /// <summary>The audience (<c>aud</c>) of the assertions.</summary>
    public string? Audience => Session.Audience;

    /// <summary>The app's consumer key; empty where only a token is known.</summary>
    public string? ClientId => Session.Client?.ClientId;

    /// <summary>The REST API version of its calls; empty until the first call has asked for the org's newest.</summary>
    public string? ApiVersion => Session.ApiVersion;

    /// <summary>Granted scopes, separated by spaces.</summary>
    public string? Scope => Session.Current.Scope;

    /// <summary>When the current token was issued, by this machine's clock.</summary>
    public DateTimeOffset IssuedAt => Session.Current.IssuedAt;

    /// <summary>API requests of the last 24 hours, used/allowed, according to the last response; empty before the first.</summary>
    public string? ApiUsage => Session.Limit?.ToString();

    /// <summary>SHA-1 thumbprint of the key's certificate; empty where no certificate was found.</summary>
    public string? CertificateThumbprint { get; }

    /// <summary>When the key's certificate ends; empty where no certificate was found.</summary>
    public DateTime? CertificateNotAfter { get; }

    /// <summary>Whether it can be used; false after <c>Disconnect-Sf</c>.</summary>
    public bool IsConnected => !Session.IsClosed;

    /// <summary>Whether it is used where no <c>-Connection</c> is given, in this runspace.</summary>
    public bool IsDefault => Runspace.DefaultRunspace is { } runspace && ConnectionStore.Of(runspace).IsDefault(this);

    internal SfSession Session { get; }

    /// <summary>The origin that its records keep.</summary>
    internal RecordOrigin RecordOrigin => new(Name, Session.Current.InstanceUrl);

    /// <summary>Where its key came from; null for a connection without one.</summary>
    internal KeyOrigin? Key { get; init; }

    /// <summary>
    /// Makes a fake connection for unit tests: <c>-Connection</c> of each cmdlet takes it, and a cmdlet that is not mocked fails instead of
    /// sending anything.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="username">The user that it shows.</param>
    /// <param name="instanceUrl">The instance URL that it shows; null for one of its own that no host has.</param>
    /// <exception cref="ArgumentException">The name is empty, or the instance URL is not a URL.</exception>
    public static SfConnection CreateOffline(
        string name = "offline", string username = "offline@example.com", string? instanceUrl = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var host = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        var url = string.IsNullOrEmpty(instanceUrl) ? $"https://{(host.Length == 0 ? "offline" : host)}.invalid" : instanceUrl;
        return Uri.TryCreate(url, UriKind.Absolute, out var instance) && instance.Scheme is "https" or "http"
            ? new SfConnection(name, SfSession.CreateOffline(new OfflineFlow(name, username, instance)), certificate: null)
            : throw new ArgumentException($"'{url}' is not a URL such as https://acme.my.salesforce.com.", nameof(instanceUrl));
    }

    /// <summary>Name, user and instance.</summary>
    public override string ToString() => $"{Name} ({Username ?? "an unknown user"} at {InstanceUrl})";

    private static string Origin(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
