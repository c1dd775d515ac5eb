using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Diagnostics;

/// <summary>Asks whether a host answers, whatever it answers, and for its time.</summary>
internal sealed class ReachabilityCall : HttpCall
{
    private readonly Uri _url;

    public ReachabilityCall(Uri url)
    {
        _url = new Uri(url, "/services/data");
        SkipErrorCheck = true;
        Retry = RetryPolicy.Default with { MaximumRetryCount = 1 };
    }

    /// <summary>The time at the server; null if it is not known.</summary>
    public DateTimeOffset? Date { get; private set; }

    public override RetrySafety RetrySafety => RetrySafety.ReadOnly;

    public override ExpectedAnswer Expect => ExpectedAnswer.Unchecked;

    public override HttpRequestMessage CreateRequest() => new(HttpMethod.Get, _url);

    public override Task ReadAsync(SfResponse response, CancellationToken cancellationToken)
    {
        Date = response.Date;
        return Task.CompletedTask;
    }

    public override Task<FailedAttempt> ClassifyAsync(SfResponse response, CancellationToken cancellationToken) =>
        Task.FromResult(new FailedAttempt(
            new SfException(SfErrorKind.RequestFailed, $"Status {(int)response.StatusCode}.", null), IsTransient: false,
            MayHaveActed: false));
}
