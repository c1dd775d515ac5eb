using System.Management.Automation;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.TokenCache;

/// <summary>
/// Deletes access tokens of the token cache, all or those of a user, host or app. They stay valid at Salesforce, where
/// <c>Disconnect-Sf -Revoke</c> ends them.
/// </summary>
[Cmdlet(VerbsCommon.Clear, "SfTokenCache", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(void))]
public sealed class ClearSfTokenCacheCommand : SfTokenCacheCmdlet
{
    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in Find())
        {
            if (ShouldProcess(entry.ToString(), "Delete the cached token"))
            {
                Folder.Delete(entry.Path);
            }
        }

        return Task.CompletedTask;
    }
}
