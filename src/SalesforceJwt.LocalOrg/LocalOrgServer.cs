using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using SalesforceJwt.LocalOrg.Hosting;

namespace SalesforceJwt.LocalOrg;

/// <summary>
/// A strict stand-in for a Salesforce org on 127.0.0.1: OAuth endpoints, REST APIs and an administration API below
/// <c>/_localorg</c>. It reads no configuration file and no environment variable.
/// </summary>
public sealed class LocalOrgServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private bool _isDisposed;

    private LocalOrgServer(WebApplication application, Org org, string adminKey, X509Certificate2 certificate, int httpPort, int httpsPort)
    {
        _application = application;
        Org = org;
        AdminKey = adminKey;
        ServerCertificate = certificate;
        HttpUrl = new Uri($"http://127.0.0.1:{httpPort}/");
        HttpsUrl = new Uri($"https://127.0.0.1:{httpsPort}/");
    }

    /// <summary>The URL for plain HTTP, such as <c>http://127.0.0.1:51234/</c>.</summary>
    public Uri HttpUrl { get; }

    /// <summary>The URL for HTTPS (HTTP/1.1 and HTTP/2), such as <c>https://127.0.0.1:51235/</c>.</summary>
    public Uri HttpsUrl { get; }

    /// <summary>The self-signed certificate of <see cref="HttpsUrl"/>, for localhost and 127.0.0.1, created at start.</summary>
    public X509Certificate2 ServerCertificate { get; }

    /// <summary>The key of the administration API: <c>Authorization: Bearer KEY</c>. Each server has a new one.</summary>
    public string AdminKey { get; }

    /// <summary>The org: options, apps, users, faults, requests.</summary>
    public Org Org { get; }

    /// <summary>Starts a server, which listens when the task completes.</summary>
    /// <param name="options">Its options; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="IOException">A port is in use.</exception>
    public static async Task<LocalOrgServer> StartAsync(LocalOrgOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new LocalOrgOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Records);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxPageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxPageSize, 2000);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.NestedPageSize, 1);
        var certificate = Hosting.ServerCertificate.Create();
        var org = new Org(options);
        var adminKey = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var builder = ServerBuilder.Create(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.HttpPort);
            kestrel.Listen(IPAddress.Loopback, options.HttpsPort, listen => listen.UseHttps(certificate));
        });
        var application = builder.Build();
        var audiences = ServerBuilder.Map(application, org, options, adminKey);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            org.Dispose();
            certificate.Dispose();
            throw;
        }

        var ports = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
            .Select(address => new Uri(address))
            .ToDictionary(address => address.Scheme, address => address.Port);
        audiences.SetPorts(ports["http"], ports["https"]);
        return new LocalOrgServer(application, org, adminKey, certificate, ports["http"], ports["https"]);
    }

    /// <summary>Stops the server immediately; running requests are aborted.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        Org.Dispose();
        ServerCertificate.Dispose();
    }
}
