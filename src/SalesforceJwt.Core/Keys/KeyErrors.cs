using System.Numerics;

namespace SalesforceJwt.Core.Keys;

/// <summary>The errors about keys, each with its remedy. Every reader of keys takes them from here.</summary>
internal static class KeyErrors
{
    private static readonly Advice MakeOne = new("Make a key and certificate, with openssl for example: openssl req -x509 -newkey "
        + "rsa:2048 -nodes -keyout server.key -out server.crt -days 365.", NextStep.CreateCertificate);

    public static SfException Empty(string source) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} is empty.",
        "Give the whole private key, from -----BEGIN to -----END. In CI, check that the secret is set and is visible to this job.");

    public static SfException Unknown(string source, string detail) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} holds no private key in a known format: {detail}",
        "Give a PEM (PKCS#1, PKCS#8, encrypted or not), a PFX, a DER file, or one of these as base64. In CI, put the key into the secret "
            + "as base64 of the file.");

    public static SfException Damaged(string source, string what, Exception? inner = null) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} holds a damaged {what}: its base64 or structure is cut off or changed.",
        "Copy the key again, whole, from -----BEGIN to -----END. Secrets of some CI systems cut long values or change newlines: base64 of "
            + "the whole file survives all of them.",
        inner);

    public static SfException NotPrivate(string source, string what) => new(
        SfErrorKind.KeyNotPrivate,
        $"{source} holds {what}, not a private key.",
        "Give the private key that belongs to it (often the .key file beside the .crt). The certificate is what is uploaded to "
            + "Salesforce; the private key is what signs.");

    public static SfException NotRsa(string source, string? algorithm) => new(
        SfErrorKind.KeyNotRsa,
        $"{source} holds {(string.IsNullOrEmpty(algorithm) ? "a key that is not RSA" : Article(algorithm) + " key")}; Salesforce accepts "
            + "RSA keys (RS256) only.",
        MakeOne);

    public static SfException TooSmall(string source, int size) => new(
        SfErrorKind.KeyTooSmall,
        $"{source} holds an RSA key of {size} bits; Salesforce accepts {SfPrivateKey.MinimumKeySize} or more.",
        new Advice("Make a new key and certificate, and upload the certificate to the app.", NextStep.CreateCertificate));

    public static SfException OpenSsh(string source, string? type, bool isEncrypted) => type is not (null or "ssh-rsa")
        ? NotRsa(source, $"OpenSSH {type}")
        : new(
            SfErrorKind.KeyFormatUnknown,
            $"{source} holds {(isEncrypted ? "an encrypted key" : "a key")} in OpenSSH format, which is for SSH logins only.",
            new Advice(
                "If it is an RSA key, convert a copy of it in place: ssh-keygen -p -m PEM -f COPY. A separate key "
                    + "for Salesforce is better.",
                NextStep.CreateCertificate));

    public static SfException Putty(string source) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} holds a PuTTY key (.ppk), which is for SSH logins only.",
        new Advice(
            "If it is an RSA key, convert it: puttygen FILE.ppk -O private-openssh -o FILE.key. A separate key for Salesforce is better.",
            NextStep.CreateCertificate));

    /// <summary>A format that is known and not read.</summary>
    public static SfException Foreign(string source, string what, Advice advice) =>
        new(SfErrorKind.KeyFormatUnknown, $"{source} holds {what}.", advice);

    public static SfException EncryptionUnsupported(string source, string algorithm, bool isPkcs12) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} is encrypted with an algorithm that is not supported: {algorithm}. The password was not tried.",
        isPkcs12
            ? "Encrypt it again with AES, as a PEM file: openssl pkcs12 -legacy -in FILE -aes256 -out NEW.pem."
            : "Encrypt it again with AES: openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW (with -inform DER if it is "
                + "not a PEM; with -provider legacy -provider default for RC2, RC4 or DES).");

    public static SfException TooManyRounds(string source, BigInteger rounds) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} is encrypted so that opening it takes {rounds} rounds of key derivation; {KeyDerivationBudget.Maximum} are the limit.",
        "A damaged or malicious file can ask for that many. If the key is good, encrypt it again: openssl pkcs8 "
            + "-topk8 -v2 aes-256-cbc -iter 100000 -in FILE -out NEW.");

    /// <summary>Several keys of which any could be meant.</summary>
    public static SfException Ambiguous(string source, IEnumerable<string> keys) => new(
        SfErrorKind.KeyAmbiguous,
        $"{source} holds several private keys: {string.Join("; ", keys)}.",
        new Advice(
            "Choose one by its certificate: give its thumbprint (or the key's name in the file), or the certificate itself. "
                + "Or keep the key in a separate file.",
            NextStep.ChooseKey));

    /// <summary>A choice that no key fits.</summary>
    public static SfException NotThere(string source, string choice, IReadOnlyCollection<string> keys) => new(
        SfErrorKind.CertificateNotFound,
        $"{source} holds no private key {choice}. It holds: {string.Join("; ", keys)}.",
        new Advice(
            "Give the thumbprint of a certificate in the file. A key without its certificate has no thumbprint: give none.",
            NextStep.ListFileCertificates));

    public static SfException PasswordRequired(string source) => new(
        SfErrorKind.KeyPasswordRequired,
        $"{source} holds an encrypted private key, and no password was given.",
        new Advice("Give the password, in the environment variable SF_JWT_KEY_PASSWORD for example.", NextStep.SetKeyPassword));

    public static SfException PasswordWrong(string source, Exception? inner = null) => new(
        SfErrorKind.KeyPasswordWrong,
        $"{source} holds an encrypted private key that the given password does not open.",
        new Advice(
            "Check the password (a trailing newline or space counts), and SF_JWT_KEY_PASSWORD if it came from there. "
                + "If the password is right, the file is damaged: copy it again.",
            NextStep.SetKeyPassword),
        inner);

    private static string Article(string algorithm) =>
        ("AEIOR".Contains(algorithm[0], StringComparison.Ordinal) ? "an " : "a ") + algorithm;
}
