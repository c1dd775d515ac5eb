using System.Management.Automation;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>Asks Salesforce who a connection's user is.</summary>
[Cmdlet(VerbsCommon.Get, "SfUser")]
[OutputType(typeof(SfUser))]
public sealed class GetSfUserCommand : SfCmdlet
{
    /// <summary>The connection, as an object or by name; the default one where it is left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, HelpMessage = "A connection or its name; left out: the session's default.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public SfConnectionReference? Connection { get; set; }

    private protected override object? ErrorTarget => Connection?.Name;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken) =>
        WriteObject(await Connections.Get(Connection).Session.GetUserInfoAsync(HttpObserver.For(this, Pump), cancellationToken));
}
