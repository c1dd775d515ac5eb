using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>Asks Salesforce who a connection's user is.</summary>
[Cmdlet(VerbsCommon.Get, "SfUser")]
[OutputType(typeof(SfUser))]
public sealed class GetSfUserCommand : SfConnectionCmdlet
{
    private protected override bool GoesOnAfter(SfException error) => true;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken) =>
        WriteObject(await Session.GetUserInfoAsync(Observer, cancellationToken));
}
