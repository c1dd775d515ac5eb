using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>Lists the connections of this session, finds some by name, or returns the default one.</summary>
[Cmdlet(VerbsCommon.Get, "SfConnection", DefaultParameterSetName = "Name")]
[OutputType(typeof(SfConnection))]
public sealed class GetSfConnectionCommand : SfCmdlet
{
    /// <summary>Names of connections, with wildcards.</summary>
    [Parameter(
        Position = 0,
        ParameterSetName = "Name",
        ValueFromPipeline = true,
        HelpMessage = "Names of connections; wildcards are allowed. Default: all.")]
    [ConnectionTransformation(TakesSeveral = true)]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public SfConnectionReference[] Name { get; set; } = [new("*")];

    /// <summary>Returns the default connection.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "Default",
        HelpMessage = "Returns the default connection, which is used if none is specified.")]
    public SwitchParameter Default { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (Default)
        {
            WriteObject(Connections.Default);
            return Task.CompletedTask;
        }

        foreach (var reference in Name)
        {
            if (WildcardPattern.ContainsWildcardCharacters(reference.Name))
            {
                var pattern = new WildcardPattern(reference.Name, WildcardOptions.IgnoreCase);
                WriteObject(Connections.All.Where(c => pattern.IsMatch(c.Name)), enumerateCollection: true);
                continue;
            }

            try
            {
                WriteObject(Connections.Get(reference));
            }
            catch (SfException e)
            {
                WriteError(e, reference.Name);
            }
        }

        return Task.CompletedTask;
    }
}
