using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Errors;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Gets sign-ins of users and attempts that were refused, with what to do about them.</summary>
[Cmdlet(VerbsCommon.Get, "SfLoginHistory")]
[OutputType(typeof(SfLogin))]
public sealed class GetSfLoginHistoryCommand : SfUserLogCmdlet
{
    /// <summary>The apps.</summary>
    [Parameter(HelpMessage = "Only sign-ins to these apps, as the login history names them; wildcards are allowed.")]
    [ArgumentCompleter(typeof(LoginApplicationCompleter))]
    [SupportsWildcards]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] Application { get; set; } = [];

    /// <summary>Only refusals.</summary>
    [Parameter(HelpMessage = "Only attempts that were refused.")]
    public SwitchParameter Failed { get; set; }

    private protected override async Task ReadAsync(
        LogPeriod period, IReadOnlyList<SfUserAccount>? users, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string?>();
        await WriteAsync(
            new LoginHistory(Session, Version, Observer).ReadAsync(period, users, Application, Failed, First, cancellationToken),
            login =>
            {
                login.Remedy = CommandAdvice.Text(login.Advice);
                seen.Add(login.UserId);
            });
        await WarnOfHiddenAsync("sign-ins", LoginHistory.PermissionsForAll, users, seen, cancellationToken);
    }
}
