using System.Management.Automation;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;

namespace SalesforceJwt.PS.Pipeline;

/// <summary>A cmdlet that works on a connection: the one that <c>-Connection</c> names, else the session's default.</summary>
public abstract class SfConnectedCmdlet : SfCmdlet
{
    /// <summary>The connection to use, as an object or by name; the default one where it is left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "A connection or its name; left out: the session's default.")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [ValidateNotNull]
    public virtual SfConnectionReference? Connection { get; set; }

    /// <summary>Finds the connection.</summary>
    /// <exception cref="Core.SfException">There is none, or none of that name.</exception>
    private protected SfConnection GetConnection() => Connections.Get(Connection);
}
