using System.Security.Cryptography;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A signer whose key a test holds, and which can do wrong what real ones do wrong.</summary>
internal sealed class TestSigner(Func<byte[], byte[], byte[]> sign) : IDigestSigner
{
    private int _calls;

    public static TestSigner Good => new((digest, _) =>
        TestKeys.Rsa.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public int Calls => _calls;

    public bool IsDisposed { get; private set; }

    /// <summary>Ends each call late, so that several overlap.</summary>
    public TimeSpan Delay { get; init; }

    public async Task<byte[]> SignAsync(byte[] digest, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        await Task.Delay(Delay, cancellationToken);
        return sign(digest, data.ToArray());
    }

    public void Dispose() => IsDisposed = true;
}
