using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Profiles;

namespace SalesforceJwt.Core.Tests.Security;

/// <summary>Characters that .env files, web pages and CI systems add around a value are removed; errors name those within it.</summary>
public sealed class PastedValueTests
{
    public static TheoryData<string, string> Around()
    {
        string[][] pairs =
        [
            ["\"", "\""], ["'", "'"], ["\u201C", "\u201D"], ["\u2018", "\u2019"], ["`", "`"], ["\uFEFF", ""], ["\u200B", "\u200B"],
            ["\u00A0", "\u00A0"], ["\u00AD", ""], ["", "\r\n"], ["\u200E", ""], ["\u2060", "\u0000"],
            ["\u3164", "\u2800"], ["", "\uFE0F"], [" \uFEFF\"", "\"\u200B\r\n"],
        ];
        var data = new TheoryData<string, string>();
        foreach (var pair in pairs)
        {
            data.Add(pair[0], pair[1]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Around))]
    public void Characters_around_a_value_are_removed(string before, string after)
    {
        string Pasted(string value) => before + value + after;
        const string Token = "00D5g000004XXXX!AQEAQNRl7Kd0hvQm4wR1";

        Assert.Equal("3MVG9app", SignInValue.ClientId(Pasted("3MVG9app")));
        Assert.Equal("ci@example.com", SignInValue.Username(Pasted("ci@example.com")));
        Assert.Equal(Token, SignInValue.Secret(Pasted(Token), "access token"));
        Assert.Equal("s3cret", new OAuthClient(LoginUrl.Production, "app", Pasted("s3cret")).ClientSecret);
        Assert.Null(new OAuthClient(LoginUrl.Production, "app", Pasted(string.Empty)).ClientSecret);
        Assert.Equal(new Uri("https://acme.my.salesforce.com"), LoginUrl.Parse(Pasted("https://acme.my.salesforce.com")));
        Assert.Equal(new Uri("https://acme.my.salesforce.com"), LoginUrl.ParseInstance(Pasted("https://acme.my.salesforce.com/")));
        Assert.Equal("68.0", ApiVersion.Parse(Pasted("v68.0")));
        Assert.Equal("https://login.salesforce.com", SignInValue.Audience(Pasted("https://login.salesforce.com")));
        Assert.Equal("app", SfAuthUrl.Parse(Pasted("force://app:s:r@acme.my.salesforce.com")).Client.ClientId);
        var profile = new StoredProfile
        {
            Name = Pasted("ci"),
            LoginUrl = Pasted("https://acme.my.salesforce.com"),
            ClientId = Pasted("app"),
            Username = Pasted("ci@example.com"),
            Audience = Pasted("https://login.salesforce.com"),
            ApiVersion = Pasted("68"),
            Key = new SecretLocation(SecretLocationKind.Variable, Pasted("SF_JWT_KEY")),
        }.Checked();
        Assert.Equal(
            ("ci", "app", "ci@example.com", "https://login.salesforce.com", "68.0", "SF_JWT_KEY"),
            (profile.Name, profile.ClientId, profile.Username, profile.Audience, profile.ApiVersion, profile.Key!.Value));
    }

    [Theory]
    [InlineData("ci\u200B@example.com", "a zero-width space (U+200B) in the middle, at position 3")]
    [InlineData("ci@exam\u00ADple.com", "a soft hyphen (U+00AD) in the middle, at position 8")]
    [InlineData("ci@\u00A0example.com", "a no-break space (U+00A0) in the middle, at position 4")]
    [InlineData("ci@example\n.com", "a line break (U+000A) in the middle, at position 11")]
    [InlineData("ci @example.com", "a space in the middle, at position 3")]
    [InlineData("ci@\u202Eexample.com", "an invisible character (U+202E) in the middle, at position 4")]
    public void Characters_within_a_value_are_named_with_their_position(string value, string expected)
    {
        Assert.Contains(expected, Assert.Throws<SfException>(() => SignInValue.Username(value)).Message, StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<SfException>(() => SignInValue.ClientId(value)).Message, StringComparison.Ordinal);
        Assert.Contains(
            expected, Assert.Throws<SfException>(() => SignInValue.Secret(value, "access token")).Message, StringComparison.Ordinal);
        Assert.Contains(
            expected.Split(" in the middle")[0],
            Assert.Throws<SfException>(() => LoginUrl.Parse("https://" + value)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<ci@example.com>", "an angle bracket (U+003C)")]
    [InlineData("&quot;ci@example.com&quot;", "a semicolon (U+003B)")]
    [InlineData("ci@example.com,", "a comma (U+002C)")]
    [InlineData("\\\"ci@example.com\\\"", "a backslash (U+005C)")]
    [InlineData("ci@example.com\\n", "a backslash (U+005C)")]
    public void Characters_that_no_name_contains_are_named(string value, string expected)
    {
        Assert.Contains(expected, Assert.Throws<SfException>(() => SignInValue.Username(value)).Message, StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<SfException>(() => SignInValue.ClientId(value)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("o'brien+x_y@acme-1.com.Full")]
    [InlineData("a!#$%&*/=?^{|}~@example.com")]
    public void A_username_has_the_characters_of_addresses(string value) => Assert.Equal(value, SignInValue.Username(value));

    [Theory]
    [InlineData("{\"status\":0,\"result\":{\"accessToken\":\"00D5g000004XXXX!AQEAQNRl7Kd0hvQm4wR1\"}}", "whole JSON")]
    [InlineData("{\n  \"result\": {\n    \"accessToken\": \"[REDACTED] Use 'sf org auth show-access-token' to view\" } }", "placeholder")]
    [InlineData("| Access Token | [REDACTED] Use 'sf org auth show-access-token' to view |", "placeholder")]
    public void The_output_of_the_sf_CLI_is_rejected_as_a_token(string value, string expected)
    {
        var error = Assert.Throws<SfException>(() => SignInValue.Secret(value, "access token"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("sf org auth show-access-token --json", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("AQEAQ", error.Message + error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_with_a_character_outside_ASCII_is_rejected_and_not_shown()
    {
        var error = Assert.Throws<SfException>(() => new AccessTokenFlow(LoginUrl.Production, "00D5g000004XXXX!AQEAQNRäl7Kd0hvQm4wR1"));

        Assert.Contains("a character outside ASCII (U+00E4) in the middle, at position 24", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AQEAQ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_given_as_another_value_is_rejected_by_its_format()
    {
        var pem = TestKeys.Rsa.ExportPkcs8PrivateKeyPem();
        var base64 = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(pem));
        Func<string, object>[] checks =
        [
            SignInValue.ClientId, SignInValue.Username, SignInValue.Audience, LoginUrl.Parse, LoginUrl.ParseInstance, ApiVersion.Parse,
        ];
        foreach (var check in checks)
        {
            string[] secrets =
            [
                base64, pem.Replace("\n", "\\n", StringComparison.Ordinal), "5Aep861TSESvWeug_xvFHRBTTbf_YrTWgEyjBJrfoRXt1yz7",
                "00D5g000004XXXX!AQEAQNRl7Kd0hvQm4wR1",
            ];
            foreach (var secret in secrets)
            {
                var error = Assert.Throws<SfException>(() => check(secret));
                Assert.Matches(
                    @"\([\d,]+ characters that look like (a private key|a refresh token|an access token)\)|holds a space", error.Message);
                Assert.DoesNotContain(secret[..12], error.Message + error.Remedy, StringComparison.Ordinal);
            }
        }
    }
}
