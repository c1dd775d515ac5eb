namespace SalesforceJwt.Core.Keys;

/// <summary>Signs without revealing its key: a vault, a hardware token, or the caller's own code.</summary>
internal interface IDigestSigner : IDisposable
{
    /// <summary>Signs with RS256.</summary>
    /// <param name="digest">The SHA-256 digest of the data.</param>
    /// <param name="data">The data, for what hashes by itself.</param>
    /// <returns>The signature as it came; the caller checks it.</returns>
    /// <exception cref="Exception">Whatever the signer throws.</exception>
    Task<byte[]> SignAsync(byte[] digest, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}
