using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Removes a connection from this session: key and token are removed from memory. The token itself stays valid in Salesforce, where other
/// jobs may be using it, unless <c>-Revoke</c> ends it for everybody.
/// </summary>
[Cmdlet(
    VerbsCommunications.Disconnect,
    "Sf",
    DefaultParameterSetName = "Connection",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(void))]
public sealed class DisconnectSfCommand : SfCmdlet
{
    /// <summary>The connection, as an object or by name. Default: the session's default connection.</summary>
    [Parameter(
        Position = 0,
        ParameterSetName = "Connection",
        ValueFromPipeline = true,
        HelpMessage = "A connection or its name. Default: the session's default connection.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [Alias("Name")]
    public SfConnectionReference? Connection { get; set; }

    /// <summary>Removes all connections of the session.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All", HelpMessage = "Removes all connections of this session.")]
    public SwitchParameter All { get; set; }

    /// <summary>Also revokes the token at Salesforce.</summary>
    [Parameter(HelpMessage = "Also revokes the token at Salesforce: it ends for every job that uses it.")]
    public SwitchParameter Revoke { get; set; }

    /// <summary>Also revokes the refresh token at Salesforce.</summary>
    [Parameter(
        HelpMessage = "Also revokes the refresh token at Salesforce: it ends for everybody who has it, with its access tokens.")]
    public SwitchParameter RevokeRefreshToken { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (var connection in All ? [.. Connections.All] : new[] { Connections.Get(Connection) })
        {
            if (ShouldProcess(connection.ToString(), Action()))
            {
                await DisconnectAsync(connection, cancellationToken);
            }
        }
    }

    private string Action() =>
        RevokeRefreshToken ? Revoke ? "Disconnect and revoke access and refresh token" : "Disconnect and revoke the refresh token"
        : Revoke ? "Disconnect and revoke the token"
        : "Disconnect";

    private async Task DisconnectAsync(SfConnection connection, CancellationToken cancellationToken)
    {
        var observer = Observer;
        try
        {
            await RevokeAsync(connection, Revoke, session => session.RevokeAsync(observer, cancellationToken));
            await RevokeAsync(connection, RevokeRefreshToken, session => session.RevokeRefreshTokenAsync(observer, cancellationToken));
        }
        finally
        {
            Connections.Remove(connection);
            connection.Session.Dispose();
        }
    }

    private async Task RevokeAsync(SfConnection connection, bool isWanted, Func<SfSession, Task> revoke)
    {
        try
        {
            if (isWanted && connection.IsConnected)
            {
                await revoke(connection.Session);
            }
        }
        catch (SfException e)
        {
            // The other token and the local copies are removed anyway; the error reports that this one may still be valid.
            WriteError(e, connection);
        }
    }
}
