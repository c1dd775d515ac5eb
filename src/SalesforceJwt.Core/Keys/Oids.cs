namespace SalesforceJwt.Core.Keys;

/// <summary>Object identifiers of key files, and names for those of encryption that an error has to name.</summary>
internal static class Oids
{
    public const string Data = "1.2.840.113549.1.7.1";
    public const string SignedData = "1.2.840.113549.1.7.2";
    public const string EncryptedData = "1.2.840.113549.1.7.6";
    public const string KeyBag = "1.2.840.113549.1.12.10.1.1";
    public const string ShroudedKeyBag = "1.2.840.113549.1.12.10.1.2";
    public const string CertificateBag = "1.2.840.113549.1.12.10.1.3";
    public const string SafeContentsBag = "1.2.840.113549.1.12.10.1.6";
    public const string X509Certificate = "1.2.840.113549.1.9.22.1";
    public const string FriendlyName = "1.2.840.113549.1.9.20";
    public const string Pbes2 = "1.2.840.113549.1.5.13";
    public const string Pbkdf2 = "1.2.840.113549.1.5.12";
    public const string Des = "1.3.14.3.2.7";
    public const string Rc2 = "1.2.840.113549.3.2";
    public const string HmacSha1 = "1.2.840.113549.2.7";

    private static readonly Dictionary<string, string> Names = new()
    {
        ["1.2.840.113549.1.5.1"] = "PBE with MD2 and DES",
        ["1.2.840.113549.1.5.3"] = "PBE with MD5 and DES",
        ["1.2.840.113549.1.5.4"] = "PBE with MD2 and RC2",
        ["1.2.840.113549.1.5.6"] = "PBE with MD5 and RC2",
        ["1.2.840.113549.1.5.10"] = "PBE with SHA-1 and DES",
        ["1.2.840.113549.1.5.11"] = "PBE with SHA-1 and RC2",
        ["1.2.840.113549.1.5.14"] = "PBMAC1",
        ["1.2.840.113549.1.12.1.1"] = "PBE with SHA-1 and RC4 of 128 bits",
        ["1.2.840.113549.1.12.1.2"] = "PBE with SHA-1 and RC4 of 40 bits",
        ["1.2.840.113549.1.12.1.3"] = "PBE with SHA-1 and triple DES",
        ["1.2.840.113549.1.12.1.4"] = "PBE with SHA-1 and triple DES of two keys",
        ["1.2.840.113549.1.12.1.5"] = "PBE with SHA-1 and RC2 of 128 bits",
        ["1.2.840.113549.1.12.1.6"] = "PBE with SHA-1 and RC2 of 40 bits",
        ["1.3.6.1.4.1.11591.4.11"] = "scrypt",
        ["1.2.840.113549.1.7.3"] = "encryption for a certificate or a Windows account",
        [SignedData] = "a signature in place of a password",
        [Pbkdf2] = "PBKDF2",
        ["1.3.6.1.5.5.8.1.1"] = "HMAC-MD5",
        ["1.2.840.113549.2.6"] = "HMAC-MD5",
        [HmacSha1] = "HMAC-SHA-1",
        ["1.2.840.113549.2.8"] = "HMAC-SHA-224",
        ["1.2.840.113549.2.9"] = "HMAC-SHA-256",
        ["1.2.840.113549.2.10"] = "HMAC-SHA-384",
        ["1.2.840.113549.2.11"] = "HMAC-SHA-512",
        ["1.2.840.113549.2.12"] = "HMAC-SHA-512/224",
        ["1.2.840.113549.2.13"] = "HMAC-SHA-512/256",
        ["2.16.840.1.101.3.4.2.13"] = "HMAC-SHA3-224",
        ["2.16.840.1.101.3.4.2.14"] = "HMAC-SHA3-256",
        ["2.16.840.1.101.3.4.2.15"] = "HMAC-SHA3-384",
        ["2.16.840.1.101.3.4.2.16"] = "HMAC-SHA3-512",
        ["1.2.643.2.2.10"] = "HMAC of GOST R 34.11-94",
        ["1.2.643.7.1.1.4.1"] = "HMAC of GOST R 34.11-2012 (256 bits)",
        ["1.2.643.7.1.1.4.2"] = "HMAC of GOST R 34.11-2012 (512 bits)",
        ["1.2.156.10197.1.401.2"] = "HMAC-SM3",
        [Des] = "DES",
        ["1.2.840.113549.3.7"] = "triple DES",
        [Rc2] = "RC2",
        ["1.2.840.113549.3.4"] = "RC4",
        ["1.2.840.113549.3.8"] = "RC5",
        ["1.2.840.113549.3.9"] = "RC5",
        ["1.2.392.200011.61.1.1.1.2"] = "Camellia-128",
        ["1.2.392.200011.61.1.1.1.3"] = "Camellia-192",
        ["1.2.392.200011.61.1.1.1.4"] = "Camellia-256",
        ["1.2.410.200046.1.1.2"] = "ARIA-128",
        ["1.2.410.200046.1.1.7"] = "ARIA-192",
        ["1.2.410.200046.1.1.12"] = "ARIA-256",
        ["1.2.410.200004.1.4"] = "SEED",
        ["1.3.6.1.4.1.188.7.1.1.2"] = "IDEA",
        ["1.2.840.113533.7.66.10"] = "CAST5",
        ["1.3.6.1.4.1.3029.1.2"] = "Blowfish",
        ["1.2.156.10197.1.104.2"] = "SM4",
        ["1.2.643.2.2.21"] = "GOST 28147-89",
        ["1.3.14.3.2.26"] = "SHA-1",
        ["1.2.840.113549.2.2"] = "MD2",
        ["1.2.840.113549.2.4"] = "MD4",
        ["1.2.840.113549.2.5"] = "MD5",
        ["2.16.840.1.101.3.4.2.4"] = "SHA-224",
        ["2.16.840.1.101.3.4.2.5"] = "SHA-512/224",
        ["2.16.840.1.101.3.4.2.6"] = "SHA-512/256",
        ["1.3.36.3.2.1"] = "RIPEMD-160",
        ["1.0.10118.3.0.55"] = "Whirlpool",
        ["1.2.156.10197.1.401"] = "SM3",
        ["1.2.643.2.2.9"] = "GOST R 34.11-94",
        ["1.2.643.7.1.1.2.2"] = "GOST R 34.11-2012 (256 bits)",
        ["1.2.643.7.1.1.2.3"] = "GOST R 34.11-2012 (512 bits)",
    };

    /// <summary>The common name; the identifier itself where it has none here.</summary>
    public static string Name(string oid) => Names.GetValueOrDefault(oid)
        ?? (oid.StartsWith("2.16.840.1.101.3.4.1.", StringComparison.Ordinal) ? $"AES in a mode other than CBC ({oid})"
            : oid.StartsWith("2.16.840.1.101.3.4.2.", StringComparison.Ordinal) ? $"SHA-3 ({oid})"
            : $"the algorithm {oid}");
}
