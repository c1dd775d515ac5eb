using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Exchange;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Mutation;
using SalesforceJwt.Fuzz.Tests.Support;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>Responses of login hosts: tokens, device codes, errors, user and token information.</summary>
internal static class SignInTargets
{
    private static readonly string TokenJson = Seeds.Json("token");
    private static readonly string InfoJson = Seeds.Json("token-info");
    private static readonly string UserJson = Seeds.Json("user-info");
    private static readonly string DeviceJson = Seeds.Json("device-code");

    private static readonly byte[] Granted = Answers.Json(TokenJson, 200, "Date: Thu, 01 Jan 2026 00:00:00 GMT");

    private static readonly IReadOnlyList<byte[]> Rejections =
    [
        Answers.Json(Seeds.Json("error-not-approved"), 400, "Date: Thu, 01 Jan 2026 00:00:00 GMT"),
        Answers.Json("""{"error":"rate_exceeded","error_description":"login rate exceeded"}""", 429, "Retry-After: 5"),
        Answers.Text("<html><head><title>Maintenance</title></head><body>Down</body></html>", 503, "text/html", "Retry-After: 30"),
        Answers.Text($"<html><body>{TokenJson}</body></html>"),
        Answers.Json(TokenJson[..^20]),
        Answers.Text(string.Empty, 302, "text/plain", "Location: https://other.example/login"),
    ];

    public static IEnumerable<FuzzTarget> All =>
    [
        Of("sign-in.refresh-token", () => new RefreshTokenFlow(Org.Client, Org.Refresh), Granted),
        Of("sign-in.jwt", () => new JwtBearerFlow("3MVG9.fuzz", "u@example.com", PrivateKeyReader.FromBytes(Seeds.Key("pkcs8.der")),
            Org.Url), Granted) with { Inputs = 200 },
        Of("sign-in.password", () => new PasswordFlow(Org.Client, "u@example.com", Org.Password), Granted),
        Of("sign-in.client-credentials", () => new ClientCredentialsFlow(Org.Client), Granted),
        Of("sign-in.device", () => new DeviceFlow(Org.Client, "api", TimeSpan.FromMinutes(10), _ => { }),
            Answers.Join(Answers.Json(DeviceJson), Answers.Json("""{"error":"authorization_pending"}""", 400), Granted)),
        Call("user-info", (session, cancel) => session.GetUserInfoAsync(Org.Watch, cancel), Answers.Json(UserJson)),
        Call("token-info", (session, cancel) => session.IntrospectAsync(Org.Client, null, Org.Watch, cancel), Answers.Json(InfoJson),
            Answers.Json("""{"active":false}""")),
        Call("revoke", (session, cancel) => session.RevokeAsync(Org.Watch, cancel), Answers.Text(string.Empty, 200, "text/plain"),
            Answers.Json("""{"error":"invalid_token"}""", 400)),
        Pipeline("pipeline-token.github", """{"count":1,"value":"eyJhbGciOiJSUzI1NiJ9.e30.eA"}""",
            variables => new GitHubToken("https://acme.my.salesforce.com", variables)),
        Pipeline("pipeline-token.azure", """{"oidcToken":"eyJhbGciOiJSUzI1NiJ9.e30.eA"}""",
            variables => new AzurePipelinesToken("c0ffee", variables)),
        new(
            "session.renewal",
            [Answers.Join(Granted, Answers.Json(Seeds.Json("error-session-expired"), 401), Granted, Answers.Json(UserJson))],
            HttpMutation.Mutate,
            async (input, stop) =>
            {
                using var handler = new ScriptedHandler(input);
                using var session = await SfSession.SignInAsync(new RefreshTokenFlow(Org.Client, Org.Refresh), Org.Options(handler),
                    Org.Watch, stop.Token);
                await session.GetUserInfoAsync(Org.Watch, stop.Token);
            })
        {
            Secrets = Org.Secrets,
        },
    ];

    private static FuzzTarget Of(string name, Func<ISignInFlow> flow, params IReadOnlyList<byte[]> seeds) => new(
        name,
        [.. seeds, .. Rejections],
        HttpMutation.Mutate,
        async (input, stop) =>
        {
            using var handler = new ScriptedHandler(input);
            using var session = await SfSession.SignInAsync(flow(), Org.Options(handler), Org.Watch, stop.Token);
            _ = $"{session.Current} {session.UserId} {session.OrganizationId} {session.Username}";
            _ = $"{session.RefreshToken} {session.LoginUrl} {session.Audience}";
        })
    {
        Secrets = Org.Secrets,
    };

    private static FuzzTarget Pipeline(string name, string answer, Func<Func<string, string?>, ISubjectTokenSource> create) => new(
        name,
        [Answers.Json(answer), .. Rejections],
        HttpMutation.Mutate,
        async (input, stop) =>
        {
            using var handler = new ScriptedHandler(input);
            using var transport = new HttpTransport(createHandler: _ => handler, time: new SkippingTime());
            using var source = create(variable => variable.EndsWith("TOKEN", StringComparison.Ordinal) ? Org.Password : Org.Url.AbsoluteUri);
            await source.GetAsync(transport, new SignInOptions(), Org.Watch, stop.Token);
        })
    {
        Secrets = Org.Secrets,
    };

    private static FuzzTarget Call(string name, Func<SfSession, CancellationToken, Task> call, params IReadOnlyList<byte[]> seeds) =>
        new(name, [.. seeds, .. Rejections], HttpMutation.Mutate, Org.Call(call)) { Secrets = Org.Secrets };
}
