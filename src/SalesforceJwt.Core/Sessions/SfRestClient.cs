using System.Net.Http.Headers;
using System.Text.Json;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Sessions;

/// <summary>
/// REST calls of one session: the bearer token, one renewal per call, and Salesforce's errors, on top of
/// <see cref="HttpTransport"/>.
/// </summary>
internal sealed class SfRestClient
{
    private static readonly Advice NoVersions = new(
        "Name the version, and check that nothing between here and Salesforce answers in its place.", NextStep.SetApiVersion);

    private readonly SfSession _session;

    internal SfRestClient(SfSession session) => _session = session;

    /// <summary>Sends a request and reads its answer.</summary>
    /// <typeparam name="T">What the answer becomes.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the answer; is called again after a connection broke in the middle, so it starts afresh each time.</param>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    public async Task<T> SendAsync<T>(
        SfRequest request, Func<SfResponse, CancellationToken, Task<T>> read, IHttpObserver? observer = null, CancellationToken cancellationToken = default)
    {
        request = request with { Uri = request.Uri.Trim() };
        if (!request.IgnoresUsageLimit)
        {
            _session.Usage.RequireRoom(_session.Limit);
        }

        var version = request.ApiVersion
            ?? (RequestUri.NeedsVersion(request.Uri) ? await _session.GetApiVersionAsync(request, observer, cancellationToken).ConfigureAwait(false) : string.Empty);
        var token = _session.Token;
        var renewed = false;
        T? result = default;
        var call = new HttpCall
        {
            Create = () => Create(request, version, token = _session.Token),
            Read = async (response, cancel) =>
            {
                Learn(response, observer);
                result = await read(response, cancel).ConfigureAwait(false);
            },
            Classify = async (response, cancel) =>
            {
                Learn(response, observer);
                var body = ServerText.Without(await response.ReadShortAsync(cancel).ConfigureAwait(false), token.AccessToken);
                var refusal = Error(request, version, response, body, token);
                if (refusal.Error.Kind == SfErrorKind.SessionExpired && HostTrust.SameOrigin(new Uri(response.Url), token.InstanceUrl))
                {
                    var wasRenewed = renewed;
                    renewed = true;
                    return await Renewal.TryAsync(
                        _session, token, refusal, wasRenewed, request.RetrySafety != RetrySafety.Never, observer, cancel).ConfigureAwait(false);
                }

                return await CheckVersionAsync(refusal, request, version, observer, cancel).ConfigureAwait(false);
            },
            Expect = request.SkipErrorCheck ? ExpectedAnswer.Unchecked : request.Expect,
            Secrets = () => [token.AccessToken],
            SkipErrorCheck = request.SkipErrorCheck,
            RetrySafety = request.RetrySafety,
            InDoubt = request.MayChange ? cause => UnknownOutcome.Of(request, cause) : null,
            Timeouts = request.Timeouts ?? _session.Defaults.Timeouts,
            Retry = request.Retry ?? _session.Defaults.Retry,
            HttpSettings = request.HttpSettings,
            MaximumRedirects = request.MaximumRedirects,
            Observer = observer,
        };
        try
        {
            await _session.Transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
            return result!;
        }
        catch (SfRestException e) when (NameAdvice.Concerns(e, request))
        {
            throw await NameAdvice.AddAsync(_session, e, request.ApiVersion, observer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The API versions that the org has, oldest first. Needs no token.</summary>
    /// <returns>Versions such as <c>68.0</c>; at least one.</returns>
    public async Task<IReadOnlyList<string>> GetVersionsAsync(IHttpObserver? observer = null, CancellationToken cancellationToken = default) =>
        _session.KnownVersions = await GetVersionsAsync(new SfRequest { Uri = string.Empty }, observer, cancellationToken).ConfigureAwait(false);

    /// <summary>The same, under the time limits, retries and HTTP settings of another call.</summary>
    internal async Task<IReadOnlyList<string>> GetVersionsAsync(SfRequest request, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var url = new Uri(_session.Token.InstanceUrl, "/services/data");
        IReadOnlyList<string> versions = [];
        var call = new HttpCall
        {
            Create = () => NewRequest(HttpMethod.Get, url),
            Read = async (response, cancel) => versions = Versions(await response.ReadAllAsync(cancel).ConfigureAwait(false), url),
            Classify = async (response, cancel) =>
            {
                var body = await response.ReadShortAsync(cancel).ConfigureAwait(false);
                return Error(new SfRequest { Uri = url.AbsolutePath }, string.Empty, response, body, _session.Token);
            },
            Expect = ExpectedAnswer.Json with { Advice = NoVersions },
            RetrySafety = RetrySafety.ReadOnly,
            Timeouts = request.Timeouts ?? _session.Defaults.Timeouts,
            Retry = request.Retry ?? _session.Defaults.Retry,
            HttpSettings = request.HttpSettings,
            Observer = observer,
        };
        await _session.Transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return versions;
    }

    private void Learn(SfResponse response, IHttpObserver? observer)
    {
        if (LimitInfo.From(response) is { } limit)
        {
            _session.Limit = limit;
            _session.Usage.Tell(limit, observer);
        }
    }

    private static HttpRequestMessage NewRequest(HttpMethod method, Uri url)
    {
        var message = new HttpRequestMessage(method, url);
        message.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        return message;
    }

    private static HttpRequestMessage Create(SfRequest request, string version, TokenResponse token)
    {
        var message = NewRequest(request.Method, RequestUri.Resolve(request.Uri, request.Query, token.InstanceUrl, version));
        message.Content = request.Content?.Invoke();
        foreach (var (name, value) in request.Headers)
        {
            Add(message, name, value);
        }

        message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token.AccessToken);
        return message;
    }

    private static void Add(HttpRequestMessage message, string name, string value)
    {
        if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            throw new SfException(
                SfErrorKind.HeaderInvalid,
                "The Authorization header belongs to the connection and cannot be given.",
                "Leave it out; to call with another token, use another connection.");
        }

        if (!value.All(c => c is '\t' or (>= ' ' and <= '~'))
            || !(message.Headers.TryAddWithoutValidation(name, value) || TryReplace(message.Content?.Headers, name, value)))
        {
            throw new SfException(
                SfErrorKind.HeaderInvalid,
                $"The header '{name}' cannot be sent with this request.",
                "A name has letters, digits and hyphens; a value has no control characters, line breaks among them, and nothing outside "
                    + "ASCII; headers that describe a body (Content-…) need a body.");
        }
    }

    private static bool TryReplace(HttpContentHeaders? headers, string name, string value)
    {
        if (headers?.NonValidated.Contains(name) == true)
        {
            headers.Remove(name);
        }

        return headers?.TryAddWithoutValidation(name, value) == true;
    }

    private static List<string> Versions(ReadOnlyMemory<byte> body, Uri url)
    {
        return JsonText.Read(body, Redaction.Url(url), "a list of API versions", Read, new Advice("Name the version.", NextStep.SetApiVersion));

        static List<string>? Read(JsonElement root)
        {
            var versions = root.EnumerateArray().Select(
                v => ApiVersion.TryParse(v.Text("version") ?? string.Empty)).OfType<string>().ToList();
            versions.Sort((a, b) => a.Length != b.Length ? a.Length - b.Length : string.CompareOrdinal(a, b));
            return versions.Count > 0 ? versions : null;
        }
    }

    private FailedAttempt Error(SfRequest request, string version, SfResponse response, ReadOnlyMemory<byte> body, TokenResponse token)
    {
        var status = response.StatusCode;
        var errors = RestErrorReader.Read(body, response.Headers.WwwAuthenticate);
        var verdict = RestErrorCatalogue.Explain(status, errors);
        var said = errors.Count > 0 ? RestErrorReader.Join(errors) : ServerText.FirstLine(body.Span);
        var url = Redaction.Url(RequestUri.Resolve(request.Uri, [], token.InstanceUrl, version));
        var retryAfter = response.RetryAfter(_session.Transport.Time.GetUtcNow());
        var exception = new SfRestException(
            verdict.Kind,
            $"{request.Method} {url} failed with status {(int)status}: {said}"
                + (said.EndsWith('.') ? string.Empty : ".")
                + (verdict.Meaning is null ? string.Empty : " " + verdict.Meaning),
            verdict.Advice)
        {
            StatusCode = (int)status,
            ServerText = ServerText.Shorten(body.Span),
            Errors = errors,
            Method = request.Method.Method,
            Url = url,
            RetryAfter = retryAfter,
        };
        return new FailedAttempt(exception, verdict.IsTransient, verdict.MayHaveActed, retryAfter);
    }

    /// <summary>Salesforce answers an unknown version like any unknown path; only its list of versions, asked for once, tells the two apart.</summary>
    private async Task<FailedAttempt> CheckVersionAsync(FailedAttempt refusal, SfRequest request, string version, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        if (refusal.Error is not SfRestException { Kind: SfErrorKind.NotFound } error || request.SuppressNameAdvice || !RequestUri.NeedsVersion(request.Uri))
        {
            return refusal;
        }

        var versions = _session.KnownVersions;
        if (versions.Count == 0)
        {
            try
            {
                _session.KnownVersions = versions = await GetVersionsAsync(request, observer, cancellationToken).ConfigureAwait(false);
            }
            catch (SfException)
            {
                // The 404 is the error to report, whatever the second question met.
                return refusal;
            }
        }

        return versions.Contains(version)
            ? refusal
            : refusal with
            {
                Error = error.With(
                    SfErrorKind.ApiVersionNotFound,
                    $"The org does not have API version {version}; it has {versions[0]} to {versions[^1]}.",
                    new Advice($"Use {versions[^1]}, or leave the version out for the newest.", NextStep.SetApiVersion, versions[^1])),
            };
    }
}
