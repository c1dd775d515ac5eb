using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>An app as a client of an authorization server (RFC 6749 section 2).</summary>
internal sealed record OAuthClient
{
    /// <summary>Names the client.</summary>
    /// <param name="loginUrl">The login host.</param>
    /// <param name="clientId">The app's consumer key.</param>
    /// <param name="clientSecret">The app's consumer secret; null or empty if the app requires none.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ClientIdInvalid"/>.</exception>
    public OAuthClient(Uri loginUrl, string clientId, string? clientSecret = null)
    {
        LoginUrl = loginUrl;
        ClientId = SignInValue.ClientId(clientId);
        ClientSecret = SignInValue.ClientSecret(clientSecret);
    }

    /// <summary>The login host.</summary>
    public Uri LoginUrl { get; }

    /// <summary>The app's consumer key.</summary>
    public string ClientId { get; }

    /// <summary>The app's consumer secret; null if there is none.</summary>
    public string? ClientSecret { get; }

    /// <summary>Whether it signs in at the org's own host, not at one that serves all orgs.</summary>
    internal bool IsAtMyDomain => OAuth.LoginUrl.IsMyDomain(LoginUrl);

    /// <summary>A form with the client's own fields behind the given ones (RFC 6749 section 2.3.1).</summary>
    internal KeyValuePair<string, string>[] Form(params (string Name, string Value)[] fields) =>
    [
        .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)),
        new("client_id", ClientId),
        .. ClientSecret is null ? [] : new[] { KeyValuePair.Create("client_secret", ClientSecret) },
    ];

    /// <summary>Records print their members; this one holds a secret.</summary>
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("LoginUrl = ").Append(Redaction.Url(LoginUrl)).Append(", ClientId = ").Append(ClientId);
        return true;
    }
}
