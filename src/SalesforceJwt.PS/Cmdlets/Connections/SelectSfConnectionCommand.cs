using System.Management.Automation;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>Makes a connection the default of this session: the one that is used where no -Connection is given.</summary>
[Cmdlet(VerbsCommon.Select, "SfConnection")]
[OutputType(typeof(SfConnection))]
public sealed class SelectSfConnectionCommand : SfCmdlet
{
    /// <summary>The connection, as an object or by name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "A connection of this session, or its name.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [Alias("Name")]
    [ValidateNotNull]
    public SfConnectionReference? Connection { get; set; }

    /// <summary>Returns the connection.</summary>
    [Parameter(HelpMessage = "Returns the connection.")]
    public SwitchParameter PassThru { get; set; }

    private protected override object? ErrorTarget => Connection?.Name;

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = Connections.Get(Connection);
        Connections.Select(connection);
        if (PassThru)
        {
            WriteObject(connection);
        }

        return Task.CompletedTask;
    }
}
