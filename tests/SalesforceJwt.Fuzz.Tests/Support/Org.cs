using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Fuzz.Tests.Support;

/// <summary>A session with an org whose responses are the input.</summary>
internal static class Org
{
    public const string Token = "00D000000000001!FUZZ.SECRET.ACCESS.TOKEN.314159265";
    public const string Refresh = "5Aep861FUZZ.SECRET.REFRESH.TOKEN.271828182";
    public const string Password = "FUZZ.SECRET.PASSWORD.161803398";
    public const string Host = "acme.my.salesforce.com";
    public const string Version = "68.0";

    /// <summary>No error may contain these.</summary>
    public static IReadOnlyList<string> Secrets { get; } = [Token, Refresh, Password];

    public static Uri Url { get; } = new($"https://{Host}");

    public static RecordOrigin Origin { get; } = new("fuzz", Url);

    public static OAuthClient Client { get; } = new(Url, "3MVG9.fuzz", Password);

    public static SfSessionOptions Options(HttpMessageHandler handler, string? version = Version) => new()
    {
        ApiVersion = version,
        CreateHandler = _ => handler,
        Time = new SkippingTime(),
        UsageWarningPercent = 80,
    };

    /// <summary>A session that has sent no request. It cannot be renewed.</summary>
    public static Task<SfSession> ConnectAsync(HttpMessageHandler handler, string? version = Version) =>
        SfSession.SignInAsync(new AccessTokenFlow(Url, Token), Options(handler, version));

    /// <summary>Makes a call whose responses are the input, and checks that it ends.</summary>
    public static Func<byte[], CancellationTokenSource, Task> Call(Func<SfSession, CancellationToken, Task> call,
        bool mayWait = false) => async (input, stop) =>
    {
        using var handler = new ScriptedHandler(input, mayWait ? stop : null);
        using var session = await ConnectAsync(handler);
        await call(session, stop.Token);
    };

    public static async Task<string> ReadTextAsync(SfResponse response, CancellationToken cancellationToken) =>
        (await RestAnswer.ReadAsync(response, cancellationToken)).Text;

    /// <summary>Checks what -Verbose and -Debug would show.</summary>
    public static IHttpObserver Watch { get; } = new Observer();

    /// <summary>Checks that -Verbose and -Debug show no secret.</summary>
    private sealed class Observer : IHttpObserver
    {
        public bool WantsHeaders => true;

        public void OnExchange(HttpExchange exchange) => Require(exchange.ToString());

        public void OnRetry(string reason, TimeSpan delay) => Require(reason);

        public void OnWarning(string message, NextStep step) => Require(message);

        private static void Require(string text)
        {
            if (Secrets.FirstOrDefault(s => text.Contains(s, StringComparison.OrdinalIgnoreCase)) is { } secret)
            {
                throw new InvalidOperationException($"The observer received '{secret}'.");
            }
        }
    }
}
