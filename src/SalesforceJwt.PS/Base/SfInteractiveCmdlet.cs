using System.Management.Automation;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet in which a person signs in.</summary>
public abstract class SfInteractiveCmdlet : SfClientCmdlet
{
    /// <summary>The scopes.</summary>
    [Parameter(HelpMessage = "Scopes to ask for. With refresh_token the connection renews itself.")]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Scope { get; set; } = ["api", "refresh_token"];

    /// <summary>Seconds to wait for the person.</summary>
    [Parameter(HelpMessage = "Seconds to wait until somebody has signed in.")]
    [NoSecret]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 300;

    // Without the alias TimeoutSec that other cmdlets have for it: here that is the time for the person.

    /// <summary>Seconds to wait for an answer of the server.</summary>
    [Parameter(HelpMessage = "Seconds to wait for the first byte of a server's answer; 0 waits for ever.")]
    [NoSecret]
    [ValidateRange(0, int.MaxValue / 1000)]
    public override int? ConnectionTimeoutSeconds { get; set; }

    /// <summary>Says something to the person at the host: never on the output stream, and there even where information is not shown.</summary>
    private protected void Say(string text) => Pump.Post(() => WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST", "SfSignIn"]));
}
