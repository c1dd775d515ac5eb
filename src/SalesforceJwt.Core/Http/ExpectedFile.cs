using System.Security.Cryptography;

namespace SalesforceJwt.Core.Http;

/// <summary>What Salesforce says of a file that is downloaded; compared with what arrived before the file is saved.</summary>
/// <param name="Name">What the file is, for the error.</param>
/// <param name="Length">Its length in bytes; null if unknown.</param>
/// <param name="Md5">Its MD5 in hexadecimal; null if unknown.</param>
internal sealed record ExpectedFile(string Name, long? Length, string? Md5)
{
    /// <summary>
    /// Starts to compute the checksum; null if there is no MD5 to compare with, or this system forbids MD5 (FIPS).
    /// </summary>
    internal IncrementalHash? StartHash()
    {
        try
        {
            return Md5 is not { Length: 2 * MD5.HashSizeInBytes } ? null : IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Compares what arrived with this.</summary>
    /// <param name="length">The length of what arrived.</param>
    /// <param name="hash">Its checksum; null if it was not computed.</param>
    /// <param name="response">The answer.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>: it is not the file.</exception>
    internal void Require(long length, IncrementalHash? hash, SfResponse response)
    {
        var md5 = hash is null ? null : Convert.ToHexString(hash.GetCurrentHash());
        var contradiction = Length is { } expected && length != expected
            ? FormattableString.Invariant($"has {length:N0} bytes, and Salesforce expects {expected:N0}")
            : md5 is not null && !md5.Equals(Md5, StringComparison.OrdinalIgnoreCase)
                ? $"has the MD5 {md5}, and Salesforce expects {Md5!.ToUpperInvariant()}"
            : null;
        if (contradiction is not null)
        {
            throw new SfException(
                SfErrorKind.ResponseInvalid,
                $"What {response.Url} gave is not {Name}: it {contradiction} (status {(int)response.StatusCode}, "
                    + $"{response.MediaType ?? "no media type"}). It was not saved.",
                "Try again; if it goes on, something between here and Salesforce (a proxy, a virus scanner) answers in its place, "
                    + "or changes or cuts what passes.")
            {
                StatusCode = (int)response.StatusCode,
            };
        }
    }
}
