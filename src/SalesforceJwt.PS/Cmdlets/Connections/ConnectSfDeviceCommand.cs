using System.Management.Automation;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Models;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Signs in with the device flow: shows a code, which a person types into a browser on any machine. The connection becomes the
/// session's default and renews itself with the refresh token.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "SfDevice")]
[OutputType(typeof(SfConnection))]
public sealed class ConnectSfDeviceCommand : SfInteractiveCmdlet
{
    private protected override Task ProcessAsync(CancellationToken cancellationToken) => ConnectAsync(
        new DeviceFlow(
            this.CreateClient(),
            string.Join(' ', Scope),
            TimeSpan.FromSeconds(TimeoutSec),
            code => ShowMessage($"Open {code.VerificationUrl.AbsoluteUri} in a browser and enter the code {code.UserCode}")),
        cancellationToken);
}
