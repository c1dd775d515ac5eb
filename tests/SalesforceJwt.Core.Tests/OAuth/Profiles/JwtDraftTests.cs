using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.OAuth.Profiles;

/// <summary>Tokens with an issuer, subject, audience, claims and headers of the caller's own, and their exchange for other tokens.</summary>
public sealed class JwtDraftTests
{
    private const string Accepted = """{"access_token":"third-party","token_type":"Bearer"}""";

    private static readonly Uri ThirdParty = new("https://idp.example.com/oauth/token");

    private readonly Dictionary<string, string> _environment = new()
    {
        [SignInEnvironment.ClientId] = "3MVG9.environment",
        [SignInEnvironment.Username] = "environment@example.com",
        [SignInEnvironment.LoginUrl] = "https://environment.my.salesforce.com",
        [SignInEnvironment.Key] = TestKeys.Pkcs8Pem,
    };

    [Fact]
    public async Task With_an_issuer_of_its_own_a_token_takes_nothing_but_the_key_from_the_environment()
    {
        var jwt = await SignAsync(new JwtDraft { Issuer = "me" }, new JwtSignInValues { Audience = "you" });

        Assert.Equal(("me", null, "you"), (jwt.Issuer, jwt.Subject, jwt.Audience.Single()));
    }

    [Fact]
    public async Task Without_one_it_is_the_assertion_of_a_sign_in()
    {
        var jwt = await SignAsync(new JwtDraft());

        Assert.Equal(
            ("3MVG9.environment", "environment@example.com", "https://environment.my.salesforce.com"),
            (jwt.Issuer, jwt.Subject, jwt.Audience.Single()));
    }

    [Fact]
    public async Task A_subject_replaces_the_username()
    {
        var jwt = await SignAsync(new JwtDraft { Subject = "order-1" });

        Assert.Equal(("3MVG9.environment", "order-1"), (jwt.Issuer, jwt.Subject));
    }

    [Theory]
    [InlineData("https://idp.example.com/oauth/token", "https://idp.example.com/oauth/token")]
    [InlineData("https://acme.my.salesforce.com/services/oauth2/token", "https://acme.my.salesforce.com")]
    public async Task The_audience_is_the_token_endpoint_or_Salesforces_host(string url, string audience) =>
        Assert.Equal(audience, (await SignAsync(new JwtDraft { Issuer = "me", TokenUrl = new Uri(url) })).Audience.Single());

    [Fact]
    public async Task An_issuer_of_its_own_needs_an_audience() => await FailsAsync(SfErrorKind.ValueMissing, new JwtDraft { Issuer = "me" });

    [Theory]
    [InlineData(301)]
    [InlineData(86400)]
    public async Task An_assertion_for_a_sign_in_ends_within_300_seconds_and_others_do_not(int seconds)
    {
        var lifetime = TimeSpan.FromSeconds(seconds);
        await FailsAsync(SfErrorKind.JwtClaimInvalid, new JwtDraft { Lifetime = lifetime });

        var jwt = await SignAsync(new JwtDraft { Issuer = "me", TokenUrl = ThirdParty, Lifetime = lifetime });
        Assert.Equal(seconds, (jwt.ExpiresAt!.Value - DateTimeOffset.UtcNow).TotalSeconds, 20d);
    }

    [Fact]
    public async Task Times_id_and_claims_are_those_that_are_given()
    {
        var start = DateTimeOffset.UtcNow.AddSeconds(60);
        var jwt = await SignAsync(new JwtDraft
        {
            Issuer = "me",
            TokenUrl = ThirdParty,
            Id = "one",
            IssuedAt = start,
            NotBefore = start,
            Claims = Encoding.UTF8.GetBytes("""{"order":{"lines":[1,2],"Größe":"é"}}"""),
        });

        Assert.Equal(("one", start.ToUnixTimeSeconds()), (jwt.Id, jwt.NotBefore!.Value.ToUnixTimeSeconds()));
        Assert.Equal(start.ToUnixTimeSeconds(), jwt.IssuedAt!.Value.ToUnixTimeSeconds());
        using var claims = JsonDocument.Parse(jwt.Claims);
        var order = claims.RootElement.GetProperty("order");
        Assert.Equal("[1,2]", order.GetProperty("lines").GetRawText());
        Assert.Equal("é", order.GetProperty("Größe").GetString());
    }

    [Fact]
    public async Task A_token_that_would_begin_after_its_end_is_refused() => await FailsAsync(
        SfErrorKind.JwtClaimInvalid, new JwtDraft { Issuer = "me", TokenUrl = ThirdParty, NotBefore = DateTimeOffset.UtcNow.AddHours(1) });

    [Fact]
    public async Task The_header_names_the_key_and_its_certificate()
    {
        using var folder = new TemporaryFolder();
        var path = folder["server.crt"];
        await File.WriteAllTextAsync(path, TestKeys.Certificate.ExportCertificatePem(), TestOrg.Cancellation);
        var jwt = await SignAsync(
            new JwtDraft { Issuer = "me", TokenUrl = ThirdParty, KeyId = "key-1", NamesCertificate = true },
            new JwtSignInValues { CertificatePath = path });

        using var header = JsonDocument.Parse(jwt.Header);
        Assert.Equal("key-1", header.RootElement.GetProperty("kid").GetString());
        Assert.Equal(
            Base64UrlEncoder.Encode(SHA256.HashData(TestKeys.Certificate.RawData)), header.RootElement.GetProperty("x5t#S256").GetString());
    }

    [Fact]
    public async Task A_certificate_that_is_unknown_cannot_be_named() => await FailsAsync(
        SfErrorKind.ValueMissing, new JwtDraft { Issuer = "me", TokenUrl = ThirdParty, NamesCertificate = true });

    [Theory]
    [InlineData("two words")]
    [InlineData("")]
    public async Task An_issuer_is_one_word(string issuer) =>
        await FailsAsync(SfErrorKind.JwtClaimInvalid, new JwtDraft { Issuer = issuer, TokenUrl = ThirdParty });

    [Fact]
    public async Task Salesforce_exchanges_it_for_an_access_token()
    {
        await using var org = await TestOrg.StartShuffledAsync();

        var answer = await ExchangeAsync(
            new JwtDraft { Claims = "{\"order\":1}"u8.ToArray() },
            new Uri(org.Server.HttpUrl, TestOrg.TokenPath),
            new JwtSignInValues { ClientId = TestOrg.ClientId, Username = TestOrg.Username });

        using var document = JsonDocument.Parse(answer);
        Assert.StartsWith("00D", document.RootElement.GetProperty("access_token").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Salesforces_refusal_is_explained_as_that_of_a_sign_in()
    {
        await using var org = await TestOrg.StartShuffledAsync();

        var error = await Assert.ThrowsAsync<SfLoginException>(() => ExchangeAsync(
            new JwtDraft(),
            new Uri(org.Server.HttpUrl, TestOrg.TokenPath),
            new JwtSignInValues { ClientId = TestOrg.ClientId, Username = "unknown@example.com" }));

        Assert.Equal(SfErrorKind.LoginNotApproved, error.Kind);
    }

    [Fact]
    public async Task A_third_party_gets_grant_type_assertion_and_scope()
    {
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer(200, "application/json", Accepted));

        Assert.Equal(Accepted, Encoding.UTF8.GetString((await ExchangeAsync(new JwtDraft { Issuer = "me" }, server.Url, scope: "read write")).Span));

        var sent = Assert.Single(server.Requests);
        var form = System.Web.HttpUtility.ParseQueryString(sent[(sent.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        Assert.Equal(JwtBearerFlow.GrantType, form["grant_type"]);
        Assert.Equal("read write", form["scope"]);
        var jwt = JwtReader.Read(form["assertion"]);
        Assert.Equal(("me", server.Url.AbsoluteUri), (jwt.Issuer, jwt.Audience.Single()));
    }

    [Fact]
    public async Task A_refusal_quotes_the_server_but_not_the_token()
    {
        await using var server = await RawServer.StartAsync(request => RawServer.Answer(
            400, "application/json", $$"""{"error":"invalid_grant","error_description":"no such issuer {{Assertion(request)}}"}"""));

        var error = await Assert.ThrowsAsync<SfLoginException>(() => ExchangeAsync(new JwtDraft { Issuer = "me" }, server.Url));

        Assert.Equal((SfErrorKind.LoginFailed, 400, "invalid_grant"), (error.Kind, error.StatusCode, error.Error));
        Assert.Contains("no such issuer", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Assertion(server.Requests.Single())[..30], error.ToString() + error.ServerText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "application/json", """{"ok":true}""", SfErrorKind.ResponseInvalid)]
    [InlineData(200, "application/json", "[1]", SfErrorKind.ResponseInvalid)]
    [InlineData(200, "text/html", "<html><title>Maintenance</title></html>", SfErrorKind.ResponseInvalid)]
    [InlineData(404, "text/plain", "nothing here", SfErrorKind.ResponseInvalid)]
    [InlineData(502, "text/html", "<html><title>Bad gateway</title></html>", SfErrorKind.LoginUnavailable)]
    public async Task What_is_no_token_answer_is_an_error(int status, string type, string body, SfErrorKind kind)
    {
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer(status, type, body));

        var error = await Assert.ThrowsAnyAsync<SfException>(
            () => ExchangeAsync(new JwtDraft { Issuer = "me" }, server.Url, time: new SkippingTime()));

        Assert.Equal((kind, (int?)status), (error.Kind, error.StatusCode));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_the_token()
    {
        await using var other = await RawServer.StartAsync(_ => RawServer.Answer(200, "application/json", Accepted));
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer(307, "text/plain", "", $"Location: {other.Url}"));

        await Assert.ThrowsAnyAsync<SfException>(() => ExchangeAsync(new JwtDraft { Issuer = "me" }, server.Url));

        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_repeated_request_has_a_token_of_its_own()
    {
        var answers = new Queue<HttpStatusCode>([HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK]);
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer((int)answers.Dequeue(), "application/json", Accepted));

        await ExchangeAsync(new JwtDraft { Issuer = "me" }, server.Url, time: new SkippingTime());

        Assert.Equal(2, server.Requests.Select(r => JwtReader.Read(Assertion(r)).Id).Distinct().Count());
    }

    [Theory]
    [InlineData("https://idp.example.com/token?tenant=1", null)]
    [InlineData("http://127.0.0.1:8080/token", null)]
    [InlineData("http://idp.example.com/token", "not https")]
    [InlineData("ftp://idp.example.com/token", "not a URL")]
    [InlineData("idp.example.com/token", "not a URL")]
    [InlineData("https://user:secret@idp.example.com/token", "cannot be")]
    [InlineData("https://idp.example.com/token#here", "fragment")]
    public void A_token_URL_is_https_or_of_this_machine(string url, string? fault)
    {
        var error = Record.Exception(() => SignInValue.TokenUrl(url));

        Assert.Equal(fault is null ? null : SfErrorKind.UriInvalid, (error as SfException)?.Kind);
        Assert.Contains(fault ?? string.Empty, error?.Message ?? string.Empty, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", error?.ToString() ?? string.Empty, StringComparison.Ordinal);
    }

    private static string Assertion(string request) =>
        System.Web.HttpUtility.ParseQueryString(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])["assertion"]!;

    private JwtSignInResolver Resolver(JwtSignInValues? given) =>
        new(given ?? new JwtSignInValues()) { GetVariable = name => _environment.GetValueOrDefault(name) };

    private async Task<JwtContent> SignAsync(JwtDraft draft, JwtSignInValues? given = null)
    {
        using var jwt = await draft.ResolveAsync(Resolver(given), DateTimeOffset.UtcNow, TestOrg.Cancellation);
        return JwtReader.Read(await jwt.SignAsync(DateTimeOffset.UtcNow, TestOrg.Cancellation));
    }

    private async Task<ReadOnlyMemory<byte>> ExchangeAsync(
        JwtDraft draft, Uri url, JwtSignInValues? given = null, string? scope = null, TimeProvider? time = null)
    {
        using var transport = new HttpTransport(time: time);
        using var jwt = await (draft with { TokenUrl = url }).ResolveAsync(Resolver(given), DateTimeOffset.UtcNow, TestOrg.Cancellation);
        return await jwt.ExchangeAsync(transport, url, scope, new SignInOptions(), observer: null, TestOrg.Cancellation);
    }

    private async Task FailsAsync(SfErrorKind kind, JwtDraft draft) =>
        Assert.Equal(kind, (await Assert.ThrowsAsync<SfException>(() => SignAsync(draft))).Kind);
}
