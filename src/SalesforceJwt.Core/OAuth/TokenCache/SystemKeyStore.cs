using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Identity.Client.Extensions.Msal;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth.TokenCache;

/// <summary>
/// Keeps the seal key in the system's key store: DPAPI on Windows (a file that only this user can decrypt), the Keychain on macOS, the
/// Secret Service (GNOME Keyring, KWallet) on Linux.
/// </summary>
internal static partial class SystemKeyStore
{
    private const string Product = "SalesforceJwt.PS";
    private const string Label = "SalesforceJwt.PS token cache";

    /// <summary>The key of this user; made and stored if there is none yet.</summary>
    /// <param name="folder">The token cache, which has one key.</param>
    /// <param name="cancellationToken">Ends the wait, for example while the store asks to be unlocked.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.TokenCacheUnavailable"/>: the system has no such store, or it is locked.
    /// </exception>
    public static async Task<SealKey> GetKeyAsync(TokenCacheFolder folder, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            AtomicFile.CreateFolder(folder.Path);
            using var held = await FileLock.AcquireAsync(
                Path.Combine(folder.Path, "key.lock"), TimeSpan.FromSeconds(30), time, cancellationToken).ConfigureAwait(false);
            return await Task.Run(() => GetKey(folder.Path), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new SfException(
                SfErrorKind.TokenCacheUnavailable,
                $"The token cache has no place for its key: {Name} cannot be used ({SecretText.Redact(Reason(e))}).",
                new Advice("Unlock or install it, or keep the key in a SecretManagement vault.", NextStep.SetTokenVault),
                e);
        }
    }

    private static string Name => OperatingSystem.IsWindows() ? "Windows data protection (DPAPI)"
        : OperatingSystem.IsMacOS() ? "the macOS Keychain" : "the Secret Service (libsecret)";

    private static SealKey GetKey(string folder)
    {
        var store = Storage.Create(
            new StorageCreationPropertiesBuilder("seal.key", folder)
                .WithMacKeyChain(Product, Label)
                .WithLinuxKeyring(
                    "io.github.salesforcejwt.tokencache", "default", Label, new("Product", Product), new("Purpose", "token cache"))
                .Build(),
            new TraceSource(Product, SourceLevels.Off));
        var key = store.ReadData();
        if (key.Length != SealKey.Size)
        {
            key = RandomNumberGenerator.GetBytes(SealKey.Size);
            store.WriteData(key);
        }

        return new SealKey(key, Vault: null);
    }

    /// <summary>What the store says, without the library's frame around it.</summary>
    private static string Reason(Exception e) => LibraryMessage().Match(e.GetBaseException().Message) is { Success: true } message
        ? message.Groups[1].Value.Trim() : e.GetBaseException().Message.TrimEnd('.');

    [GeneratedRegex("message:'(.*?)'")]
    private static partial Regex LibraryMessage();
}
