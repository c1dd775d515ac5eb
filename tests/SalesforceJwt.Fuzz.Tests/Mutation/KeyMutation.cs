using System.Text;

namespace SalesforceJwt.Fuzz.Tests.Mutation;

/// <summary>Changes key files of any format: the DER, the PEM around it, or the text encoding.</summary>
internal static class KeyMutation
{
    private const string Begin = "-----BEGIN ";

    private static readonly string[] Labels =
        ["RSA PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "CERTIFICATE", "PUBLIC KEY", "EC PRIVATE KEY", "X509 CRL",
            "CERTIFICATE REQUEST", "", "OPENSSH PRIVATE KEY", "PKCS7", "TRUSTED CERTIFICATE"];

    private static readonly string[] Headers =
    [
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n",
            "Proc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,0011223344556677\n\n", "Proc-Type: 4,ENCRYPTED\n\n",
        "DEK-Info: DES-EDE3-CBC,00\n\n", "Proc-Type: 4,ENCRYPTED\nDEK-Info: CAMELLIA-256-CBC,00112233445566778899AABBCCDDEEFF\n\n",
            "Proc-Type:\n\n", ":\n\n", "Bag Attributes\n    friendlyName: x\n", "Comment: \"x\"\n\n",
    ];

    public static byte[] Mutate(Random random, byte[] input, byte[] other)
    {
        if (input.Length > 0 && input[0] == 0x30)
        {
            return random.Next(20) switch
            {
                0 => Encoding.ASCII.GetBytes(Convert.ToBase64String(input)),
                1 => Encoding.ASCII.GetBytes(Pem(random.Of(Labels), input)),
                _ => DerMutation.Mutate(random, input, other),
            };
        }

        var text = Encoding.Latin1.GetString(input);
        return text.Contains(Begin, StringComparison.Ordinal) ? MutatePem(random, input, text, other) : ByteMutation.Mutate(random,
            input, other);
    }

    private static byte[] MutatePem(Random random, byte[] input, string text, byte[] other)
    {
        switch (random.Next(12))
        {
            case 0:
                return Latin1(text.Replace("\n", random.Of<string>(["\\n", " ", "", "\r\n", "\\r\\n", "\n\n", "\t"]),
                    StringComparison.Ordinal));
            case 1:
                return Encoding.ASCII.GetBytes(Convert.ToBase64String(input));
            case 2:
                return [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)];
            case 3:
                return Latin1(random.Of<string>(["\"", "'", "\uFEFF", "export KEY=", "  "]) + text);
            case 4:
                return Latin1(text + Encoding.Latin1.GetString(other));
            case 5:
                return ByteMutation.Mutate(random, input, other);
        }

        var at = text.IndexOf(Begin, StringComparison.Ordinal);
        var labelEnd = text.IndexOf("-----", at + Begin.Length, StringComparison.Ordinal);
        var end = labelEnd < 0 ? -1 : text.IndexOf("-----END", labelEnd + 5, StringComparison.Ordinal);
        if (end < 0)
        {
            return ByteMutation.Mutate(random, input, other);
        }

        var label = text[(at + Begin.Length)..labelEnd];
        var body = text[(labelEnd + 5)..end];
        if (random.Once(6))
        {
            label = random.Of(Labels);
        }

        if (random.Once(8))
        {
            return Latin1($"{text[..at]}{Begin}{label}-----\n{random.Of(Headers)}{body.Trim()}\n-----END {label}-----\n");
        }

        var der = new byte[body.Length];
        return Convert.TryFromBase64String(body, der, out var length) && length > 0
            ? Latin1(text[..at] + Pem(label, DerMutation.Mutate(random, der[..length], other)) + text[Math.Min(text.Length,
                end + label.Length + 14)..])
            : ByteMutation.Mutate(random, input, other);
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    private static string Pem(string label, byte[] der) =>
        $"{Begin}{label}-----\n{Lines(der)}\n-----END {label}-----\n";

    private static string Lines(byte[] der) =>
        Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n");
}
