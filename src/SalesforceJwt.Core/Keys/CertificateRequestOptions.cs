namespace SalesforceJwt.Core.Keys;

/// <summary>What <see cref="SelfSignedCertificate"/> makes.</summary>
internal sealed record CertificateRequestOptions
{
    public const int DefaultKeySize = 2048;
    public const int DefaultValidDays = 730;

    /// <summary>Distinguished name, such as <c>CN=ci-deploy, O=Example</c>. Text without "=" is the common name.</summary>
    public required string Subject { get; init; }

    /// <summary>RSA key size in bits: 2048, 3072 or 4096.</summary>
    public int KeySize { get; init; } = DefaultKeySize;

    /// <summary>Days until the certificate ends.</summary>
    public int ValidDays { get; init; } = DefaultValidDays;
}
