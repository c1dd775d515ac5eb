using System.Net;

namespace SalesforceJwt.Core.Http;

/// <summary>How connections are made. Equal settings share one pool of connections.</summary>
internal sealed record HttpSettings
{
    /// <summary>The proxy; null for the system's (environment variables, Windows settings).</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The credentials for the proxy; null for none.</summary>
    public ICredentials? ProxyCredential { get; init; }

    /// <summary>Whether no proxy is used, not even the system's.</summary>
    public bool NoProxy { get; init; }

    /// <summary>Whether any server certificate is accepted. For test servers only.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>
    /// Makes the handler for these settings. <see cref="Redirect"/> follows redirects, since it knows who may receive a token, and
    /// <see cref="SfResponse"/> decompresses.
    /// </summary>
    public HttpMessageHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            // So that a session of hours notices when the org's host moves to another address.
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
#pragma warning disable CA5359 // -SkipCertificateCheck, for a test server.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return handler;
    }
}
