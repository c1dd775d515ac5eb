using System.Management.Automation;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet in which a person signs in, in a browser.</summary>
public abstract partial class SfInteractiveCmdlet : SfConnectCmdlet, IClientParameters
{
    /// <summary>The scopes.</summary>
    [Parameter(HelpMessage = "Scopes to ask for. With refresh_token the connection renews itself.")]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Scope { get; set; } = ["api", "refresh_token"];

    /// <summary>Maximum wait in seconds for the person to sign in.</summary>
    [Parameter(HelpMessage = "Seconds to wait until the person has signed in.")]
    [NoSecret]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = WebSignIn.DefaultTimeoutSeconds;

    /// <summary>Maximum wait in seconds for a response. Without the alias TimeoutSec, which here is the time for the person.</summary>
    [Parameter(HelpMessage = "Seconds to wait for the first byte of a response; 0 waits forever.")]
    [NoSecret]
    [ValidateRange(0, int.MaxValue / 1000)]
    public override int? ConnectionTimeoutSeconds { get; set; }

    /// <summary>Shows a message at the host: never on the output stream, and even if $InformationPreference hides information.</summary>
    private protected void ShowMessage(string text) =>
        Pump.Post(() => WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST", "SfSignIn"]));
}
