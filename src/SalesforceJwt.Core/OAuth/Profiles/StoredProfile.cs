using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>A sign-in that has a name: where, who, and where the key is. It never holds a secret.</summary>
internal sealed record StoredProfile
{
    // As long as the longest username, since usernames make good names.
    private const int MaximumNameLength = 80;

    /// <summary>The profile's name, unique; case is ignored.</summary>
    public required string Name { get; init; }

    /// <summary>The file that it was read from, for errors; null for one that is not saved.</summary>
    public string? File { get; init; }

    /// <summary>The login host.</summary>
    public string? LoginUrl { get; init; }

    /// <summary>The app's consumer key.</summary>
    public string? ClientId { get; init; }

    /// <summary>The Salesforce user.</summary>
    public string? Username { get; init; }

    /// <summary>The <c>aud</c> of the assertions; null for the login host.</summary>
    public string? Audience { get; init; }

    /// <summary>The REST API version; null for the org's newest.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Where the private key is.</summary>
    public SecretLocation? Key { get; init; }

    /// <summary>Where the key's password is; null where there is none or it is given at each sign-in.</summary>
    public SecretLocation? KeyPassword { get; init; }

    /// <summary>Full path of the certificate that the key must belong to; null for none.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Whether sign-ins use the token cache; null where the environment decides.</summary>
    public bool? UseTokenCache { get; init; }

    /// <summary>The profile as it can be saved: everything needed is there, and written as the module writes it.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ProfileNameInvalid"/>, <see cref="SfErrorKind.ValueMissing"/>,
    /// <see cref="SfErrorKind.SecretLocationInvalid"/>, or what is wrong with the client id, the username, the login URL or the API
    /// version.</exception>
    public StoredProfile Checked() => this with
    {
        Name = CheckedName(Name),
        LoginUrl = OAuth.LoginUrl.ToAudience(OAuth.LoginUrl.Parse(LoginUrl ?? string.Empty)),
        ClientId = SignInValue.ClientId(ClientId),
        Username = SignInValue.Username(Username),
        Audience = string.IsNullOrWhiteSpace(Audience) ? null : SignInValue.Audience(Audience),
        ApiVersion = ApiVersion is null ? null : Http.ApiVersion.Parse(ApiVersion),
        Key = Key?.Checked() ?? throw new SfException(
            SfErrorKind.ValueMissing,
            $"The profile '{Name}' does not say where the private key is.",
            "Name a file, a thumbprint, an environment variable, a secret or a command that signs."),
        KeyPassword = KeyPassword?.Checked(),
        CertificatePath = CertificatePath is null ? null : new SecretLocation(SecretLocationKind.Path, CertificatePath).Checked().Value,
    };

    /// <summary>The profile as users see it. A file that was edited by hand may hold secrets in these fields.</summary>
    public SfProfile ToModel() => new(SecretText.Redact(Name))
    {
        Username = SecretText.Redact(Username),
        LoginUrl = SecretText.Redact(LoginUrl),
        ClientId = SecretText.Redact(ClientId),
        Audience = SecretText.Redact(Audience),
        ApiVersion = SecretText.Redact(ApiVersion),
        Key = Key?.ToString(),
        KeyKind = Key?.Kind.ToString(),
        KeyPassword = KeyPassword?.ToString(),
        CertificatePath = SecretText.Redact(CertificatePath),
        UseTokenCache = UseTokenCache,
    };

    /// <summary>The name as it can be saved.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ProfileNameInvalid"/>.</exception>
    public static string CheckedName(string name)
    {
        var clean = SignInValue.Clean(name);
        var isName = SecretText.Detect(clean) is null && clean.Length is > 0 and <= MaximumNameLength
            && char.IsLetterOrDigit(clean[0])
            && clean.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '@' or '+');
        return isName ? clean : throw new SfException(
            SfErrorKind.ProfileNameInvalid,
            $"{SecretText.Quote(name)} cannot be the name of a profile.",
            $"Use letters, digits and . _ - @ +, starting with a letter or digit, {MaximumNameLength} characters at most: ci, "
                + "dev-sandbox, ci@example.com.");
    }
}
