namespace SalesforceJwt.Core.Certificates;

/// <summary>What a DER structure is, told by its shape alone (<see cref="DerShape"/>).</summary>
internal enum DerKind
{
    Unknown,
    Pkcs1,
    Pkcs8,
    Pkcs8Encrypted,
    Pkcs12,
    NotRsa,
    PublicKey,
    Certificate,
}
