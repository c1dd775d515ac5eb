using System.Management.Automation;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet about a connection itself: its user, its tokens. The pipeline or the first argument can give it.</summary>
public abstract class SfConnectionCmdlet : SfCmdlet
{
    /// <summary>The connection, as an object or by name. Default: the session's default connection.</summary>
    [Parameter(
        Position = 0, ValueFromPipeline = true,
        HelpMessage = "A connection or its name. Default: the session's default connection.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public SfConnectionReference? Connection { get; set; }

    private protected override object? ErrorTarget => Connection?.Name;

    /// <summary>The session of the connection.</summary>
    private protected SfSession Session => Find(Connection).Session;
}
