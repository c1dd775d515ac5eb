using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>
/// Decides each value of a JWT sign-in. A given value wins. Else, with a profile, the profile's value is used; without one, that of the
/// environment (<see cref="SignInEnvironment"/>). A sign-in with a profile never reads the environment, so that the same profile signs in
/// as the same user on every machine.
/// </summary>
/// <param name="given">The caller's values.</param>
/// <param name="profile">The profile; null for none.</param>
internal sealed class JwtSignInResolver(JwtSignInValues given, StoredProfile? profile = null)
{
    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> GetVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Makes a path a full one.</summary>
    public Func<string, string> ResolvePath { get; init; } = Path.GetFullPath;

    /// <summary>Reads a secret out of a vault, on the thread of the caller; the resolver clears it.</summary>
    public Func<SecretLocation, char[]> ReadVault { get; init; } = static location =>
        throw new SfException(SfErrorKind.SecretUnavailable, $"The {location} cannot be read: no vault is available.");

    /// <summary>Finds the command of a profile that signs, on the thread of the caller.</summary>
    public Func<string, SignerFactory> FindCommand { get; init; } = static command =>
        throw new SfException(SfErrorKind.SignerUnavailable, $"The command '{command}' cannot sign: this program runs no commands.");

    /// <summary>The caller's values.</summary>
    public JwtSignInValues Given => given;

    /// <summary>The <c>aud</c> of the assertion; null for the login host.</summary>
    public string? Audience => given.Audience ?? profile?.Audience;

    /// <summary>The REST API version of the connection; null for the org's newest.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ApiVersionInvalid"/>.</exception>
    public string? GetApiVersion() => (given.ApiVersion ?? profile?.ApiVersion) is { } version ? Http.ApiVersion.Parse(version) : null;

    /// <summary>The login host; production if neither profile nor environment names one.</summary>
    /// <exception cref="SfException">It is not a login host, or the profile has none.</exception>
    public Uri GetLoginUrl() => given.LoginUrl() ?? (profile is not null
        ? LoginUrl.Parse(profile.LoginUrl ?? throw ProfileErrors.Lacks("login URL", SignInEnvironment.LoginUrl))
        : SignInEnvironment.GetLoginUrl(Variable));

    /// <summary>The app's consumer key.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    public string GetClientId() => Choose(given.ClientId, profile?.ClientId, SignInEnvironment.ClientId, SignInEnvironment.ClientIdName);

    /// <summary>The Salesforce user.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    public string GetUsername() => Choose(given.Username, profile?.Username, SignInEnvironment.Username, "username");

    /// <summary>Reads the private key.</summary>
    /// <exception cref="SfException">There is no key, it is not usable, or it does not belong to the certificate.</exception>
    public async Task<SigningKey> ReadKeyAsync(CancellationToken cancellationToken)
    {
        using var source = CreateKeySource();
        return await source.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds all values and reads the key.</summary>
    /// <exception cref="SfException">A value is missing or not usable. With a profile, the message starts with the profile's
    /// name.</exception>
    public async Task<JwtSignIn> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var version = GetApiVersion();
            var (loginUrl, clientId, username) = (GetLoginUrl(), GetClientId(), GetUsername());
            using var source = CreateKeySource();
            var (signer, certificate) = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
            var flow = new JwtBearerFlow(clientId, username, signer, loginUrl, Audience, certificate);
            return new JwtSignIn(flow, version, source.GetOrigin(signer));
        }
        catch (SfException e) when (profile is not null)
        {
            throw ProfileErrors.In(profile, e);
        }
    }

    private KeySource CreateKeySource()
    {
        var fromProfile = profile is not null && !given.HasKey;
        return new KeySource
        {
            Certificate = given.Certificate,
            PrivateKey = given.PrivateKey,
            Signer = given.Signer,
            Location = fromProfile ? profile!.Key
                ?? throw ProfileErrors.Lacks("place of the private key", SignInEnvironment.KeyFile) : FindKey(),
            Password = given.KeyPassword,
            PasswordLocation = fromProfile ? profile!.KeyPassword : profile is null ? FindPassword() : null,
            Thumbprint = given.PrivateKey is null ? null : given.Thumbprint,
            CertificatePath = given.CertificatePath is { } path ? ResolvePath(path) : fromProfile ? profile!.CertificatePath : null,
            GetVariable = Variable,
            ReadVault = ReadVault,
            FindCommand = FindCommand,
        };
    }

    /// <summary>The key's place: the given one, else the environment's; null if neither names one.</summary>
    private SecretLocation? FindKey() =>
        given.KeyPath is not null ? new SecretLocation(SecretLocationKind.Path, ResolvePath(given.KeyPath), Certificate: given.Thumbprint)
        : given.Thumbprint is not null ? new SecretLocation(SecretLocationKind.Thumbprint, given.Thumbprint)
        : Variable(SignInEnvironment.Key) is not null ? new SecretLocation(SecretLocationKind.Variable, SignInEnvironment.Key)
        : Variable(SignInEnvironment.KeyFile) is { } file ? new SecretLocation(SecretLocationKind.Path, ResolvePath(file))
        : null;

    private SecretLocation? FindPassword() =>
        Variable(SignInEnvironment.KeyPassword) is null
            ? null : new SecretLocation(SecretLocationKind.Variable, SignInEnvironment.KeyPassword);

    private string Choose(string? value, string? saved, string variable, string what) => value ?? (profile is not null
        ? saved ?? throw ProfileErrors.Lacks(what, variable)
        : Variable(variable) ?? throw SignInEnvironment.Missing(variable, what));

    private string? Variable(string name) => SignInEnvironment.NullIfBlank(GetVariable(name));
}
