using System.Security;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Certificates;
using SalesforceJwt.Core.Profiles;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Connections;

/// <summary>Where a sign-in's key comes from: given itself, or from the place that a parameter, a profile or the environment names.</summary>
internal sealed class KeySource : IDisposable
{
    private char[] _password = [];

    public X509Certificate2? Certificate { get; init; }

    public SecureString? PrivateKey { get; init; }

    /// <summary>The key's place, where the key itself is not given.</summary>
    public SecretLocation? Location { get; init; }

    public SecureString? Password { get; init; }

    /// <summary>The password's place, where the password itself is not given.</summary>
    public SecretLocation? PasswordLocation { get; init; }

    public string? CertificatePath { get; init; }

    /// <summary>Reads a secret out of a vault; whoever gets it clears it.</summary>
    public required Func<SecretLocation, char[]> ReadVault { get; init; }

    /// <summary>The key's place: the parameter's, else the environment's; null where neither names one.</summary>
    /// <param name="thumbprint">A certificate in a store.</param>
    /// <param name="path">A key file.</param>
    /// <param name="resolvePath">Makes a path a full one.</param>
    public static SecretLocation? Locate(string? thumbprint, string? path, Func<string, string> resolvePath) =>
        thumbprint is not null ? new SecretLocation(SecretLocationKind.Thumbprint, thumbprint)
        : path is not null ? new SecretLocation(SecretLocationKind.Path, resolvePath(path))
        : SignInEnvironment.Get(SignInEnvironment.Key) is not null ? new SecretLocation(SecretLocationKind.Variable, SignInEnvironment.Key)
        : SignInEnvironment.Get(SignInEnvironment.KeyFile) is { } file ? new SecretLocation(SecretLocationKind.Path, resolvePath(file))
        : null;

    /// <summary>The place of the key's password in the environment; null where there is none.</summary>
    public static SecretLocation? PasswordFromEnvironment() =>
        SignInEnvironment.Get(SignInEnvironment.KeyPassword) is null ? null : new SecretLocation(SecretLocationKind.Variable, SignInEnvironment.KeyPassword);

    /// <summary>Reads the key, and says where its certificate is. One that was named is read and compared at once; one that may lie
    /// beside the key only helps, and is read when it is asked for.</summary>
    /// <exception cref="SfException">There is no key, it is not usable, or it does not belong to the certificate.</exception>
    public (SfPrivateKey Key, Lazy<X509Certificate2?>? Certificate) Read()
    {
        _password = Password is not null ? Secret.Reveal(Password) : PasswordLocation is null ? [] : Text(PasswordLocation);
        if (Certificate is not null)
        {
            return (SfPrivateKey.FromCertificate(Certificate), null);
        }

        if (PrivateKey is not null)
        {
            return WithCertificate(ReadText(Secret.Reveal(PrivateKey), "The private key"), path: null);
        }

        return Location switch
        {
            null => throw Missing(),
            { Kind: SecretLocationKind.Thumbprint } => (SfPrivateKey.FromCertificate(CertificateReader.FromStore(Location.Value)), null),
            { Kind: SecretLocationKind.Path } => WithCertificate(PrivateKeyReader.FromFile(Location.Value, _password), Location.Value),
            { Kind: SecretLocationKind.Variable } => WithCertificate(ReadText(Text(Location), $"The environment variable {Location.Value}"), path: null),
            _ => WithCertificate(ReadText(Text(Location), $"The {Location}"), path: null),
        };
    }

    /// <summary>Where a key that was read came from.</summary>
    public KeyOrigin Origin(SfPrivateKey key) => new(
        Certificate is null && PrivateKey is null ? Location : null,
        Password is null ? PasswordLocation : null,
        key.Format is KeyFormat.Pkcs1Encrypted or KeyFormat.Pkcs8Encrypted || (key.Format == KeyFormat.Pkcs12 && _password.Length > 0));

    public void Dispose() => Array.Clear(_password);

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

    private SfPrivateKey ReadText(char[] text, string source)
    {
        try
        {
            return PrivateKeyReader.FromText(text, _password, source);
        }
        finally
        {
            Array.Clear(text);
        }
    }

    private (SfPrivateKey Key, Lazy<X509Certificate2?>? Certificate) WithCertificate(SfPrivateKey key, string? path)
    {
        if (CertificatePath is null)
        {
            return (key, path is null ? null : new Lazy<X509Certificate2?>(() => CertificateReader.Beside(path)));
        }

        var certificate = CertificateReader.FromFile(CertificatePath);
        CertificateReader.RequireMatch(key, path is null ? "the given text" : $"'{path}'", certificate, $"'{CertificatePath}'");
        return (key, new Lazy<X509Certificate2?>(certificate));
    }
}
