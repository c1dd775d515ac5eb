using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using System.Security.Cryptography;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Core.OAuth.TokenCache;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Connections;

/// <summary>Asks Microsoft.PowerShell.SecretManagement for a secret, where that module is installed.</summary>
internal static class SecretVault
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    // Letters and hyphens, as Azure Key Vault demands of names.
    private const string SealKeyName = "SalesforceJwt-token-cache";

    /// <summary>Reads a secret; the caller clears it. Call on the pipeline thread.</summary>
    /// <param name="invoke">Runs commands in the session.</param>
    /// <param name="location">The secret's name and vault.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.SecretUnavailable"/>.</exception>
    public static char[] Read(CommandInvocationIntrinsics invoke, SecretLocation location)
    {
        RequireModule(invoke, location);
        return Get(invoke, location);
    }

    /// <summary>
    /// The key of the token cache that a vault has; made and stored there if it has none. Call on the pipeline thread.
    /// </summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.SecretUnavailable"/>.</exception>
    public static SealKey GetSealKey(CommandInvocationIntrinsics invoke, string vault)
    {
        var location = new SecretLocation(SecretLocationKind.Secret, SealKeyName, vault);
        RequireModule(invoke, location);
        try
        {
            var command = $"param($Name, $Vault) {Module}\\Get-SecretInfo -Name $Name -Vault $Vault -ErrorAction Stop";
            if (Run(invoke, command, SealKeyName, vault).Count == 0)
            {
                StoreSealKey(invoke, vault);
            }
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw Unavailable(location, e.Message, e);
        }

        var text = Get(invoke, location);
        var bytes = new byte[SealKey.Size];
        var isKey = Convert.TryFromBase64Chars(text, bytes, out var length) && length == SealKey.Size;
        Array.Clear(text);
        return isKey ? new SealKey(bytes, vault) : throw Unavailable(location, "it is not a key of the token cache.", null);
    }

    /// <summary>Stores a new key, unless another process has stored one in the meantime: that one counts then.</summary>
    private static void StoreSealKey(CommandInvocationIntrinsics invoke, string vault)
    {
        try
        {
            Run(
                invoke,
                $"param($Name, $Vault, $Secret) {Module}\\Set-Secret -Name $Name -Vault $Vault -Secret $Secret "
                    + "-NoClobber -ErrorAction Stop",
                SealKeyName,
                vault,
                Secret.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SealKey.Size))));
        }
        catch (RuntimeException e) when (e.ErrorRecord.CategoryInfo.Category == ErrorCategory.ResourceExists)
        {
            // -NoClobber: the vault has one by now.
        }
    }

    private static char[] Get(CommandInvocationIntrinsics invoke, SecretLocation location)
    {
        try
        {
            // In an array of its own, since InvokeScript takes a secret of bytes apart.
            var command = $"param($Name, $In) , @({Module}\\Get-Secret -Name $Name @In -ErrorAction Stop)";
            return Run(invoke, command, location.Value, location.Vault is null ? [] : new Hashtable { ["Vault"] = location.Vault }) switch
            {
                [{ BaseObject: SecureString secret }] => Secret.Reveal(secret),
                [{ BaseObject: string text }] => text.ToCharArray(),
                [{ BaseObject: PSCredential credential }] => Secret.Reveal(credential.Password),
                [{ BaseObject: byte[] file }] => Convert.ToBase64String(file).ToCharArray(),
                [] => throw Unavailable(location, "there is no such secret.", null),
                [var other] => throw Unavailable(location, $"it is a {other.BaseObject.GetType().Name}, not text or bytes.", null),
                _ => throw Unavailable(location, "there are several of that name.", null),
            };
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw Unavailable(location, e.Message, e);
        }
    }

    private static void RequireModule(CommandInvocationIntrinsics invoke, SecretLocation location)
    {
        if (Run(invoke, $"Microsoft.PowerShell.Core\\Get-Command Get-Secret -Module {Module} -ErrorAction Ignore").Count == 0)
        {
            throw new SfException(
                SfErrorKind.SecretUnavailable,
                $"The {location} cannot be read: the module {Module} is not installed.",
                $"Install it: Install-PSResource {Module}, and the module of the vault.");
        }
    }

    private static Collection<PSObject> Run(CommandInvocationIntrinsics invoke, string script, params object[] arguments) =>
        invoke.InvokeScript(script, useNewScope: true, PipelineResultTypes.None, input: null, arguments);

    private static SfException Unavailable(SecretLocation location, string why, Exception? inner) => new(
        SfErrorKind.SecretUnavailable,
        $"The {location} could not be read: {why}",
        "Check that it is there and its vault is unlocked: Get-SecretInfo, Get-SecretVault, Unlock-SecretStore.",
        inner);
}
