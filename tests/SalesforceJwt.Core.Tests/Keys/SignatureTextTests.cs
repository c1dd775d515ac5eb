using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.Tests.Keys;

public sealed class SignatureTextTests
{
    private static readonly byte[] Signature = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    public static TheoryData<string> Texts =>
    [
        Convert.ToBase64String(Signature),
        Convert.ToBase64String(Signature, Base64FormattingOptions.InsertLineBreaks) + "\r\n",
        Convert.ToBase64String(Signature).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        "vault:v1:" + Convert.ToBase64String(Signature),
        "  vault:v17:" + Convert.ToBase64String(Signature) + "\n",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Base64_and_base64url_are_read(string text) => Assert.Equal(Signature, SignatureText.Read(text));

    [Theory]
    [InlineData("", "empty text")]
    [InlineData(" \n", "empty text")]
    [InlineData("vault:v1:", "empty text")]
    [InlineData("""{"value":"c2lnbmF0dXJl"}""", "JSON text of 24 characters")]
    [InlineData("00ff00ff", "hexadecimal text of 8 digits")]
    [InlineData("ERROR: not signed in", "neither base64")]
    [InlineData("vault:v1:???", "text of 12 characters")]
    public void Anything_else_is_described_and_not_quoted(string text, string expected)
    {
        var error = Assert.Throws<SfException>(() => SignatureText.Read(text));

        Assert.Equal(SfErrorKind.SignerAnswerInvalid, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not signed in", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2lnbmF0", error.Message, StringComparison.Ordinal);
    }
}
