namespace SalesforceJwt.Core.Profiles;

/// <summary>Where a key or a password is; never the secret itself.</summary>
/// <param name="Kind">The kind of place.</param>
/// <param name="Value">Path, thumbprint or name, as the kind says.</param>
/// <param name="Vault">The vault that holds a <see cref="SecretLocationKind.Secret"/>; null for whichever has it.</param>
public sealed record SecretLocation(SecretLocationKind Kind, string Value, string? Vault = null)
{
    /// <summary>The kind and the value: <c>path /keys/ci.key</c>.</summary>
    public override string ToString() => $"{Name(Kind)} {Value}{(Vault is null ? string.Empty : $" (vault {Vault})")}";

    /// <summary>The kind's name in the profile file, and in what is shown.</summary>
    internal static string Name(SecretLocationKind kind) => kind switch
    {
        SecretLocationKind.Path => "path",
        SecretLocationKind.Thumbprint => "thumbprint",
        SecretLocationKind.Variable => "variable",
        _ => "secret",
    };
}
