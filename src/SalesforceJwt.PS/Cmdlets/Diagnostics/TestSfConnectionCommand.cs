using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Diagnostics;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Errors;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Diagnostics;

/// <summary>
/// Checks a sign-in or a connection: the checks in the order in which they can fail, each with its finding and remedy. It has the
/// parameters of <c>Connect-SfJwt</c>, so that a failed command needs only another cmdlet name. Signs in at most twice, and makes no
/// connection.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "SfConnection", DefaultParameterSetName = "Environment")]
[OutputType(typeof(SfCheck), typeof(bool))]
public sealed partial class TestSfConnectionCommand : SfJwtCmdlet
{
    private const string OfflineHelp = "Skips all checks that need the network.";

    private string[] _given = [];

    /// <summary>A connection.</summary>
    [Parameter(
        Mandatory = true,
        ValueFromPipeline = true,
        ParameterSetName = "Connection",
        HelpMessage = "A connection or its name. Default, if no sign-in is given: the session's default connection.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public SfConnectionReference? Connection { get; set; }

    /// <summary>Omits the checks that need the network.</summary>
    [Parameter(ParameterSetName = "Environment", HelpMessage = OfflineHelp)]
    [Parameter(ParameterSetName = "KeyPath", HelpMessage = OfflineHelp)]
    [Parameter(ParameterSetName = "PrivateKey", HelpMessage = OfflineHelp)]
    [Parameter(ParameterSetName = "Certificate", HelpMessage = OfflineHelp)]
    [Parameter(ParameterSetName = "Thumbprint", HelpMessage = OfflineHelp)]
    [Parameter(ParameterSetName = "SigningKey", HelpMessage = OfflineHelp)]
    [Parameter(ParameterSetName = "Signer", HelpMessage = OfflineHelp)]
    [Parameter(ParameterSetName = "Profile", HelpMessage = OfflineHelp)]
    public SwitchParameter Offline { get; set; }

    /// <summary>Returns only whether all is well.</summary>
    [Parameter(HelpMessage = "Returns $true if no check failed, else $false, instead of the checks.")]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The sign-in is tried in any case: a token of the cache proves nothing about it.</summary>
    [Parameter(HelpMessage = "No effect: for the parameters of Connect-SfJwt in one table. The sign-in is tried in any case.")]
    public SwitchParameter UseTokenCache { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() =>
        // Those of the command line: a piped connection gives its client id, username and login URL as well, by their names.
        _given = [.. MyInvocation.BoundParameters.Keys.Where(name => !CommonParameters.Contains(name)).Select(name => "-" + name)];

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        RejectIgnored();
        var failed = false;
        await foreach (var check in Examine(cancellationToken))
        {
            failed |= check.Status == SfCheckStatus.Failed;
            if (!Quiet)
            {
                WriteObject(CommandAdvice.AddTo(check));
            }
        }

        if (Quiet)
        {
            WriteObject(!failed);
        }
    }

    /// <summary>Rejects parameters of a sign-in beside a connection, whose values are those of its own sign-in.</summary>
    private void RejectIgnored()
    {
        var names = string.Join(", ", _given.Except(["-" + nameof(Connection), "-" + nameof(Quiet)]));
        if (Connection is not null && names.Length > 0)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                $"{names} would be ignored beside -Connection: a connection has the values of its sign-in.",
                "Leave them out; or leave out -Connection, and give the sign-in that is to be tested.");
        }
    }

    /// <summary>Whether a sign-in is given; if not, the cmdlet examines the session's default connection.</summary>
    private bool IsSignInGiven() =>
        ParameterSetName != "Environment" || Profile is not null || Offline || ClientId is not null || Username is not null
        || LoginUrl is not null || Environment is not null || Scratch
        || SignInEnvironment.Get(SignInEnvironment.ClientId) is not null;

    private IAsyncEnumerable<SfCheck> Examine(CancellationToken cancellationToken)
    {
        if (Connection is not null || (!IsSignInGiven() && Connections.All.Count > 0))
        {
            var session = Connections.Get(Connection).Session;
            return Doctor(session.Defaults).ExamineAsync(session, cancellationToken);
        }

        var resolver = CreateResolver(FindProfile());
        var subject = new SignInSubject
        {
            LoginUrl = resolver.GetLoginUrl,
            ClientId = resolver.GetClientId,
            Username = resolver.GetUsername,
            ReadKey = resolver.ReadKeyAsync,
            Audience = resolver.Audience,
        };
        var options = Options() with { ApiVersion = resolver.GetApiVersion() };
        return Doctor(options).ExamineAsync(subject, Offline, cancellationToken);
    }

    private SignInDoctor Doctor(SfSessionOptions options) =>
        new(options, Observer) { Sessions = [.. Connections.All.Reverse().Select(connection => connection.Session)] };
}
