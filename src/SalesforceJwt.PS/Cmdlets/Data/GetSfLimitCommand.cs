using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Limits;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>Gets the org's limits, and how much of each is used.</summary>
[Cmdlet(VerbsCommon.Get, "SfLimit")]
[OutputType(typeof(SfLimit))]
public sealed class GetSfLimitCommand : SfConnectedCmdlet
{
    /// <summary>Which limits.</summary>
    [Parameter(Position = 0, HelpMessage = "Names of limits, such as DailyApiRequests; wildcards are allowed: Daily*. Default: all.")]
    [ArgumentCompleter(typeof(LimitNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>The connection to use, as an object or by name. Default: the session's default connection.</summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = "A connection or its name. Default: the session's default connection.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public override SfConnectionReference? Connection { get; set; }

    private protected override object? ErrorTarget => Connection?.Name;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = Find(Connection);
        var limits = await LimitsReader.ReadAsync(connection.Session, Version, Observer, cancellationToken);
        var written = new HashSet<string>();
        foreach (var name in Name ?? ["*"])
        {
            var pattern = new WildcardNames([name]);
            foreach (var limit in limits.Where(l => pattern.IsMatch(l.Name) && written.Add(l.Name)))
            {
                limit.ConnectionName = connection.Name;
                WriteObject(limit);
            }

            foreach (var missing in pattern.Missing(limits.Select(l => l.Name)))
            {
                WriteError(
                    new SfException(
                        SfErrorKind.NotFound,
                        $"The org has no limit named '{missing}', or this user may not see it.",
                        "Get-SfLimit without a name lists them all."),
                    missing);
            }
        }
    }
}
