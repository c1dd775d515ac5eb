using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth.TokenCache;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// The device flow (RFC 8628, in Salesforce's form; Salesforce Help: "OAuth 2.0 Device Flow for IoT Integration"): a user types a
/// short code into a browser on any machine, while this one polls the token endpoint.
/// </summary>
internal sealed class DeviceFlow : InteractiveFlow
{
    // What slow_down adds to the interval (RFC 8628 section 3.5).
    private static readonly TimeSpan SlowDown = TimeSpan.FromSeconds(5);

    private readonly string _scope;
    private readonly TimeSpan _timeout;
    private readonly Action<DeviceCode> _show;

    /// <summary>Sets up the flow.</summary>
    /// <param name="client">The app; device flow has to be enabled on it.</param>
    /// <param name="scope">The scopes, separated by spaces.</param>
    /// <param name="timeout">How long to wait for the user.</param>
    /// <param name="show">Shows the code and where to type it.</param>
    public DeviceFlow(OAuthClient client, string scope, TimeSpan timeout, Action<DeviceCode> show)
        : base(client)
    {
        _scope = SignInValue.Scope(scope);
        _timeout = timeout;
        _show = show;
    }

    /// <inheritdoc/>
    public override TokenCacheSubject CacheSubject => TokenCacheSubject.Of(GrantKind.Device, Client, scope: _scope);

    private protected override async Task<TokenResponse> SignInAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var code = await TokenEndpoint.RequestAsync(
            transport,
            Request(("response_type", "device_code"), ("scope", _scope)),
            (json, _) => DeviceCode.Parse(json),
            options,
            observer,
            cancellationToken).ConfigureAwait(false);
        _show(code);

        var started = transport.Time.GetTimestamp();
        var interval = code.Interval;
        while (true)
        {
            if (transport.Time.GetElapsedTime(started) >= _timeout)
            {
                throw new SfException(
                    SfErrorKind.Timeout,
                    $"Nobody entered the code {code.UserCode} at {code.VerificationUrl} within {_timeout.TotalSeconds:0} seconds.",
                    new Advice(
                        "Start again, and allow more time (Salesforce's codes are valid for about 10 minutes).", NextStep.SetTimeout));
            }

            await Task.Delay(interval, transport.Time, cancellationToken).ConfigureAwait(false);
            try
            {
                return await TokenEndpoint.RequestAsync(transport, Request(("grant_type", "device"), ("code", code.Code)), options,
                    observer, cancellationToken).ConfigureAwait(false);
            }
            catch (SfLoginException e) when (e.Error is "authorization_pending")
            {
            }
            catch (SfLoginException e) when (e.Error is "slow_down")
            {
                interval += SlowDown;
            }
        }
    }

    private TokenRequest Request(params (string Name, string Value)[] fields) => new()
    {
        LoginUrl = LoginUrl,
        Attempt = () => new LoginAttempt { Grant = GrantKind.Device, LoginUrl = LoginUrl, ClientId = Client.ClientId },
        Form = () => Task.FromResult(Client.Form(fields)),
    };
}
