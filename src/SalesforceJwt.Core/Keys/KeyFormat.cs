namespace SalesforceJwt.Core.Keys;

/// <summary>The formats of private keys.</summary>
internal enum KeyFormat
{
    /// <summary>PKCS#1, <c>RSA PRIVATE KEY</c> (RFC 8017 A.1.2).</summary>
    Pkcs1,

    /// <summary>PKCS#1 in PEM encryption (<c>Proc-Type: 4,ENCRYPTED</c>, RFC 1421), as old openssl wrote it.</summary>
    Pkcs1Encrypted,

    /// <summary>PKCS#8, <c>PRIVATE KEY</c> (RFC 5208).</summary>
    Pkcs8,

    /// <summary>PKCS#8, <c>ENCRYPTED PRIVATE KEY</c> (RFC 5208 section 6).</summary>
    Pkcs8Encrypted,

    /// <summary>PKCS#12, a .pfx or .p12 file (RFC 7292).</summary>
    Pkcs12,

    /// <summary>The private key of a JSON Web Key (RFC 7517).</summary>
    Jwk,

    /// <summary>The XML of .NET's <c>RSA.ToXmlString</c>.</summary>
    Xml,

    /// <summary>OpenSSH's own format: recognized, not read.</summary>
    OpenSsh,

    /// <summary>PuTTY's .ppk: recognized, not read.</summary>
    Putty,

    /// <summary>A key that a certificate object or store holds.</summary>
    Certificate,
}
