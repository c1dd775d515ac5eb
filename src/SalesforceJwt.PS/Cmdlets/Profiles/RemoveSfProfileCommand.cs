using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Core.OAuth.TokenCache;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Connections;

namespace SalesforceJwt.PS.Cmdlets.Profiles;

/// <summary>Removes saved sign-ins. Keys, and connections that were made with them, stay.</summary>
[Cmdlet(VerbsCommon.Remove, "SfProfile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveSfProfileCommand : SfCmdlet
{
    /// <summary>Names of profiles, with wildcards.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Names of profiles; wildcards are allowed.")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var store = Profiles;
        foreach (var name in Name)
        {
            try
            {
                foreach (var profile in ProfileNames.Find(store, name))
                {
                    if (ShouldProcess($"{profile.Name} ({profile.Username} at {profile.LoginUrl})", "Remove profile"))
                    {
                        await store.RemoveAsync(profile.Name, cancellationToken);
                        ClearCache(profile);
                    }
                }
            }
            catch (SfException e) when (e.Kind == SfErrorKind.ProfileNotFound)
            {
                WriteError(e, name);
            }
        }
    }

    /// <summary>Deletes the cached tokens of the profile's user, app and host. Other profiles of the same sign in again.</summary>
    private void ClearCache(StoredProfile profile)
    {
        try
        {
            var folder = TokenCacheFolder.OfUser(FullPath);
            foreach (var entry in folder.Find(profile.Username, LoginUrl.Parse(profile.LoginUrl ?? string.Empty), profile.ClientId))
            {
                folder.Delete(entry.Path);
            }
        }
        catch (SfException e)
        {
            WriteWarning($"The profile {profile.Name} is removed; its cached token could not be deleted: {e.Message}");
        }
    }
}
