using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Revokes tokens of apps: the app cannot act as the user any more until the user approves it again.</summary>
[Cmdlet(VerbsSecurity.Revoke, "SfAppToken", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SfUserChange))]
public sealed class RevokeSfAppTokenCommand : SfConnectedCmdlet
{
    private readonly List<SfAppToken> _tokens = [];

    /// <summary>The tokens.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "Tokens, as Get-SfAppToken returns them.")]
    [OriginalsOnly(typeof(SfAppToken), "No copy holds the secret that revokes: list the tokens in this process, with Get-SfAppToken.")]
    [ValidateNotNull]
    public SfAppToken[] InputObject { get; set; } = [];

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        _tokens.AddRange(InputObject);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        var chosen = _tokens
            .Where(token => ShouldProcess(token.Owner, AppTokens.Change(token)) && ConfirmsOwn(token)).ToList();
        if (chosen.Count > 0)
        {
            ChangeOutput.Write(
                await new AppTokens(Session, Version, Observer).RevokeAsync(chosen, cancellationToken), WriteObject, WriteError);
        }
    }

    private bool ConfirmsOwn(SfAppToken token) => ConfirmsOwnUser(
        token.UserId,
        token.Username,
        $", which may use this token of {token.Application}. If so, it ends.",
        AppTokens.Change(token));
}
