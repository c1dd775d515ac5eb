using System.Management.Automation;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet that works with the org of a connection, in an API version that can be chosen.</summary>
public abstract class SfConnectedCmdlet : SfCmdlet
{
    /// <summary>The API version.</summary>
    [Parameter(HelpMessage = "REST API version, such as 68.0. Default: the connection's.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ApiVersionCompleter))]
    public virtual string? ApiVersion { get; set; }

    /// <summary>The connection to use, as an object or by name. Default: the session's default connection.</summary>
    [Parameter(HelpMessage = "A connection or its name. Default: the session's default connection.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public virtual SfConnectionReference? Connection { get; set; }

    /// <summary>The session of the connection.</summary>
    private protected SfSession Session => Connections.Get(Connection).Session;

    /// <summary>The API version as requests need it; null for the connection's. Parsed here and not while parameters are bound, since
    /// PowerShell would replace the error's id by its own.</summary>
    private protected string? Version => ApiVersion is null ? null : Core.Http.ApiVersion.Parse(ApiVersion);

    /// <summary>A progress bar.</summary>
    private protected TransferProgress StartProgress(string activity, string unit, long? total = null) =>
        new(this, Pump, activity, unit, total);
}
