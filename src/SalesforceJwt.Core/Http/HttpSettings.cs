using System.Net;

namespace SalesforceJwt.Core.Http;

/// <summary>How connections are made. Equal settings share one pool of connections.</summary>
internal sealed record HttpSettings
{
    /// <summary>The proxy; null for the system's (environment variables, Windows settings).</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Who signs in to the proxy; null for nobody.</summary>
    public ICredentials? ProxyCredential { get; init; }

    /// <summary>Whether no proxy is used, whatever the system says.</summary>
    public bool NoProxy { get; init; }

    /// <summary>Whether any server certificate is taken. For test servers only.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Makes the handler for these settings. Redirects are followed by <see cref="HttpTransport"/>, which knows who may see a token; gzip is undone by <see cref="SfResponse"/>.</summary>
    public HttpMessageHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            // A long-lived connection object still notices when the org's host moves to another address.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            EnableMultipleHttp2Connections = true,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            UseProxy = !NoProxy,
        };
        if (Proxy is not null)
        {
            handler.Proxy = new WebProxy(Proxy) { Credentials = ProxyCredential };
        }
        else if (ProxyCredential is not null)
        {
            handler.DefaultProxyCredentials = ProxyCredential;
        }

        if (SkipCertificateCheck)
        {
#pragma warning disable CA5359 // The caller asked for exactly this, by name, for a test server.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return handler;
    }
}
