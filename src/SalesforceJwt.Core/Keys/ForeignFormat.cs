using System.Buffers.Binary;
using System.Text;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Formats of other programs, and other secrets, detected by their first bytes: not read, but named with the command that converts them.
/// </summary>
internal static class ForeignFormat
{
    private static readonly Advice MakeKeyPair = new(
        "It cannot sign for Salesforce. Make a key and certificate, and upload the certificate to the app.", NextStep.CreateCertificate);

    private const string ConvertJks = KeytoolImport + KeytoolTarget;
    private const string KeytoolImport = "Convert it: keytool -importkeystore -srckeystore FILE -destkeystore FILE.p12";
    private const string KeytoolTarget = " -deststoretype PKCS12, then give FILE.p12 and its password.";
    private const string ConvertBks = KeytoolImport
        + " -srcstoretype BKS -provider org.bouncycastle.jce.provider.BouncyCastleProvider -providerpath bcprov.jar" + KeytoolTarget;
    private const string ConvertBcfks = KeytoolImport
        + " -srcstoretype BCFKS -provider org.bouncycastle.jcajce.provider.BouncyCastleFipsProvider -providerpath bc-fips.jar"
        + KeytoolTarget;
    private const string Download = "Download the key again; the server sent a page in its place, a login page perhaps.";
    private const string Itself = "Give the private key itself, or the path of its file.";
    private const string Age = "Decrypt it first: age -d -o FILE.key FILE.";
    private const string Dashes = "A program for documents, mail or chat changed -----BEGIN and -----END. "
        + "Copy the key again, from its file opened as plain text.";
    private static readonly Advice Paths = new(
        "Give the path as a path, in SF_JWT_KEY_FILE for example; SF_JWT_KEY takes the key itself.", NextStep.SetKeyPath);

    private static readonly Advice Names = new(
        "Give the variable's value, written as your shell or pipeline writes it. An unset secret is often left as it was written.",
        NextStep.ReadVariable);

    private const string Unpack = "Unpack it, and give the key file in it.";

    private static readonly (byte[] Start, string What, Advice Advice)[] Binary =
    [
        ([0xFE, 0xED, 0xFE, 0xED], "a Java keystore (JKS)", ConvertJks),
        ([0xCE, 0xCE, 0xCE, 0xCE], "a Java keystore (JCEKS)", ConvertJks),
        ([0, 0, 0, 1, 0, 0, 0, 20], "a Bouncy Castle keystore (BKS)", ConvertBks),
        ([0, 0, 0, 2, 0, 0, 0, 20], "a Bouncy Castle keystore (BKS)", ConvertBks),
        ("kych"u8.ToArray(), "a macOS keychain",
            "Export the key: security export -k FILE -t identities -f pkcs12 -o FILE.p12, or in Keychain Access: "
                + "File > Export Items (.p12)."),
        ("SQLite format 3\0"u8.ToArray(), "a database (of NSS or Firefox, perhaps)",
            "Export the key: pk12util -o FILE.p12 -n NAME -d FOLDER, then give FILE.p12 and its password."),
        ([0x1E, 0xF1, 0xB5, 0xB0], "a Microsoft private key (PVK)",
            "Convert it: openssl rsa -inform PVK -in FILE -out FILE.pem (OpenSSL 3 needs -provider legacy -provider default as well)."),
        ([7, 2, 0, 0, 0, 0xA4, 0, 0], "a private key blob of Windows (CSP)",
            "Convert it: openssl rsa -inform MSBLOB -in FILE -out FILE.pem."),
        ([6, 2, 0, 0, 0, 0xA4, 0, 0], "a public key blob of Windows (CSP), not a private key", MakeKeyPair),
        ([1, 0, 0, 0, 0xD0, 0x8C, 0x9D, 0xDF], "data that Windows encrypted for one user (DPAPI)",
            "Give the key file as it was made, a PEM or PFX file for example."),
        ([0x03, 0xD9, 0xA2, 0x9A], "a KeePass database", "Take the key out of it, and give that."),
        ("age-encryption.org/"u8.ToArray(), "a file that age encrypted", Age),
        ("Salted__"u8.ToArray(), "a file that openssl enc encrypted",
            "Decrypt it first, with the options that encrypted it: openssl enc -d -aes-256-cbc -pbkdf2 -in FILE -out FILE.key "
                + "(with -a if it is base64)."),
        ([0x50, 0x4B, 3, 4], "a zip file", Unpack),
        ([0x1F, 0x8B, 8], "a gzip file", Unpack),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z file", Unpack),
        ("%PDF-"u8.ToArray(), "a PDF document", "Give the key file itself."),
    ];

    private static readonly (string Start, string What, Advice Advice)[] Texts =
    [
        ("-----BEGIN PGP", "PGP data", MakeKeyPair),
        ("-----BEGIN AGE ENCRYPTED FILE", "a file that age encrypted", Age),
        ("-----BEGIN CMS", "a message in CMS, not a private key",
            "If the key was encrypted into it: openssl cms -decrypt -inform PEM -in FILE -inkey KEY -out FILE.key."),
        ("version https://git-lfs", "a Git LFS pointer, not the file itself",
            "Get the file itself: git lfs pull. In GitHub Actions: actions/checkout with lfs: true."),
        ("AGE-SECRET-KEY-", "an age key", MakeKeyPair),
        ("age1", "an age recipient, not a private key", MakeKeyPair),
        ("$ANSIBLE_VAULT", "a file that Ansible Vault encrypted", "Decrypt it first: ansible-vault decrypt FILE."),
        ("---- BEGIN SSH2 PUBLIC KEY", "a public SSH key", MakeKeyPair),
        ("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY", "a key in ssh.com format, which is for SSH logins only", MakeKeyPair),
        ("ssh-rsa ", "a public SSH key", MakeKeyPair),
        ("ssh-ed25519 ", "a public SSH key", MakeKeyPair),
        ("ssh-dss ", "a public SSH key", MakeKeyPair),
        ("ecdsa-sha2-", "a public SSH key", MakeKeyPair),
        ("sk-ssh-", "a public SSH key", MakeKeyPair),
        ("force://", "an sfdx auth URL, not a private key",
            new Advice("Give the private key, or sign in with the auth URL.", NextStep.SignInWithAuthUrl)),
        ("3MVG9", "a consumer key, not a private key",
            new Advice("Give the private key. The consumer key is the client id (SF_CLIENT_ID).", NextStep.SetClientId)),
        ("eyJ", "a JSON Web Token, not a private key",
            new Advice("Give the private key that signs tokens, or sign in with an access token.", NextStep.SignInWithToken)),
        ("00D", "what may be an access token or an id, not a private key",
            new Advice("Give the private key, or sign in with the access token.", NextStep.SignInWithToken)),
        ("http://", "a URL, not a private key", Itself),
        ("https://", "a URL, not a private key", Itself),
        ("<!DOCTYPE", "a web page, not a private key", Download),
        ("<html", "a web page, not a private key", Download),
    ];

    private static readonly string[] Extensions =
    [
        ".key", ".pem", ".pfx", ".p12", ".der", ".crt", ".cer", ".p8", ".pk8", ".jks", ".ppk", ".txt", ".b64", ".tmp",
    ];

    /// <summary>Refuses bytes of a known format that is not read.</summary>
    /// <exception cref="SfException">They are of one.</exception>
    public static void Refuse(ReadOnlyMemory<byte> content, string source)
    {
        var bytes = content.Span;
        foreach (var (start, what, advice) in Binary)
        {
            if (bytes.StartsWith(start))
            {
                throw KeyErrors.Foreign(source, what, advice);
            }
        }

        // An OpenPGP packet with a key: tag, length, version 3 to 6, and a time since then.
        if (bytes is [0x94 or 0x95 or 0x98 or 0x99, ..] && bytes.Length > 8)
        {
            var body = bytes[((bytes[0] & 3) + 2)..];
            if (body[0] is >= 3 and <= 6 && BinaryPrimitives.ReadUInt32BigEndian(body[1..]) is > 0x2F000000 and < 0x90000000)
            {
                throw KeyErrors.Foreign(source, "a PGP key", MakeKeyPair);
            }
        }

        // A store of Bouncy Castle for FIPS: encrypted data and how its integrity is checked.
        if (DerFormat.IsEncryptedStore(content))
        {
            throw KeyErrors.Foreign(source, "a Bouncy Castle keystore (BCFKS)", ConvertBcfks);
        }
    }

    /// <summary>Refuses text of a known format that is not read.</summary>
    /// <exception cref="SfException">It is of one.</exception>
    public static void Refuse(ReadOnlySpan<char> text, string source)
    {
        foreach (var (start, what, advice) in Texts)
        {
            // The base64 of JSON begins as a token does, and has no dot.
            if (text.StartsWith(start, StringComparison.OrdinalIgnoreCase) && (start != "eyJ" || text.Contains('.')))
            {
                throw what.StartsWith("a public", StringComparison.Ordinal)
                    ? KeyErrors.NotPrivate(source, what)
                    : KeyErrors.Foreign(source, what, advice);
            }
        }
    }

    /// <summary>The error for text of an unknown format. It says what the text may be and never quotes it.</summary>
    public static SfException Unknown(ReadOnlySpan<char> text, string source) =>
        text.IsEmpty ? KeyErrors.Empty(source)
        : LooksLikePath(text) ? KeyErrors.Foreign(source, "the path of a file, not a private key", Paths)
        : text.Contains("ENC[AES256_GCM", StringComparison.Ordinal)
            ? KeyErrors.Foreign(source, "a file that SOPS encrypted", "Decrypt it first: sops -d FILE.")
        : text.Contains("BEGIN", StringComparison.Ordinal) && text.IndexOfAnyInRange('\u2010', '\u2015') >= 0
            ? KeyErrors.Foreign(source, "a PEM whose hyphens became dashes", Dashes)
        : LooksLikeReference(text) ? KeyErrors.Foreign(source, "what looks like the name of a variable, not a private key", Names)
        : text.Contains("-----END", StringComparison.Ordinal) ? KeyErrors.Damaged(source, "PEM block (the BEGIN line is missing)")
        : KeyErrors.Unknown(source, "it is neither PEM nor base64 of a key file.");

    private static bool LooksLikePath(ReadOnlySpan<char> text)
    {
        if (text.Length > 1024 || text.ContainsAny('\n', '\r'))
        {
            return false;
        }

        // Base64 has slashes, and nothing else of what paths have.
        var path = text.ToString();
        return path is ['~' or '.', '/' or '\\', ..] or [_, ':', '/' or '\\', ..] or ['\\', '\\', ..] or ['.', '.', '/' or '\\', ..]
            || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            || Extensions.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase))
            || (path[0] == '/' && path.Length < 260 && !path.Contains('+', StringComparison.Ordinal));
    }

    private static bool LooksLikeReference(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 128 || text.ContainsAny('\n', '\r'))
        {
            return false;
        }

        var name = new StringBuilder();
        foreach (var c in text)
        {
            if (!"$%{}()<> ".Contains(c, StringComparison.Ordinal))
            {
                name.Append(c);
            }
        }

        // $NAME, ${NAME}, $(NAME), %NAME%, ${{ secrets.NAME }}, $env:NAME, NAME.
        var isMarked = text[0] is '$' or '%' or '{' or '<';
        return name.Length > 0 && name.ToString().All(c => char.IsAsciiLetterOrDigit(c) || c == '_' || (isMarked && c is '.' or ':' or '-'))
            && (isMarked || (char.IsAsciiLetterUpper(name[0]) && name.ToString().All(c => !char.IsAsciiLetterLower(c))));
    }
}
