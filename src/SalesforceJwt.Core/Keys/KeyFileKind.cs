namespace SalesforceJwt.Core.Keys;

/// <summary>What a file of keys and certificates holds.</summary>
internal enum KeyFileKind
{
    /// <summary>A certificate, which is uploaded to Salesforce.</summary>
    Certificate,

    /// <summary>A private key, which signs.</summary>
    PrivateKey,

    /// <summary>A certificate and its private key, in a PFX or one PEM file.</summary>
    CertificateAndPrivateKey,

    /// <summary>A bare public key.</summary>
    PublicKey,

    /// <summary>A certificate signing request.</summary>
    CertificateRequest,
}
