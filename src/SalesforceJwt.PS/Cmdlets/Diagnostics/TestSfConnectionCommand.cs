using System.Management.Automation;
using SalesforceJwt.Core.Diagnostics;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Errors;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Diagnostics;

/// <summary>
/// Examines a sign-in, or a connection: the checks in the order in which they can fail, each with what was found and what to do. Takes
/// what <c>Connect-SfJwt</c> takes, so that a failed line needs only another name in front. Signs in at most twice, and makes no connection.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "SfConnection", DefaultParameterSetName = "Environment")]
[OutputType(typeof(SfCheck))]
public sealed class TestSfConnectionCommand : SfJwtCmdlet
{
    /// <summary>A connection.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Connection", HelpMessage = "A connection or its name. Left out, with no sign-in given: the session's default.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public SfConnectionReference? Connection { get; set; }

    /// <summary>Leaves out all that needs the network.</summary>
    [Parameter(ParameterSetName = "Environment", HelpMessage = "Leaves out all that needs the network.")]
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = "Leaves out all that needs the network.")]
    [Parameter(ParameterSetName = "PrivateKey", HelpMessage = "Leaves out all that needs the network.")]
    [Parameter(ParameterSetName = "Certificate", HelpMessage = "Leaves out all that needs the network.")]
    [Parameter(ParameterSetName = "Thumbprint", HelpMessage = "Leaves out all that needs the network.")]
    [Parameter(ParameterSetName = "Profile", HelpMessage = "Leaves out all that needs the network.")]
    public SwitchParameter Offline { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        await foreach (var check in Examine(cancellationToken))
        {
            WriteObject(CommandAdvice.AddTo(check));
        }
    }

    /// <summary>Whether anything says which sign-in is meant; if not, it is the session's default connection.</summary>
    private bool IsSignInGiven() =>
        ParameterSetName != "Environment" || Profile is not null || Offline || ClientId is not null || Username is not null || LoginUrl is not null || Environment is not null || Scratch
        || SignInEnvironment.Get(SignInEnvironment.ClientId) is not null;

    private IAsyncEnumerable<SfCheck> Examine(CancellationToken cancellationToken)
    {
        var observer = HttpObserver.For(this, Pump);
        if (Connection is not null || (!IsSignInGiven() && Connections.All.Count > 0))
        {
            var session = Connections.Get(Connection).Session;
            return new SignInDoctor(session.Defaults, observer).ExamineAsync(session, cancellationToken);
        }

        var (subject, options) = Subject();
        return new SignInDoctor(options, observer).ExamineAsync(subject, Offline, cancellationToken);
    }
}
