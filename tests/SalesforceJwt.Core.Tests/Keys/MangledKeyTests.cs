using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

/// <summary>A PEM as CI systems and shells change it when it is stored as a secret.</summary>
public sealed class MangledKeyTests
{
    private static readonly Dictionary<string, Func<string, string>> Manglings = new()
    {
        ["as it is"] = pem => pem,
        ["CRLF"] = pem => pem.Replace("\n", "\r\n", StringComparison.Ordinal),
        ["CR"] = pem => pem.Replace('\n', '\r'),
        ["literal \\n"] = pem => pem.Replace("\n", "\\n", StringComparison.Ordinal),
        ["literal \\r\\n"] = pem => pem.Replace("\n", "\\r\\n", StringComparison.Ordinal),
        ["literal \\\\n"] = pem => pem.Replace("\n", "\\\\n", StringComparison.Ordinal),
        ["literal \\n and newlines"] = pem => pem.Replace("\n", "\\n\n", StringComparison.Ordinal),
        ["a backslash at each line's end"] = pem => pem.Replace("\n", "\\\n", StringComparison.Ordinal),
        ["one line with spaces"] = pem => pem.Replace('\n', ' '),
        ["double quotes around"] = pem => $"\"{pem}\"",
        ["single quotes around, literal \\n"] = pem => $"'{pem.Replace("\n", "\\n", StringComparison.Ordinal)}'",
        ["byte order mark"] = pem => "\uFEFF" + pem,
        ["indented"] = pem => "    " + pem.Replace("\n", "\n    ", StringComparison.Ordinal),
        ["tabs"] = pem => "\t" + pem.Replace("\n", "\n\t", StringComparison.Ordinal),
        ["blank lines around"] = pem => "\n\n" + pem + "\n\n",
        ["no newline at the end"] = pem => pem.TrimEnd(),
        ["text before and after"] = pem => "key:\n" + pem + "that was it",
        ["base64 of the whole"] = pem => Convert.ToBase64String(TestKeys.Ascii(pem)),
        ["base64 of the whole in quotes"] = pem => $"\"{Convert.ToBase64String(TestKeys.Ascii(pem))}\"\n",
        ["base64 of the whole in lines, literal \\n"] = pem => Convert.ToBase64String(TestKeys.Ascii(pem), Base64FormattingOptions.InsertLineBreaks).Replace("\r\n", "\\n", StringComparison.Ordinal),
        ["base64 of base64"] = pem => Convert.ToBase64String(TestKeys.Ascii(Convert.ToBase64String(TestKeys.Ascii(pem)))),
    };

    public static TheoryData<string> All => [.. Manglings.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void A_mangled_PKCS8_key_is_read(string mangling)
    {
        using var key = PrivateKeyReader.FromText(Manglings[mangling](TestKeys.Pkcs8Pem));

        Assert.Equal(KeyFormat.Pkcs8, key.Format);
        TestKeys.AssertIsTheKey(key);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_mangled_PKCS1_key_is_read(string mangling)
    {
        using var key = PrivateKeyReader.FromText(Manglings[mangling](TestKeys.Pkcs1Pem));

        Assert.Equal(KeyFormat.Pkcs1, key.Format);
        TestKeys.AssertIsTheKey(key);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_mangled_key_in_old_encryption_is_read(string mangling)
    {
        var pem = TestKeys.OldEncryptedPem("AES-256-CBC", TestKeys.Password);

        using var key = PrivateKeyReader.FromText(Manglings[mangling](pem), TestKeys.Password);

        Assert.Equal(KeyFormat.Pkcs1Encrypted, key.Format);
        TestKeys.AssertIsTheKey(key);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_mangled_key_with_its_certificate_is_read(string mangling)
    {
        using var key = PrivateKeyReader.FromText(Manglings[mangling](TestKeys.Pkcs8Pem + TestKeys.Certificate.ExportCertificatePem()));

        Assert.Equal(TestKeys.Certificate.Thumbprint, key.Certificate?.Thumbprint);
        TestKeys.AssertIsTheKey(key);
    }

    [Fact]
    public void A_key_without_any_newlines_is_read()
    {
        var pems = new[] { TestKeys.Pkcs1Pem, TestKeys.Pkcs8Pem, TestKeys.EncryptedPkcs8Pem, TestKeys.Pkcs8Pem + TestKeys.Certificate.ExportCertificatePem() };
        Assert.All(pems, pem =>
        {
            using var key = PrivateKeyReader.FromText(pem.Replace("\n", string.Empty, StringComparison.Ordinal), TestKeys.Password);
            TestKeys.AssertIsTheKey(key);
        });
    }
}
