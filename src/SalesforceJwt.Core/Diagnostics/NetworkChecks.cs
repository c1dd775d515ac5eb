using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Jwt;

namespace SalesforceJwt.Core.Diagnostics;

/// <summary>The checks of the connection to a host: DNS, TLS, and the difference of the clocks.</summary>
internal sealed class NetworkChecks(HttpTransport transport, HttpTimeouts timeouts, IHttpObserver? observer)
{
    // An assertion is valid for three minutes, so a difference of one minute is harmless.
    private static readonly TimeSpan Harmless = TimeSpan.FromSeconds(60);

    private TimeSpan? _clockDifference;

    /// <summary>Whether the host answered.</summary>
    public bool IsReached { get; private set; }

    /// <summary>The time by the server's clock; this machine's time if the server sent no date.</summary>
    public DateTimeOffset ServerTime => transport.Time.GetUtcNow() + (_clockDifference ?? TimeSpan.Zero);

    /// <summary>Resolves the host, connects, and compares the clocks.</summary>
    public async IAsyncEnumerable<SfCheck> ReachAsync(Uri url, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var resolved = await ResolveAsync(url, cancellationToken).ConfigureAwait(false);
        yield return resolved;
        if (resolved.Status == SfCheckStatus.Failed)
        {
            yield break;
        }

        var (tls, clock) = await ConnectAsync(url, cancellationToken).ConfigureAwait(false);
        yield return tls;
        if (clock is not null)
        {
            IsReached = true;
            yield return clock;
        }
    }

    private async Task<SfCheck> ResolveAsync(Uri url, CancellationToken cancellationToken)
    {
        if (Proxy(url) is { } proxy)
        {
            return CheckResult.Of(
                "DNS", SfCheckStatus.Skipped, $"The proxy {proxy.GetLeftPart(UriPartial.Authority)} looks {url.Host} up.");
        }

        if (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
        {
            return CheckResult.Of("DNS", SfCheckStatus.Skipped, $"{url.Host} is an address, not a name.");
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(url.DnsSafeHost, cancellationToken).ConfigureAwait(false);
            var first = string.Join(", ", addresses.Take(3).Select(a => a.ToString()));
            return CheckResult.Passed("DNS", $"{url.Host} is {first}{(addresses.Length > 3 ? ", …" : string.Empty)}");
        }
        catch (SocketException e)
        {
            return CheckResult.Of(
                "DNS",
                SfCheckStatus.Failed,
                $"{url.Host} was not found: {e.Message}",
                new Advice("Check the spelling of the host. If it is right, check this machine's DNS, VPN and proxy.", NextStep.SetProxy));
        }
    }

    /// <summary>The second result is null if the first one failed.</summary>
    private async Task<(SfCheck Tls, SfCheck? Clock)> ConnectAsync(Uri url, CancellationToken cancellationToken)
    {
        var started = transport.Time.GetUtcNow();
        var call = new ReachabilityCall(url) { Timeouts = timeouts, Observer = observer };
        try
        {
            await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e)
        {
            return (CheckResult.Failed(e.Kind == SfErrorKind.TlsFailed ? "TLS" : "Connection", e), null);
        }

        var now = started + ((transport.Time.GetUtcNow() - started) / 2);
        var note = transport.HttpSettings.SkipCertificateCheck ? " (its certificate was not checked)" : string.Empty;
        var tls = url.Scheme == Uri.UriSchemeHttps
            ? CheckResult.Passed("TLS", $"https to {url.Host} works{note}")
            : CheckResult.Of("TLS", SfCheckStatus.Skipped, $"{url.Host} is asked without https, which is allowed on this machine only.");
        _clockDifference = call.Date - now;
        return (tls, Clock(_clockDifference));
    }

    private static SfCheck Clock(TimeSpan? difference)
    {
        if (difference is not { } off)
        {
            return CheckResult.Of("Clock", SfCheckStatus.Skipped, "The server sent no Date header to compare with.");
        }

        return off.Duration() <= Harmless
            ? CheckResult.Passed("Clock", ClockDifference.Seconds(off) <= 2 ? "agrees with the server's" : ClockDifference.Describe(off))
            : CheckResult.Of(
                "Clock",
                off.Duration() < JwtAssertion.DefaultLifetime ? SfCheckStatus.Warning : SfCheckStatus.Failed,
                $"This machine's clock is {ClockDifference.Describe(off)}; "
                    + $"an assertion is valid for {JwtAssertion.DefaultLifetime.TotalSeconds:0} seconds.",
                ClockDifference.Remedy);
    }

    private Uri? Proxy(Uri url)
    {
        if (transport.HttpSettings.NoProxy)
        {
            return null;
        }

        return transport.HttpSettings.Proxy ?? (HttpClient.DefaultProxy.IsBypassed(url) ? null : HttpClient.DefaultProxy.GetProxy(url));
    }
}
