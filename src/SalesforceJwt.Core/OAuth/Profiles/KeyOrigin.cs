namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>The place of a connection's key, from which a profile can be made.</summary>
/// <param name="Key">The place; null if the key itself was given.</param>
/// <param name="Password">The place of its password; null if there is none, or if the password itself was given.</param>
/// <param name="IsEncrypted">Whether the key needs a password.</param>
internal sealed record KeyOrigin(SecretLocation? Key, SecretLocation? Password, bool IsEncrypted)
{
    /// <summary>Whether a signer signs, with a key that is elsewhere.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>Full path of the certificate that was given; null for none.</summary>
    public string? CertificatePath { get; init; }
}
