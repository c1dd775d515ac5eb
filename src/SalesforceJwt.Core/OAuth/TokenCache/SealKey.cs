namespace SalesforceJwt.Core.OAuth.TokenCache;

/// <summary>A key that seals the tokens of flows that start without a credential.</summary>
/// <param name="Bytes">32 random bytes.</param>
/// <param name="Vault">The vault in which it is stored; null for the system's key store.</param>
internal sealed record SealKey(byte[] Bytes, string? Vault)
{
    /// <summary>Length of a key.</summary>
    public const int Size = 32;

    /// <summary>Records print their members; this one holds a key.</summary>
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Vault = ").Append(Vault);
        return true;
    }
}
