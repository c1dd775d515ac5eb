using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Connections;

namespace SalesforceJwt.PS.Cmdlets.Profiles;

/// <summary>Lists the saved sign-ins of this user, or finds some by name.</summary>
[Cmdlet(VerbsCommon.Get, "SfProfile")]
[OutputType(typeof(SfProfile))]
public sealed class GetSfProfileCommand : SfCmdlet
{
    /// <summary>Names of profiles, with wildcards.</summary>
    [Parameter(
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Names of profiles; wildcards are allowed. Default: all.")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (var name in Name)
        {
            try
            {
                WriteObject(ProfileNames.Find(Profiles, name).Select(p => p.ToModel()), enumerateCollection: true);
            }
            catch (SfException e) when (e.Kind == SfErrorKind.ProfileNotFound)
            {
                WriteError(e, name);
            }
        }

        return Task.CompletedTask;
    }
}
