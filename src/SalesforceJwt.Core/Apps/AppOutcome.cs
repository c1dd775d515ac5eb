using System.Security;

namespace SalesforceJwt.Core.Apps;

/// <summary>What making or changing an app did.</summary>
/// <param name="Changes">What was changed, one sentence each.</param>
internal sealed record AppOutcome(IReadOnlyList<string> Changes)
{
    /// <summary>The file of the certificate that was uploaded.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>The file of its private key.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The consumer secret, for the client credentials flow; null for other flows, or where it may not be read.</summary>
    public SecureString? ConsumerSecret { get; init; }
}
