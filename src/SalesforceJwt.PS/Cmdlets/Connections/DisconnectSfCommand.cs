using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Drops a connection on this side: key and token are gone from memory. The token itself lives on at Salesforce, where other jobs may
/// be using it, unless <c>-Revoke</c> ends it for everybody.
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
    /// <summary>The connection, as an object or by name; the default one where it is left out.</summary>
    [Parameter(
        Position = 0,
        ParameterSetName = "Connection",
        ValueFromPipeline = true,
        HelpMessage = "A connection or its name; left out: the session's default.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [Alias("Name")]
    public SfConnectionReference? Connection { get; set; }

    /// <summary>Drops all connections of the session.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All", HelpMessage = "Drops all connections of this session.")]
    public SwitchParameter All { get; set; }

    /// <summary>Revokes the token at Salesforce as well.</summary>
    [Parameter(HelpMessage = "Revokes the token at Salesforce as well: it ends for every job that uses it.")]
    public SwitchParameter Revoke { get; set; }

    /// <summary>Revokes the refresh token at Salesforce as well.</summary>
    [Parameter(
        HelpMessage = "Revokes the refresh token at Salesforce as well: it ends for everybody who holds it, and with it what came of it.")]
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
