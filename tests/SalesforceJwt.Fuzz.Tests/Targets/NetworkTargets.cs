using SalesforceJwt.Core.Diagnostics;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Mutation;
using SalesforceJwt.Fuzz.Tests.Support;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>Bytes on a real connection, below HttpClient: heads, chunks, compression, and interrupted responses.</summary>
internal static class NetworkTargets
{
    private static readonly Lazy<RawServer> Server = new();
    private static readonly HttpTimeouts Timeouts = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));

    private static readonly IReadOnlyList<byte[]> Examples =
    [
        Answers.Of(["HTTP/1.1 200 OK", "Content-Type: application/json", "Content-Length: 2"], "{}"u8.ToArray()),
        Answers.Of(["HTTP/1.1 200 OK", "Content-Type: application/json", "Transfer-Encoding: chunked"],
            "2\r\n{}\r\n0\r\n\r\n"u8.ToArray()),
        Answers.Of(["HTTP/1.1 100 Continue", "", "HTTP/1.1 200 OK", "Content-Length: 0"], []),
        Answers.Of(["HTTP/1.0 401 Unauthorized", "WWW-Authenticate: Token", "Content-Length: 75"],
            "[{\"message\":\"Session expired or invalid\",\"errorCode\":\"INVALID_SESSION_ID\"}]"u8.ToArray()),
        Answers.Json("""{"totalSize":1,"done":true,"records":[{"Id":"1"}]}"""),
        Answers.Of(["HTTP/1.1 302 Found", "Location: /x", "Content-Length: 0"], []),
        Answers.Of(["HTTP/1.1 503 X", "Retry-After: 1", "Content-Length: 0"], []),
    ];

    public static IEnumerable<FuzzTarget> All =>
    [
        Of("network.bytes", ByteMutation.Mutate, ReadAsync),
        Of("network.http", HttpMutation.Mutate, ReadAsync),
        Of("network.query", HttpMutation.Mutate, QueryAsync),
        new("network.doctor", [Answers.Json(Seeds.Json("token-of-loopback")), .. Examples], HttpMutation.Mutate,
            ExamineAsync) { Secrets = Org.Secrets, Inputs = 60 },
    ];

    private static SfSessionOptions Options => new()
    {
        ApiVersion = Org.Version,
        Time = new SkippingTime(),
        Timeouts = Timeouts,
        HttpSettings = new HttpSettings { NoProxy = true }
    };

    private static FuzzTarget Of(string name, Mutate mutate, Func<SfSession, Task> call) => new(name, Examples, mutate, async (input,
        stop) =>
    {
        Server.Value.Answer(input);
        using var session = await SfSession.SignInAsync(new AccessTokenFlow(Server.Value.Url, Org.Token), Options, null, stop.Token);
        await call(session);
    })
    {
        Secrets = Org.Secrets,
        Inputs = 200,
    };

    private static Task ReadAsync(SfSession session) =>
        session.Rest.SendAsync(new SfRequest { Uri = "x" }, Org.ReadTextAsync, Org.Watch);

    private static async Task QueryAsync(SfSession session)
    {
        await foreach (var _ in new QueryReader(session, new QueryOptions()).ReadAsync("SELECT Id FROM A", (page,
            _) => Task.FromResult(page.Url)))
        {
        }
    }

    private static async Task ExamineAsync(byte[] input, CancellationTokenSource stop)
    {
        Server.Value.Answer(input);
        var subject = new SignInSubject
        {
            ClientId = () => "3MVG9.fuzz",
            Username = () => "u@example.com",
            LoginUrl = () => Server.Value.Url,
            ReadKey = _ => Task.FromResult(new SigningKey(PrivateKeyReader.FromBytes(Seeds.Key("pkcs8.der")), null)),
        };
        await foreach (var check in new SignInDoctor(Options).ExamineAsync(subject, offline: false, stop.Token))
        {
            Assert.DoesNotContain(Org.Secrets, check.ToString().Contains);
        }
    }
}
