using System.Security.Cryptography;

namespace SalesforceJwt.Core.Keys;

/// <summary>Signs with an RSA object of the caller, which may stand for a key in a vault, on a card or in a TPM.</summary>
/// <param name="rsa">The object; it stays the caller's to dispose.</param>
internal sealed class RsaDigestSigner(RSA rsa) : IDigestSigner
{
    /// <inheritdoc/>
    public Task<byte[]> SignAsync(byte[] digest, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        Task.Run(() => Sign(digest), cancellationToken).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private byte[] Sign(byte[] digest)
    {
        // RSA objects need not be safe for several threads, and one object may serve several connections. SignHash is what every
        // implementation has; SignData would leave the hashing to it.
        lock (rsa)
        {
            return rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }
}
