using System.Security.Cryptography;
using System.Text;
using SalesforceJwt.Core.Canvas;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Canvas;

public sealed class SignedRequestTests
{
    private const string Secret = "1234567890-consumer-secret";
    private const string Token = "00Dxx0000001234!accessTokenAccessTokenAccessToken";

    private const string Json = """
        {"algorithm":"HMACSHA256","issuedAt":1700000000,"userId":"005x0000001SyyEAAS",
        "client":{"refreshToken":null,"instanceId":"06P:canvas","instanceUrl":"https://example.my.salesforce.com","oauthToken":"00Dxx0000001234!accessTokenAccessTokenAccessToken","targetOrigin":"https://x"},
        "context":{"user":{"userId":"005x0000001SyyEAAS","userName":"jürgen@example.com","fullName":"Jürgen"},"organization":{"organizationId":"00Dx00000001hxyEAA"}}}
        """;

    private static readonly Dictionary<string, Func<string, string>> Forms = new()
    {
        ["as it is"] = r => r,
        ["white space and quotes around"] = r => $" \"{r}\"\r\n",
        ["the form field as it was posted"] = r => "signed_request=" + Uri.EscapeDataString(r),
        ["the value still escaped"] = Uri.EscapeDataString,
    };

    private static readonly Dictionary<string, (string Request, string Word)> Wrong = new()
    {
        ["empty"] = (" ", "empty"),
        ["no dot"] = (Payload(Json), "no dot"),
        ["no signature"] = ("." + Payload(Json), "signature is missing"),
        ["no context"] = (Sign(string.Empty), "context is missing"),
        ["signature that is not base64"] = ("***." + Payload(Json), "signature is not base64"),
        ["context that is not base64"] = (Sign("***"), "context is not base64"),
        ["context that is not JSON"] = (Sign(Payload(Json[..100])), "context is not JSON"),
        ["context that is no object"] = (Sign(Payload("[1]")), "not a JSON object"),
        ["another algorithm"] = (Sign(Payload(Json.Replace("HMACSHA256", "HMACSHA1", StringComparison.Ordinal))), "another algorithm"),
        ["no algorithm"] = (Sign(Payload("{}")), "another algorithm"),
        ["algorithm that is no text"] = (Sign(Payload("""{"algorithm":256}""")), "another algorithm"),
        ["another secret"] = (Sign(Payload(Json), Secret + "x"), "not signed with this consumer secret"),
        ["an empty secret"] = (Sign(Payload(Json), string.Empty), "not signed with this consumer secret"),
        ["context changed"] = (Sign(Payload(Json)).Split('.')[0] + "." + Payload(Json.Replace("005x", "005y", StringComparison.Ordinal)), "not signed with this consumer secret"),
        ["signature cut off"] = (Sign(Payload(Json))[4..], "not signed with this consumer secret"),
        ["an assertion"] = (TestTokens.Make(), "not signed with this consumer secret"),
    };

    public static TheoryData<string> AllForms => [.. Forms.Keys];

    public static TheoryData<string> AllWrong => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(AllForms))]
    public void It_is_read_in_every_form_in_which_it_can_be_copied(string form)
    {
        var request = SignedRequest.Read(Forms[form](Sign(Payload(Json))), Secret);

        Assert.Equal(("005x0000001SyyEAAS", "jürgen@example.com", "00Dx00000001hxyEAA"), (request.UserId, request.Username, request.OrganizationId));
        Assert.Equal("https://example.my.salesforce.com", request.InstanceUrl);
        Assert.Equal(Token, request.AccessToken);
        Assert.Null(request.RefreshToken);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), request.IssuedAt);
        Assert.Null(request.ExpiresAt);
        Assert.Equal(Json, Encoding.UTF8.GetString(request.Json.Span));
    }

    [Fact]
    public void Base64url_without_padding_is_read() =>
        Assert.Equal(Token, SignedRequest.Read(Sign(Payload(Json).TrimEnd('=').Replace('+', '-').Replace('/', '_')), Secret).AccessToken);

    [Fact]
    public void Milliseconds_are_accepted_and_missing_values_are_null()
    {
        var request = SignedRequest.Read(Sign(Payload("""{"algorithm":"HMACSHA256","issuedAt":null,"expiresAt":1700000000123,"client":7,"context":{"user":[]}}""")), Secret);

        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), request.ExpiresAt);
        Assert.Null(request.IssuedAt);
        Assert.Null(request.UserId);
        Assert.Null(request.AccessToken);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-9223372036854775808")]
    [InlineData("-18446744073709551")]
    [InlineData("9223372036854775807")]
    [InlineData("1e400")]
    public void A_time_that_cannot_be_is_none(string time) => Assert.Null(SignedRequest.Read(
        Sign(Payload($$"""{"algorithm":"HMACSHA256","expiresAt":{{time}},"client":{},"context":{} }""")), Secret).ExpiresAt);

    [Theory]
    [MemberData(nameof(AllWrong))]
    public void Anything_else_is_rejected_and_not_quoted(string name)
    {
        var (request, word) = Wrong[name];

        var error = Assert.Throws<SfException>(() => SignedRequest.Read(request, Secret));

        Assert.Equal(SfErrorKind.SignedRequestInvalid, error.Kind);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy!);
        Assert.Null(error.InnerException);
        TestKeys.AssertHidesKey(request + "\n" + Json + "\n" + Secret, error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_a_secret_nothing_is_verified(string secret) =>
        Assert.Equal(SfErrorKind.ValueMissing, Assert.Throws<SfException>(() => SignedRequest.Read(Sign(Payload(Json), secret), secret)).Kind);

    private static string Payload(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json));

    private static string Sign(string payload, string secret = Secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(payload))) + "." + payload;
}
