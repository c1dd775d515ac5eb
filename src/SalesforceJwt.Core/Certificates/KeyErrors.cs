namespace SalesforceJwt.Core.Certificates;

/// <summary>The errors about keys, each with what to do. One place, so that every reader of keys says the same.</summary>
internal static class KeyErrors
{
    private const string MakeOne = "Make a key and certificate with New-SfCertificate, or with openssl: openssl req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.crt -days 365.";

    public static SfException Empty(string source) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} is empty.",
        "Give the whole private key, from -----BEGIN to -----END. In CI, check that the secret is set and is visible to this job.");

    public static SfException Unknown(string source, string detail) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} holds no private key in a known format: {detail}",
        "Give a PEM (PKCS#1, PKCS#8, encrypted or not), a PFX, a DER file, or one of these as base64. In CI, put the key into the secret as base64 of the file.");

    public static SfException Damaged(string source, string what, Exception? inner = null) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} holds a damaged {what}: its base64 or structure is cut off or changed.",
        "Copy the key again, whole, from -----BEGIN to -----END. Secrets of some CI systems cut long values or change newlines: base64 of the whole file survives all of them.",
        inner);

    public static SfException NotPrivate(string source, string what) => new(
        SfErrorKind.KeyNotPrivate,
        $"{source} holds {what}, not a private key.",
        "Give the private key that belongs to it (often the .key file beside the .crt). The certificate is what is uploaded to Salesforce; the private key is what signs.");

    public static SfException NotRsa(string source, string? algorithm) => new(
        SfErrorKind.KeyNotRsa,
        $"{source} holds {(string.IsNullOrEmpty(algorithm) ? "a key that is not RSA" : Article(algorithm) + " key")}; Salesforce takes RSA keys (RS256) only.",
        MakeOne);

    public static SfException TooSmall(string source, int size) => new(
        SfErrorKind.KeyTooSmall,
        $"{source} holds an RSA key of {size} bits; Salesforce takes {SfPrivateKey.MinimumKeySize} or more.",
        "Make a new key and certificate (New-SfCertificate) and upload the certificate to the app.");

    public static SfException OpenSsh(string source) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} holds a key in OpenSSH's own format, which signs nothing but SSH logins.",
        "If it is an RSA key, convert a copy of it in place: ssh-keygen -p -m PEM -f COPY. A key of its own for Salesforce is better: New-SfCertificate makes one.");

    public static SfException Putty(string source) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} holds a PuTTY key (.ppk), which signs nothing but SSH logins.",
        MakeOne);

    public static SfException PasswordRequired(string source) => new(
        SfErrorKind.KeyPasswordRequired,
        $"{source} holds an encrypted private key, and no password was given.",
        "Give the password with -KeyPassword (a SecureString) or in the environment variable SF_JWT_KEY_PASSWORD.");

    public static SfException PasswordWrong(string source, Exception? inner = null) => new(
        SfErrorKind.KeyPasswordWrong,
        $"{source} holds an encrypted private key that the given password does not open.",
        "Check -KeyPassword or SF_JWT_KEY_PASSWORD (a trailing newline or space counts). If the password is right, the file is damaged: copy it again.",
        inner);

    private static string Article(string algorithm) =>
        ("AEIOR".Contains(algorithm[0], StringComparison.Ordinal) ? "an " : "a ") + algorithm;
}
