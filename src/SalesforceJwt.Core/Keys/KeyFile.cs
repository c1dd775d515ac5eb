using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Keys;

/// <summary>What a key file holds, opened with its password: private keys, certificates, and what is neither.</summary>
internal sealed class KeyFile : IDisposable
{
    private readonly string _source;
    private readonly KeyFileContent _content;
    private readonly List<Pkcs12File> _stores = [];

    private KeyFile(KeyFileContent content, string source) => (_content, _source) = (content, source);

    /// <summary>The private keys, including those that cannot be opened.</summary>
    public List<FoundKey> Keys { get; } = [];

    /// <summary>The certificates' bytes; each is loaded when it is needed.</summary>
    public List<FoundCertificate> Certificates { get; } = [];

    /// <summary>Everything that is neither a private key nor a certificate.</summary>
    public List<KeyItem> Others { get; } = [];

    /// <summary>Whether it was in base64.</summary>
    public bool IsBase64 => _content.IsBase64;

    /// <summary>Opens the pieces of a file, and owns them from now on.</summary>
    /// <param name="content">The file.</param>
    /// <param name="password">Its password; empty if there is none.</param>
    /// <param name="source">What it is, for errors.</param>
    /// <exception cref="SfException">A part that is not a private key is damaged.</exception>
    public static KeyFile Open(KeyFileContent content, ReadOnlySpan<char> password, string source)
    {
        var file = new KeyFile(content, source);
        try
        {
            var budget = new KeyDerivationBudget(source);
            foreach (var item in content.Items)
            {
                file.Add(item, password, budget);
            }

            if (StrayCharacters.FindAround(password) is { } around)
            {
                var words = $"The password begins or ends with {StrayCharacters.Name(around)}, which counts: "
                    + "remove it if it is not part of the password.";
                file.Keys.ForEach(k => (k.Problem is { Kind: SfErrorKind.KeyPasswordWrong } problem ? problem : null)?.Add(words));
            }

            return file;
        }
        catch (SfException)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Loads all certificates; the caller disposes them.</summary>
    public List<X509Certificate2> LoadCertificates()
    {
        var loaded = new List<X509Certificate2>();
        try
        {
            foreach (var (der, _) in Certificates)
            {
                loaded.Add(CertificateReader.Load(der, _source));
            }

            return loaded;
        }
        catch (SfException)
        {
            loaded.ForEach(c => c.Dispose());
            throw;
        }
    }

    /// <summary>The error for a file without a private key.</summary>
    public SfException NoKey() =>
        (Certificates.Count > 0 ? DerKind.Certificate : Others.Count > 0 ? Others[0].Kind : DerKind.Unknown) switch
        {
            DerKind.Certificate => KeyErrors.NotPrivate(_source, "a certificate"),
            DerKind.CertificateRequest => KeyErrors.NotPrivate(_source, "a certificate request"),
            DerKind.RevocationList => KeyErrors.NotPrivate(_source, "a certificate revocation list"),
            DerKind.Pkcs7 => KeyErrors.NotPrivate(_source, "certificates in PKCS#7 (.p7b)"),
            DerKind.PublicKey => KeyErrors.NotPrivate(_source, "a public key"),
            DerKind.Pkcs12 => KeyErrors.NotPrivate(_source, "a PFX with nothing in it"),
            _ => KeyErrors.Damaged(_source, "key"),
        };

    /// <inheritdoc/>
    public void Dispose()
    {
        Keys.ForEach(k => CryptographicOperations.ZeroMemory(k.Owned));
        _stores.ForEach(s => s.Dispose());
        _content.Dispose();
    }

    private void Add(KeyItem item, ReadOnlySpan<char> password, KeyDerivationBudget budget)
    {
        switch (item.Kind)
        {
            case DerKind.Pkcs1 or DerKind.Pkcs8 or DerKind.NotRsa:
                Keys.Add(new FoundKey(FormatOf(item), item));
                break;
            case DerKind.Pkcs8Encrypted:
                var encryption = new PasswordEncryption(_source, budget);
                AddEncrypted(KeyFormat.Pkcs8Encrypted, item, password, secret => encryption.OpenKey(item.Der, secret));
                break;
            case DerKind.Pkcs1Encrypted:
                AddEncrypted(KeyFormat.Pkcs1Encrypted, item, password, secret => LegacyPemDecryptor.Decrypt(item, secret, _source));
                break;
            case DerKind.OpenSsh:
                var (type, isEncrypted) = OpenSshKey.Describe(item.Der.Span);
                Keys.Add(new FoundKey(KeyFormat.OpenSsh, item) { Problem = KeyErrors.OpenSsh(_source, type, isEncrypted) });
                break;
            case DerKind.Putty:
                Keys.Add(new FoundKey(KeyFormat.Putty, item) { Problem = KeyErrors.Putty(_source) });
                break;
            case DerKind.Pkcs12:
                AddStore(item, password, budget);
                break;
            case DerKind.Certificate:
                Certificates.Add(new FoundCertificate(item.Der, "X.509 " + item.Encoding));
                break;
            case DerKind.Pkcs7:
                Certificates.AddRange(Pkcs7Certificates.Read(item.Der, _source)
                    .Select(der => new FoundCertificate(der, "PKCS#7 " + item.Encoding)));
                break;
            default:
                Others.Add(item);
                break;
        }
    }

    private static KeyFormat FormatOf(KeyItem item) => item.Encoding switch
    {
        RsaText.Json => KeyFormat.Jwk,
        RsaText.Xml => KeyFormat.Xml,
        _ => item.Kind == DerKind.Pkcs1 ? KeyFormat.Pkcs1 : KeyFormat.Pkcs8,
    };

    private void AddEncrypted(KeyFormat format, KeyItem item, ReadOnlySpan<char> password, Decryption decrypt)
    {
        if (password.IsEmpty)
        {
            Keys.Add(new FoundKey(format, item) { IsEncrypted = true, Problem = KeyErrors.PasswordRequired(_source) });
            return;
        }

        try
        {
            var open = decrypt(password);
            var kind = DerFormat.Detect(open, out var algorithm);
            var opened = item with { Kind = kind, Der = open, Algorithm = algorithm };
            var found = new FoundKey(format, opened) { IsEncrypted = true, Owned = open };

            // A wrong password can give valid padding by chance.
            Keys.Add(kind is DerKind.Pkcs1 or DerKind.Pkcs8 or DerKind.NotRsa
                ? found
                : found with { Problem = KeyErrors.PasswordWrong(_source) });
        }
        catch (SfException e)
        {
            Keys.Add(new FoundKey(format, item) { IsEncrypted = true, Problem = e });
        }
    }

    private void AddStore(KeyItem item, ReadOnlySpan<char> password, KeyDerivationBudget budget)
    {
        Pkcs12File store;
        var isEncrypted = false;
        try
        {
            (store, isEncrypted) = OpenStore(item, password, budget);
        }
        catch (SfException e)
        {
            Keys.Add(new FoundKey(KeyFormat.Pkcs12, item) { IsEncrypted = true, Problem = e });
            return;
        }

        _stores.Add(store);
        Certificates.AddRange(store.Certificates.Select(c => new FoundCertificate(c.Der, "PFX")));
        foreach (var (der, problem, name) in store.Keys)
        {
            var kind = DerFormat.Detect(der, out var algorithm);
            Keys.Add(new FoundKey(KeyFormat.Pkcs12, item with { Kind = kind, Der = der, Algorithm = algorithm })
            {
                IsEncrypted = isEncrypted,
                Problem = problem?.Kind == SfErrorKind.KeyPasswordWrong && password.IsEmpty ? KeyErrors.PasswordRequired(_source) : problem,
                Name = name,
            });
        }

        if (store.Keys.Count == 0 && store.Problem is not null)
        {
            Keys.Add(new FoundKey(KeyFormat.Pkcs12, item) { IsEncrypted = isEncrypted, Problem = store.Problem });
        }
        else if (store.Keys.Count + store.Certificates.Count == 0)
        {
            Others.Add(item);
        }
    }

    /// <summary>Opens a PFX with its password, else without: a PFX without a password ignores a given one.</summary>
    private (Pkcs12File Store, bool IsEncrypted) OpenStore(KeyItem item, ReadOnlySpan<char> password, KeyDerivationBudget budget)
    {
        try
        {
            return (Pkcs12File.Open(item.Der, password, _source, budget), !password.IsEmpty);
        }
        catch (CryptographicException) when (password.IsEmpty)
        {
            throw KeyErrors.PasswordRequired(_source);
        }
        catch (CryptographicException e)
        {
            try
            {
                return (Pkcs12File.Open(item.Der, default, _source, budget), false);
            }
            catch (CryptographicException)
            {
                throw KeyErrors.PasswordWrong(_source, e);
            }
        }
    }

    private delegate byte[] Decryption(ReadOnlySpan<char> password);
}
