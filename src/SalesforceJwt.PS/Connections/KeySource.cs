using System.Security;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Certificates;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Connections;

/// <summary>Where a sign-in's key comes from: one of the parameters, else the environment.</summary>
internal sealed class KeySource : IDisposable
{
    private char[] _password = [];

    public X509Certificate2? Certificate { get; init; }

    public string? Thumbprint { get; init; }

    public string? KeyPath { get; init; }

    public SecureString? PrivateKey { get; init; }

    public SecureString? Password { get; init; }

    public string? CertificatePath { get; init; }

    /// <summary>Makes the path in an environment variable a full one.</summary>
    public required Func<string, string> ResolvePath { get; init; }

    /// <summary>Reads the key, and says where its certificate is. One that was named is read and compared at once; one that may lie
    /// beside the key only helps, and is read when it is asked for.</summary>
    /// <exception cref="SfException">There is no key, it is not usable, or it does not belong to the certificate.</exception>
    public (SfPrivateKey Key, Lazy<X509Certificate2?>? Certificate) Read()
    {
        _password = Password is null ? SignInEnvironment.Get(SignInEnvironment.KeyPassword)?.ToCharArray() ?? [] : Secret.Reveal(Password);
        if (Certificate is not null)
        {
            return (SfPrivateKey.FromCertificate(Certificate), null);
        }

        if (Thumbprint is not null)
        {
            return (SfPrivateKey.FromCertificate(CertificateReader.FromStore(Thumbprint)), null);
        }

        var text = PrivateKey is not null ? Secret.Reveal(PrivateKey)
            : KeyPath is null ? SignInEnvironment.Get(SignInEnvironment.Key)?.ToCharArray()
            : null;
        return text is not null
            ? WithCertificate(ReadText(text), path: null)
            : ReadFile(KeyPath ?? (SignInEnvironment.Get(SignInEnvironment.KeyFile) is { } file ? ResolvePath(file) : throw Missing()));
    }

    public void Dispose() => Array.Clear(_password);

    private static SfException Missing() => new(
        SfErrorKind.ValueMissing,
        "No private key was given.",
        $"Give -KeyPath (a file), -PrivateKey (the key itself), -Certificate or -Thumbprint; or set the environment variable {SignInEnvironment.Key} or {SignInEnvironment.KeyFile}.");

    private SfPrivateKey ReadText(char[] text)
    {
        try
        {
            return PrivateKeyReader.FromText(text, _password, PrivateKey is null ? $"The environment variable {SignInEnvironment.Key}" : "The private key");
        }
        finally
        {
            Array.Clear(text);
        }
    }

    private (SfPrivateKey Key, Lazy<X509Certificate2?>? Certificate) ReadFile(string path) => WithCertificate(PrivateKeyReader.FromFile(path, _password), path);

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
