namespace SalesforceJwt.Core.Keys;

/// <summary>What a piece of a key file is, detected by its content alone (<see cref="DerFormat"/>, <see cref="KeyFileContent"/>).</summary>
internal enum DerKind
{
    Unknown,
    Pkcs1,
    Pkcs1Encrypted,
    Pkcs8,
    Pkcs8Encrypted,
    Pkcs12,
    NotRsa,
    PublicKey,
    Certificate,
    CertificateRequest,
    RevocationList,
    Pkcs7,
    OpenSsh,
    Putty,
}
