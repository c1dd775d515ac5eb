using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>The source of a sign-in's key: the key itself, or its place.</summary>
internal sealed class KeySource : IDisposable
{
    private char[] _password = [];
    private char[] _text = [];
    private SignerFactory? _signer;

    public X509Certificate2? Certificate { get; init; }

    public Func<char[]>? PrivateKey { get; init; }

    /// <summary>What signs with a key that is elsewhere.</summary>
    public SignerFactory? Signer { get; init; }

    /// <summary>The key's place, if the key itself is not given.</summary>
    public SecretLocation? Location { get; init; }

    public Func<char[]>? Password { get; init; }

    /// <summary>The password's place, if the password itself is not given.</summary>
    public SecretLocation? PasswordLocation { get; init; }

    /// <summary>Full path of the certificate that the key must belong to.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>The thumbprint of the key's certificate, if <see cref="PrivateKey"/> holds several keys.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>Reads an environment variable; null if it is missing or blank.</summary>
    public required Func<string, string?> GetVariable { get; init; }

    /// <summary>Reads a secret out of a vault.</summary>
    public required Func<SecretLocation, char[]> ReadVault { get; init; }

    /// <summary>Finds the command that signs.</summary>
    public required Func<string, SignerFactory> FindCommand { get; init; }

    /// <summary>
    /// Reads the key and finds its certificate. A named certificate is read and compared immediately. A certificate file beside the key
    /// is optional, and is read only when needed. Secrets are read on the caller's thread; the key is opened on another, since a
    /// password-protected one can take seconds.
    /// </summary>
    /// <exception cref="SfException">There is no key, it is not usable, or it does not belong to the certificate.</exception>
    public Task<SigningKey> ReadAsync(CancellationToken cancellationToken)
    {
        _signer = Signer ?? (Location is { Kind: SecretLocationKind.Command } command ? FindCommand(command.Value) : null);
        _password = Password?.Invoke() ?? (PasswordLocation is null ? [] : ReadSecret(PasswordLocation));
        _text = PrivateKey?.Invoke()
            ?? (Certificate is null && Location is { Kind: SecretLocationKind.Variable or SecretLocationKind.Secret }
                ? ReadSecret(Location)
                : []);
        return Task.Run(Read, cancellationToken).WaitAsync(cancellationToken);
    }

    /// <summary>The place of a key that was read.</summary>
    public KeyOrigin GetOrigin(IJwtSigner signer) => new(
        Certificate is null && PrivateKey is null && Signer is null ? Location : null,
        Password is null ? PasswordLocation : null,
        (signer as SfPrivateKey)?.Format is KeyFormat.Pkcs1Encrypted or KeyFormat.Pkcs8Encrypted
            || (signer is SfPrivateKey { Format: KeyFormat.Pkcs12 } && _password.Length > 0))
    {
        IsElsewhere = !signer.IsInMemory,
        CertificatePath = CertificatePath,
    };

    public void Dispose()
    {
        Array.Clear(_password);
        Array.Clear(_text);
    }

    private static SfException Missing() => new(
        SfErrorKind.ValueMissing,
        "No private key was given.",
        new Advice(
            "Give a key file, the key itself, a certificate with its key or the thumbprint of one; "
                + $"or set the environment variable {SignInEnvironment.Key} or {SignInEnvironment.KeyFile}.",
            NextStep.SetKeyPath));

    private char[] ReadSecret(SecretLocation location) => location.Kind switch
    {
        SecretLocationKind.Secret => ReadVault(location),
        SecretLocationKind.Variable => GetVariable(location.Value)?.ToCharArray() ?? throw new SfException(
            SfErrorKind.ValueMissing,
            $"The environment variable {location.Value} is not set.",
            "Set it. In CI, check that the secret exists and is visible to this job."),
        _ => throw new SfException(
            SfErrorKind.SecretLocationInvalid,
            $"The key's password cannot come from a {location.Kind}.",
            "Name an environment variable or a secret."),
    };

    private SigningKey Read()
    {
        if (Certificate is not null)
        {
            return new SigningKey(SfPrivateKey.FromCertificate(Certificate), null);
        }

        var given = CertificatePath is null ? null : CertificateReader.FromFile(CertificatePath);
        if (_signer is not null)
        {
            return new SigningKey(_signer(given), null);
        }

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

    private SigningKey WithCertificate(SfPrivateKey key, X509Certificate2? given, string? path)
    {
        if (given is null)
        {
            return new SigningKey(key, path is null ? null : new Lazy<X509Certificate2?>(() => CertificateReader.Beside(path)));
        }

        CertificateReader.RequireMatch(key, path is null ? "the given text" : $"'{path}'", given, $"'{CertificatePath}'");
        return new SigningKey(key, new Lazy<X509Certificate2?>(given));
    }
}
