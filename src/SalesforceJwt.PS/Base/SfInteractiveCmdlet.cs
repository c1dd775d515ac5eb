using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.TokenCache;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet in which a person signs in, in a browser.</summary>
public abstract partial class SfInteractiveCmdlet : SfConnectCmdlet, IClientParameters, ITokenCacheParameters
{
    /// <summary>The scopes.</summary>
    [Parameter(HelpMessage = "Scopes to ask for. With refresh_token the connection renews itself.")]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Scope { get; set; } = ["api", "refresh_token"];

    /// <summary>The vault for the token cache's key.</summary>
    [Parameter(HelpMessage = "SecretManagement vault for the key of the token cache, which is used then. "
        + "Default: the system's key store, where -UseTokenCache is given.")]
    [ValidateNotNullOrEmpty]
    public string? TokenVault { get; set; }

    /// <summary>Maximum wait in seconds for the person to sign in.</summary>
    [Parameter(HelpMessage = "Seconds to wait until the person has signed in.")]
    [NoSecret]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = WebSignIn.DefaultTimeoutSeconds;

    /// <summary>Maximum wait in seconds for a response. Without the alias TimeoutSec, which here is the time for the person.</summary>
    [Parameter(HelpMessage = "Seconds to wait for the first byte of a response; 0 waits forever.")]
    [NoSecret]
    [ValidateRange(0, int.MaxValue / 1000)]
    public override int? ConnectionTimeoutSeconds { get; set; }

    /// <summary>Whether the user is to sign in, even if the token cache has a token.</summary>
    private protected virtual bool SignsInFirst => false;

    private protected override async Task<ISignInFlow> ThroughCacheAsync(
        ISignInFlow flow, bool? profile, CancellationToken cancellationToken)
    {
        if (TokenVault is not null && GivenUseTokenCache == false)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "-TokenVault was given, and the token cache is switched off with -UseTokenCache:$false.",
                "Leave one of them out.");
        }

        if (TokenVault is null && !UsesTokenCache(profile))
        {
            return flow;
        }

        var folder = TokenCacheFolder.OfUser(FullPath);
        try
        {
            var key = TokenVault is null
                ? await SystemKeyStore.GetKeyAsync(folder, TimeProvider.System, cancellationToken)
                : SecretVault.GetSealKey(InvokeCommand, TokenVault);
            return new CachedTokenFlow(flow, folder, key, SignsInFirst);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.TokenCacheUnavailable && GivenUseTokenCache is null)
        {
            // The variable SF_TOKEN_CACHE is meant for all sign-ins, and does not stop this one.
            WriteWarning($"{e.Message} This sign-in does not use it.");
            return flow;
        }
    }

    /// <summary>Shows a message at the host: never on the output stream, and even if $InformationPreference hides information.</summary>
    private protected void ShowMessage(string text) =>
        Pump.Post(() => WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST", "SfSignIn"]));
}
