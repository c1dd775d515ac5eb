namespace SalesforceJwt.Core.Keys;

/// <summary>A private key that a file holds.</summary>
/// <param name="Format">How the file holds it.</param>
/// <param name="Item">The key, opened where it could be: PKCS#1, PKCS#8, or the format of another algorithm.</param>
internal sealed record FoundKey(KeyFormat Format, KeyItem Item)
{
    /// <summary>Whether a password protects it.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Why it could not be opened; null if it could.</summary>
    public SfException? Problem { get; init; }

    /// <summary>Its name in the file (alias, friendly name); null if it has none.</summary>
    public string? Name { get; init; }

    /// <summary>The opened key's buffer, where it is cleared with this.</summary>
    public byte[] Owned { get; init; } = [];
}
