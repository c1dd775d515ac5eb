using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Sessions;

/// <summary>One REST call of a session: the bearer token, Salesforce's errors, and one renewal of the session.</summary>
internal sealed class SfRestCall : HttpCall
{
    private readonly SfSession _session;
    private readonly SfRequest _request;
    private readonly string _version;
    private readonly Func<SfResponse, CancellationToken, Task> _read;
    private TokenResponse _token;
    private bool _wasRenewed;

    /// <param name="session">The session; what the request does not set follows its defaults.</param>
    /// <param name="request">The request.</param>
    /// <param name="version">The API version; used if the URI needs one.</param>
    /// <param name="read">Reads the answer.</param>
    public SfRestCall(
        SfSession session, SfRequest request, string version, Func<SfResponse, CancellationToken, Task> read, IHttpObserver? observer)
    {
        _session = session;
        _request = request;
        _version = version;
        _read = read;
        _token = session.Token;
        SkipErrorCheck = request.SkipErrorCheck;
        Timeouts = request.Timeouts ?? session.Defaults.Timeouts;
        Retry = request.Retry ?? session.Defaults.Retry;
        HttpSettings = request.HttpSettings;
        MaximumRedirects = request.MaximumRedirects;
        Observer = observer;
    }

    public override RetrySafety RetrySafety => _request.RetrySafety;

    public override ExpectedAnswer Expect => _request.SkipErrorCheck ? ExpectedAnswer.Unchecked : _request.Expect;

    public override IEnumerable<string> Secrets => [_token.AccessToken];

    public override HttpRequestMessage CreateRequest()
    {
        _token = _session.Token;
        return RequestMessage.Create(_request, Url(_request.Query), _request.IsAnonymous ? null : _token.AccessToken);
    }

    public override Task ReadAsync(SfResponse response, CancellationToken cancellationToken)
    {
        _session.ObserveUsage(response, Observer);
        return _read(response, cancellationToken);
    }

    public override async Task<FailedAttempt> ClassifyAsync(SfResponse response, CancellationToken cancellationToken)
    {
        _session.ObserveUsage(response, Observer);
        var body = Redact(await response.ReadShortAsync(cancellationToken).ConfigureAwait(false));
        return await _session.Versions.CheckAsync(Failed(response, body), _request, _version, Observer, cancellationToken)
            .ConfigureAwait(false);
    }

    public override async Task<FailedAttempt> RenewSessionAsync(FailedAttempt failed, CancellationToken cancellationToken)
    {
        var error = (SfRestException)failed.Error;
        if (_wasRenewed && !_token.IsCached)
        {
            return failed with { Error = error.With(error.Kind, error.Message + " It was renewed, and rejected again.", error.Advice) };
        }

        _wasRenewed = true;
        try
        {
            await _session.RenewAsync(_token, afterRejection: true, Observer, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e)
        {
            // The error of a flow that cannot renew says so itself.
            var tried = e.Kind == SfErrorKind.SessionExpired ? string.Empty : "Renewing it failed: ";
            return failed with { Error = error.With(e.Kind, $"{error.Message} {tried}{e.Message}", e.Advice, e) };
        }

        return RetrySafety != RetrySafety.Never
            ? failed with { WasSessionRenewed = true }
            : failed with
            {
                Error = error.With(
                    error.Kind,
                    error.Message + " It was renewed, but this body cannot be sent twice.",
                    "Make the call again: the connection has a new session."),
            };
    }

    public override SfException UnknownOutcome(SfException cause) =>
        _request.MayChange ? Sessions.UnknownOutcome.Of(_request, cause) : cause;

    private Uri Url(IReadOnlyList<KeyValuePair<string, string>> query) =>
        RequestUri.Resolve(_request.Uri, query, _token.InstanceUrl, _version);

    private FailedAttempt Failed(SfResponse response, ReadOnlyMemory<byte> body)
    {
        var status = response.StatusCode;
        var errors = RestErrorReader.Read(body, response.Headers.WwwAuthenticate);
        var verdict = RestErrorCatalogue.Explain(status, errors);
        var said = errors.Count > 0 ? RestErrorReader.Join(errors) : ServerText.FirstLine(body.Span);
        var url = Redaction.Url(Url([]));
        var retryAfter = response.RetryAfter(_session.Transport.Time.GetUtcNow());
        var error = new SfRestException(
            verdict.Kind,
            $"{_request.Method} {url} failed with status {(int)status}: {said}"
                + (said.EndsWith('.') ? string.Empty : ".")
                + (verdict.Meaning is null ? string.Empty : " " + verdict.Meaning),
            verdict.Advice)
        {
            StatusCode = (int)status,
            ServerText = ServerText.Shorten(body.Span),
            Errors = errors,
            Method = _request.Method.Method,
            Url = url,
            RetryAfter = retryAfter,
        };
        return new FailedAttempt(error, verdict.IsTransient, verdict.MayHaveActed, retryAfter)
        {
            // Another host, to which a redirect led, says nothing about this session.
            IsSessionExpired = verdict.Kind == SfErrorKind.SessionExpired && !_request.IsAnonymous
                && HostTrust.SameOrigin(new Uri(response.Url), _token.InstanceUrl),
        };
    }
}
