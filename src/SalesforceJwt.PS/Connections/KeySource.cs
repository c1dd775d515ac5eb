using System.Security;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Connections;

/// <summary>Where a sign-in's key comes from: given itself, or from the place that a parameter, a profile or the environment names.</summary>
internal sealed class KeySource : IDisposable
{
    private char[] _password = [];
    private char[] _text = [];

    public X509Certificate2? Certificate { get; init; }

    public SecureString? PrivateKey { get; init; }

    /// <summary>The key's place, where the key itself is not given.</summary>
    public SecretLocation? Location { get; init; }

    public SecureString? Password { get; init; }

    /// <summary>The password's place, where the password itself is not given.</summary>
    public SecretLocation? PasswordLocation { get; init; }

    public string? CertificatePath { get; init; }

    /// <summary>The thumbprint of the key's certificate, if <see cref="PrivateKey"/> holds several keys.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>Reads a secret out of a vault; whoever gets it clears it.</summary>
    public required Func<SecretLocation, char[]> ReadVault { get; init; }

    /// <summary>The key's place: the parameter's, else the environment's; null where neither names one.</summary>
    /// <param name="thumbprint">A certificate in the file; without a file, in a store.</param>
    /// <param name="path">A key file.</param>
    /// <param name="resolvePath">Makes a path a full one.</param>
    public static SecretLocation? Locate(string? thumbprint, string? path, Func<string, string> resolvePath) =>
        path is not null ? new SecretLocation(SecretLocationKind.Path, resolvePath(path), Certificate: thumbprint)
        : thumbprint is not null ? new SecretLocation(SecretLocationKind.Thumbprint, thumbprint)
        : SignInEnvironment.Get(SignInEnvironment.Key) is not null ? new SecretLocation(SecretLocationKind.Variable, SignInEnvironment.Key)
        : SignInEnvironment.Get(SignInEnvironment.KeyFile) is { } file ? new SecretLocation(SecretLocationKind.Path, resolvePath(file))
        : null;

    /// <summary>The place of the key's password in the environment; null where there is none.</summary>
    public static SecretLocation? PasswordFromEnvironment() =>
        SignInEnvironment.Get(SignInEnvironment.KeyPassword) is null ? null : new SecretLocation(SecretLocationKind.Variable, SignInEnvironment.KeyPassword);

    /// <summary>Reads the key, and says where its certificate is. One that was named is read and compared at once; one that may lie
    /// beside the key only helps, and is read when it is asked for. Opening an encrypted key can take seconds, and happens beside the
    /// pipeline thread.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SfException">There is no key, it is not usable, or it does not belong to the certificate.</exception>
    public Task<SigningKey> ReadAsync(CancellationToken cancellationToken)
    {
        // A vault answers on the pipeline thread only.
        _password = Password is not null ? Secret.Reveal(Password) : PasswordLocation is null ? [] : Text(PasswordLocation);
        _text = PrivateKey is not null ? Secret.Reveal(PrivateKey)
            : Certificate is null && Location is { Kind: SecretLocationKind.Variable or SecretLocationKind.Secret } ? Text(Location)
            : [];
        return Task.Run(Read, cancellationToken).WaitAsync(cancellationToken);
    }

    /// <summary>Where a key that was read came from.</summary>
    public KeyOrigin Origin(SfPrivateKey key) => new(
        Certificate is null && PrivateKey is null ? Location : null,
        Password is null ? PasswordLocation : null,
        key.Format is KeyFormat.Pkcs1Encrypted or KeyFormat.Pkcs8Encrypted || (key.Format == KeyFormat.Pkcs12 && _password.Length > 0));

    public void Dispose()
    {
        Array.Clear(_password);
        Array.Clear(_text);
    }

    private static SfException Missing() => new(
        SfErrorKind.ValueMissing,
        "No private key was given.",
        $"Give -KeyPath (a file), -PrivateKey (the key itself), -Certificate or -Thumbprint; or set the environment variable {SignInEnvironment.Key} or {SignInEnvironment.KeyFile}.");

    private char[] Text(SecretLocation location) => location.Kind switch
    {
        SecretLocationKind.Secret => ReadVault(location),
        SecretLocationKind.Variable => SignInEnvironment.Get(location.Value)?.ToCharArray() ?? throw new SfException(
            SfErrorKind.ValueMissing,
            $"The environment variable {location.Value} is not set.",
            "Set it. In CI, check that the secret is there and is visible to this job."),
        _ => throw new SfException(SfErrorKind.SecretLocationInvalid, $"The key's password cannot come from a {location.Kind}.", "Name an environment variable or a secret."),
    };

    private SigningKey Read()
    {
        if (Certificate is not null)
        {
            return new SigningKey(SfPrivateKey.FromCertificate(Certificate), null);
        }

        var given = CertificatePath is null ? null : CertificateReader.FromFile(CertificatePath);
        var choice = new KeyChoice(Thumbprint ?? Location?.Certificate, given);
        return this switch
        {
            { PrivateKey: not null } => WithCertificate(FromText("The private key"), given, path: null),
            { Location: null } => throw Missing(),
            { Location: { Kind: SecretLocationKind.Thumbprint, Value: var thumbprint } } =>
                new SigningKey(SfPrivateKey.FromCertificate(CertificateReader.FromStore(thumbprint)), null),
            { Location: { Kind: SecretLocationKind.Path, Value: var path } } =>
                WithCertificate(PrivateKeyReader.FromFile(path, _password, choice), given, path),
            _ => WithCertificate(FromText(Name(Location)), given, path: null),
        };

        SfPrivateKey FromText(string source) => PrivateKeyReader.FromText(_text, _password, source, choice);
    }

    private static string Name(SecretLocation location) =>
        location.Kind == SecretLocationKind.Variable ? $"The environment variable {location.Value}" : $"The {location}";

    private SigningKey WithCertificate(
        SfPrivateKey key, X509Certificate2? given, string? path)
    {
        if (given is null)
        {
            return new SigningKey(key, path is null ? null : new Lazy<X509Certificate2?>(() => CertificateReader.Beside(path)));
        }

        CertificateReader.RequireMatch(key, path is null ? "the given text" : $"'{path}'", given, $"'{CertificatePath}'");
        return new SigningKey(key, new Lazy<X509Certificate2?>(given));
    }
}
