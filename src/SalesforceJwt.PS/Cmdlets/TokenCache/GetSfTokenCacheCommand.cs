using System.Management.Automation;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.TokenCache;

/// <summary>Lists the access tokens in the token cache: whose they are, when they were issued and what opens them; never a token.</summary>
[Cmdlet(VerbsCommon.Get, "SfTokenCache")]
[OutputType(typeof(SfTokenCacheEntry))]
public sealed class GetSfTokenCacheCommand : SfTokenCacheCmdlet
{
    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in Find())
        {
            WriteObject(entry);
        }

        return Task.CompletedTask;
    }
}
