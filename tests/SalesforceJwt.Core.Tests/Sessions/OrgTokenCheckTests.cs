using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Sessions;

/// <summary>Tokens of Salesforce, verified with the keys that the org publishes.</summary>
public sealed class OrgTokenCheckTests : ConnectedTests
{
    private const string KeysPath = "/id/keys";
    private const string DiscoveryPath = "/.well-known/openid-configuration";

    private readonly PublicKeyCache _cache = new();

    private int KeyRequests => Test.Requests.Count(request => request.Path == KeysPath);

    [Fact]
    public async Task A_JWT_access_token_is_verified_and_issuer_audience_and_time_are_right()
    {
        var token = await GetTokenAsync();

        var signature = await VerifyAsync(token);

        Assert.Equal((JwtSignatureStatus.Verified, null), (signature.Status, signature.Reason));
        Assert.Contains(KeysPath, signature.VerifiedBy, StringComparison.Ordinal);
        var check = OrgTokenCheck.Expect(Session, token).Check(token, DateTimeOffset.UtcNow);
        Assert.True(check.IsComplete);
        Assert.Empty(check.Problems);
        Assert.DoesNotContain(Test.Requests, r => r.Path is KeysPath or DiscoveryPath && r.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Keys_are_fetched_once()
    {
        var token = await GetTokenAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(JwtSignatureStatus.Verified, (await VerifyAsync(token)).Status);
        }

        Assert.Equal((1, 1), (KeyRequests, Test.Requests.Count(request => request.Path == DiscoveryPath)));
    }

    [Fact]
    public async Task A_new_key_is_fetched_once_and_the_old_one_is_still_accepted_while_it_is_published()
    {
        var old = await GetTokenAsync();
        await VerifyAsync(old);

        await RotateAsync(keepOld: true);
        var renewed = await GetTokenAsync();

        Assert.NotEqual(old.KeyId, renewed.KeyId);
        Assert.Equal(JwtSignatureStatus.Verified, (await VerifyAsync(renewed)).Status);
        Assert.Equal(JwtSignatureStatus.Verified, (await VerifyAsync(old)).Status);
        Assert.Equal(1, KeyRequests);
    }

    [Fact]
    public async Task A_key_that_is_withdrawn_no_longer_counts_once_the_keys_are_fetched_again()
    {
        var old = await GetTokenAsync();
        await VerifyAsync(old);
        await RotateAsync(keepOld: false);
        await VerifyAsync(await GetTokenAsync());

        var signature = await VerifyAsync(old);

        Assert.Equal(JwtSignatureStatus.Invalid, signature.Status);
        Assert.Contains("publishes no RSA key", signature.Reason, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_unknown_key_is_asked_for_once_and_invented_ones_not_for_ever()
    {
        await VerifyAsync(await GetTokenAsync());
        var invented = Forge(new { alg = "RS256", kid = "invented" });
        await VerifyAsync(invented);
        Assert.Equal(JwtSignatureStatus.Invalid, (await VerifyAsync(invented)).Status);
        Assert.Equal(2, KeyRequests);

        for (var i = 0; i < 40; i++)
        {
            await VerifyAsync(Forge(new { alg = "RS256", kid = $"invented-{i}" }));
        }

        Assert.InRange(KeyRequests, 10, 30);
    }

    [Theory]
    [InlineData("jwk")]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    public async Task A_key_that_the_token_brings_or_names_itself_never_counts(string header)
    {
        var kid = (await GetTokenAsync()).KeyId;
        var key = TestKeys.Rsa.ExportParameters(includePrivateParameters: false);
        var jwk = new { kty = "RSA", kid, n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) };
        await using var server = await RawServer.StartAsync(
            _ => RawServer.Answer(200, "application/json", JsonSerializer.Serialize(new { keys = new[] { jwk } })));
        object value = header switch
        {
            "jwk" => jwk,
            "x5c" => new[] { Convert.ToBase64String(TestKeys.Certificate.RawData) },
            _ => server.Url.AbsoluteUri,
        };

        var signature = await VerifyAsync(Forge(new Dictionary<string, object?> { ["alg"] = "RS256", ["kid"] = kid, [header] = value }));

        Assert.Equal(JwtSignatureStatus.Invalid, signature.Status);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_issuer_of_a_token_is_never_asked_unless_it_is_a_host_of_the_session()
    {
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer(200, "application/json", "{}"));

        var token = Forge(new { alg = "RS256", kid = "1" }, new { iss = server.Url.GetLeftPart(UriPartial.Authority), exp = 4102444800 });
        var signature = await VerifyAsync(token);

        Assert.Equal(JwtSignatureStatus.Invalid, signature.Status);
        Assert.Empty(server.Requests);
        Assert.Equal(JwtCheckStatus.Invalid, OrgTokenCheck.Expect(Session, token).Check(token, DateTimeOffset.UtcNow).Issuer);
    }

    [Theory]
    [InlineData("none", "not signed")]
    [InlineData("HS256", "shared secret")]
    public async Task None_and_shared_secrets_are_rejected_without_a_request(string algorithm, string reason)
    {
        var signature = await VerifyAsync(Forge(new { alg = algorithm, kid = "201" }));

        Assert.Equal(JwtSignatureStatus.Invalid, signature.Status);
        Assert.Contains(reason, signature.Reason, StringComparison.Ordinal);
        Assert.Equal(0, KeyRequests);
    }

    [Fact]
    public async Task A_public_key_as_the_secret_of_an_HMAC_is_rejected()
    {
        var keys = await Test.Client.GetByteArrayAsync(new Uri(KeysPath, UriKind.Relative), TestOrg.Cancellation);
        var signed = $"{Part(new { alg = "HS256", kid = "201" })}.{Part(new { exp = 4102444800 })}";
        var forged = $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(keys, Encoding.ASCII.GetBytes(signed)))}";

        Assert.Equal(JwtSignatureStatus.Invalid, (await VerifyAsync(JwtReader.Read(forged))).Status);
    }

    [Theory]
    [InlineData(503, "text/html", "<html><title>Down</title></html>", SfErrorKind.LoginUnavailable)]
    [InlineData(404, "text/plain", "no", SfErrorKind.ResponseInvalid)]
    [InlineData(200, "application/json", """{"keys":1}""", SfErrorKind.ResponseInvalid)]
    [InlineData(200, "application/json", "[]", SfErrorKind.ResponseInvalid)]
    [InlineData(200, "text/html", "<html><title>Sign in to the proxy</title></html>", SfErrorKind.ResponseInvalid)]
    public async Task Without_the_keys_there_is_an_error_and_no_verdict(int status, string type, string body, SfErrorKind kind)
    {
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer(status, type, body));
        using var transport = new HttpTransport(time: new SkippingTime());

        var error = await Assert.ThrowsAnyAsync<SfException>(
            () => _cache.FindAsync(new PublicJsonReader(transport), server.Url, "1", "RS256", TestOrg.Cancellation));

        Assert.Equal(kind, error.Kind);
    }

    [Theory]
    [InlineData("""{"issuer":"https://evil.example.com","jwks_uri":"https://evil.example.com/keys"}""")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"http://evil.example.com/keys"}""")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"https://evil.example.com/keys"}""")]
    [InlineData("""{"issuer":"ISSUER"}""")]
    public async Task A_configuration_of_another_issuer_or_with_keys_elsewhere_is_refused(string body)
    {
        Uri? url = null;
        await using var server = await RawServer.StartAsync(
            _ => RawServer.Answer(200, "application/json", body.Replace("ISSUER", url!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)));
        url = server.Url;
        using var transport = new HttpTransport();

        var error = await Assert.ThrowsAsync<SfException>(() => _cache.DiscoverAsync(new PublicJsonReader(transport), url, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
    }

    [Fact]
    public async Task Keys_are_fetched_again_after_an_hour()
    {
        var time = new SkippingTime();
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer(200, "application/json", """{"keys":[]}"""));
        using var transport = new HttpTransport(time: time);
        await _cache.FindAsync(new PublicJsonReader(transport), server.Url, "1", "RS256", TestOrg.Cancellation);
        await Task.Delay(TimeSpan.FromMinutes(61), time, TestOrg.Cancellation);

        await _cache.FindAsync(new PublicJsonReader(transport), server.Url, "1", "RS256", TestOrg.Cancellation);

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Keys_that_came_without_a_check_of_the_certificate_are_not_used_by_calls_that_check_it()
    {
        var issuer = Test.Server.HttpsUrl;
        using var transport = new HttpTransport(new HttpSettings { NoProxy = true });
        var checking = new PublicJsonReader(transport);
        var unchecking = new PublicJsonReader(transport) { HttpSettings = transport.HttpSettings with { SkipCertificateCheck = true } };
        var url = await _cache.DiscoverAsync(unchecking, issuer, TestOrg.Cancellation);
        await _cache.FindAsync(unchecking, url, "201", "RS256", TestOrg.Cancellation);

        var discovery = await Assert.ThrowsAsync<SfException>(() => _cache.DiscoverAsync(checking, issuer, TestOrg.Cancellation));
        var keys = await Assert.ThrowsAsync<SfException>(() => _cache.FindAsync(checking, url, "201", "RS256", TestOrg.Cancellation));

        Assert.Equal((SfErrorKind.TlsFailed, SfErrorKind.TlsFailed), (discovery.Kind, keys.Kind));
    }

    private static JwtContent Forge(object header, object? claims = null)
    {
        var signed = $"{Part(header)}.{Part(claims ?? new { iss = "https://x", exp = 4102444800 })}";
        var signature = TestKeys.Rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return JwtReader.Read($"{signed}.{Base64Url.EncodeToString(signature)}");
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private async Task<JwtContent> GetTokenAsync()
    {
        Test.Org.Apps.Find(TestOrg.ClientId)!.IssuesJwtTokens = true;

        // Clears the log of requests.
        using var session = await Test.ConnectAsync(TestOrg.Options());
        return JwtReader.Read(session.Token.AccessToken);
    }

    private Task<JwtSignature> VerifyAsync(JwtContent token) =>
        OrgTokenCheck.VerifyAsync(Session, new PublicJsonReader(Session.Transport), token, _cache, TestOrg.Cancellation);

    private async Task RotateAsync(bool keepOld)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/_localorg/keys/rotate", UriKind.Relative))
        {
            Content = new StringContent(JsonSerializer.Serialize(new { keepOld }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", Test.Server.AdminKey);
        (await Test.Client.SendAsync(request, TestOrg.Cancellation)).EnsureSuccessStatusCode();
    }
}
