using System.Text.RegularExpressions;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>Where a key or a password is; never the secret itself.</summary>
/// <param name="Kind">The kind of place.</param>
/// <param name="Value">Path, thumbprint or name, depending on the kind.</param>
/// <param name="Vault">The vault that holds a <see cref="SecretLocationKind.Secret"/>; null for whichever has it.</param>
/// <param name="Certificate">
/// The thumbprint of the key's certificate, where there are several keys in this place; null for the only one.
/// </param>
internal sealed partial record SecretLocation(SecretLocationKind Kind, string Value, string? Vault = null, string? Certificate = null)
{
    private const int ThumbprintLength = 40;

    // The base64 of any key is longer than these, a real path or name hardly ever.
    private const int MaximumLength = 1024;
    private const int MaximumVariableLength = 128;

    /// <summary>The kind and the value: <c>path /keys/ci.key</c>.</summary>
    public override string ToString() =>
        $"{Name(Kind)} {SecretText.Redact(Value)}"
            + (Vault is null ? string.Empty : $" (vault {Vault})")
            + (Certificate is null ? string.Empty : $" (certificate {Certificate})");

    /// <summary>
    /// The place as it can be saved. Refuses what looks like the secret itself, which a shell puts there for <c>$env:NAME</c>; so no
    /// error here repeats the value.
    /// </summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.SecretLocationInvalid"/>.</exception>
    internal SecretLocation Checked()
    {
        var clean = Kind == SecretLocationKind.Path ? this : this with { Value = OAuth.SignInValue.Clean(Value) };
        return clean.CheckedKind() with { Certificate = Certificate is null ? null : CheckedThumbprint(Certificate) };
    }

    private SecretLocation CheckedKind() => Kind switch
    {
        SecretLocationKind.Path => IsOneLine(Value) && Path.IsPathFullyQualified(Value)
            ? this
            : throw Invalid("The key's path is not a full path.", "Give the path of the key's file, not the key."),
        SecretLocationKind.Thumbprint => this with { Value = CheckedThumbprint(Value) },
        SecretLocationKind.Variable => IsVariableName(Value)
            ? this
            : throw Invalid("What was given is not the name of an environment variable.",
                new Advice("Give the variable's name, such as SF_JWT_KEY, not its content.", NextStep.NameVariable)),
        SecretLocationKind.Command => CommandName().IsMatch(Value)
            ? this
            : throw Invalid("What was given is not the name of a command.",
                new Advice("A profile holds the name of a command that signs, never code or a key.", NextStep.NameCommand)),
        _ => IsOneLine(Value) && IsOneLine(Vault ?? "-")
            ? this
            : throw Invalid("What was given is not the name of a secret or a vault.",
                new Advice("Give the secret's name, not the secret.", NextStep.NameSecret)),
    };

    /// <summary>The kind's name in the profile file, and in what is shown.</summary>
    internal static string Name(SecretLocationKind kind) => kind switch
    {
        SecretLocationKind.Path => "path",
        SecretLocationKind.Thumbprint => "thumbprint",
        SecretLocationKind.Variable => "variable",
        SecretLocationKind.Command => "command",
        _ => "secret",
    };

    private static string CheckedThumbprint(string value) =>
        string.Concat(value.Where(char.IsAsciiHexDigit)) is { Length: ThumbprintLength } digits
        ? digits.ToUpperInvariant()
        : throw Invalid("The thumbprint is not one.", $"Give the certificate's SHA-1 thumbprint: {ThumbprintLength} hexadecimal digits.");

    private static bool IsOneLine(string value) =>
        !string.IsNullOrWhiteSpace(value) && value.Length <= MaximumLength && !value.Any(char.IsControl)
            && !value.Contains("-----", StringComparison.Ordinal);

    /// <summary>A name, and not the content of a variable, where a variable of that name is not there.</summary>
    private static bool IsVariableName(string value) =>
        value.Length is > 0 and <= MaximumVariableLength
        && !char.IsAsciiDigit(value[0])
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && (Environment.GetEnvironmentVariable(value) is not null
            || !Environment.GetEnvironmentVariables().Values.Cast<string>().Contains(value));

    /// <summary>A name, or a module's name, a backslash and a name. Short enough for no key to fit.</summary>
    [GeneratedRegex(@"^\w[\w.-]{0,80}(\\\w[\w.-]{0,80})?$")]
    private static partial Regex CommandName();

    private static SfException Invalid(string message, Advice advice) => new(SfErrorKind.SecretLocationInvalid, message, advice);
}
