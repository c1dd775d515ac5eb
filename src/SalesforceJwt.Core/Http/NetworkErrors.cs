using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Http;

/// <summary>Turns the faults of sockets, TLS and proxies into errors that say what to do.</summary>
internal static class NetworkErrors
{
    private const string CheckNetwork =
        "Check the network, the firewall and the proxy of this machine; status.salesforce.com lists outages.";

    private static SfException From(Exception e, Uri url, HttpSettings settings)
    {
        var host = url.Authority;
        var via = settings.Proxy is { } proxy ? $" through the proxy {Redaction.Url(proxy)}" : string.Empty;
        var error = (e as HttpRequestException)?.HttpRequestError ?? (e as HttpIOException)?.HttpRequestError ?? HttpRequestError.Unknown;
        var socket = Find<SocketException>(e);
        if (error == HttpRequestError.ProxyTunnelError
            || (e as HttpRequestException)?.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
        {
            return Proxy(host, via, Innermost(e), e);
        }

        if (error == HttpRequestError.SecureConnectionError || Find<AuthenticationException>(e) is not null)
        {
            return new SfException(
                SfErrorKind.TlsFailed,
                $"No secure (TLS) connection to {host}{via}: {Innermost(e)}",
                new Advice(
                    "If the certificate is not trusted: a proxy that inspects TLS needs its own certificate authority installed on this "
                        + "machine; for your own test server, the check can be skipped. Salesforce itself needs TLS 1.2 or later.",
                    NextStep.SkipCertificateCheck),
                e);
        }

        if (error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError)
        {
            if (settings.Proxy is not null)
            {
                return Proxy(host, via, Innermost(e), e);
            }

            return socket?.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData
                || error == HttpRequestError.NameResolutionError
                ? new SfException(
                    SfErrorKind.HostUnreachable,
                    $"The host name '{url.Host}' cannot be found: {Innermost(e)}",
                    "Check the URL for a typing error (a My Domain looks like https://NAME.my.salesforce.com), then DNS and proxy "
                        + "of this machine.",
                    e)
                : new SfException(SfErrorKind.HostUnreachable, $"{host} cannot be reached: {Innermost(e)}", CheckNetwork, e);
        }

        return new SfException(
            SfErrorKind.ConnectionBroken,
            $"The connection to {host}{via} broke before the response was complete: {Innermost(e)}",
            "Try again. A GET can be repeated safely; for anything else, look first whether Salesforce has acted on it.",
            e);
    }

    /// <summary>
    /// What an exception means for the request that it ended; null if it is not of the network. Plain IOExceptions are the disk's (a
    /// download that fills it): <see cref="MeteredStream"/> tells the two apart.
    /// </summary>
    public static FailedAttempt? Classify(Exception e, Uri url, HttpSettings settings, CancellationToken cancellationToken) => e switch
    {
        HttpRequestException or HttpIOException => new(From(e, url, settings), IsTransient(e), MayHaveActed: !NeverSent(e)),

        // SocketsHttpHandler reports its ConnectTimeout in this way: nothing was sent.
        OperationCanceledException { InnerException: TimeoutException } when !cancellationToken.IsCancellationRequested =>
            new(ConnectTimeout(url, e), IsTransient: true, MayHaveActed: false),

        // No answer in time, or one that is not what was asked for.
        SfException { Kind: SfErrorKind.Timeout or SfErrorKind.ResponseInvalid } error =>
            new(error, IsTransient: false, MayHaveActed: true),
        _ => null,
    };

    /// <summary>Whether the request cannot have reached the server, so that even a POST may be repeated.</summary>
    private static bool NeverSent(Exception e) => Find<AuthenticationException>(e) is not null || e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ProxyTunnelError
            or HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError
            or HttpRequestError.UserAuthenticationError,
    };

    /// <summary>Whether it is worth trying again: not for a name that does not exist, nor for a certificate that is not trusted.</summary>
    private static bool IsTransient(Exception e) =>
        Find<AuthenticationException>(e) is null
        && Find<SocketException>(e)?.SocketErrorCode is not (SocketError.HostNotFound or SocketError.NoData)
        && (e as HttpRequestException)?.HttpRequestError
            is not (HttpRequestError.ProxyTunnelError or HttpRequestError.ConfigurationLimitExceeded);

    private static SfException ConnectTimeout(Uri url, Exception e) => new(
        SfErrorKind.HostUnreachable,
        $"{url.Authority} did not accept the connection in time.",
        CheckNetwork,
        e);

    public static SfException HeaderTimeout(string url, TimeSpan timeout, Exception e) => new(
        SfErrorKind.Timeout,
        FormattableString.Invariant($"{url} did not answer within {timeout.TotalSeconds:0.###} seconds."),
        new Advice(
            "Try again, or allow more time. For anything but a GET, look first whether Salesforce has acted on it.",
            NextStep.SetConnectionTimeout),
        e);

    public static SfException ReadTimeout(string url, TimeSpan timeout, Exception e) => new(
        SfErrorKind.Timeout,
        FormattableString.Invariant($"The response of {url} stopped in the middle: no data came for {timeout.TotalSeconds:0.###} seconds."),
        new Advice("Try again, or allow more time.", NextStep.SetOperationTimeout),
        e);

    public static SfException BadCompression(string url, Exception e) => new(
        SfErrorKind.ResponseInvalid,
        $"The response of {url} is damaged: it cannot be decompressed.",
        "Try again. If it happens again, something between here and Salesforce (a proxy, for example) changes the data.",
        e);

    public static SfException UnknownCompression(string url, string encoding) => new(
        SfErrorKind.ResponseInvalid,
        $"The response of {url} is compressed as '{encoding}', which was not requested and is not supported.",
        "Leave out your own Accept-Encoding header; something between here and Salesforce (a proxy, for example) may change the data.");

    public static SfException TooLong(string url, int most) => new(
        SfErrorKind.ResponseInvalid,
        FormattableString.Invariant(
            $"{url} answered with more than {most / (1024 * 1024)} MB, which is more than is held in memory. The rest was not read."),
        new Advice("Save it as a file, which may have any length, or ask for less at once.", NextStep.SaveResponse));

    public static SfException ProxyRefused(Uri url, HttpStatusCode status) =>
        Proxy(url.Authority, string.Empty, $"it answered {(int)status}", null);

    private static SfException Proxy(string host, string via, string detail, Exception? e) => new(
        SfErrorKind.ProxyFailed,
        $"{host} cannot be reached{(via.Length > 0 ? via : " through the proxy")}: {detail}",
        new Advice("Check the proxy (HTTPS_PROXY, or the one that was given) and its credential, and that it lets this host through.",
            NextStep.SetProxy),
        e);

    private static string Innermost(Exception e) => e.GetBaseException().Message.TrimEnd('.') + ".";

    private static T? Find<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found)
            {
                return found;
            }
        }

        return null;
    }
}
