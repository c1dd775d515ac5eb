using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet that reads a log of the org, the newest entries first.</summary>
public abstract class SfLogCmdlet : SfConnectedCmdlet
{
    /// <summary>The beginning.</summary>
    [Parameter(HelpMessage = "The beginning of the period. Default: 7 days before its end.")]
    [NoSecret]
    [ValidateNotNull]
    public DateTimeOffset? Since { get; set; }

    /// <summary>The end.</summary>
    [Parameter(HelpMessage = "The end of the period. Default: now.")]
    [NoSecret]
    [ValidateNotNull]
    public DateTimeOffset? Until { get; set; }

    /// <summary>The most entries.</summary>
    [Parameter(HelpMessage = "Only the newest ones, this many.")]
    [NoSecret]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    /// <summary>The period.</summary>
    private protected LogPeriod Period => LogPeriod.Of(Since, Until, DateTimeOffset.Now);

    /// <summary>Writes entries as they come.</summary>
    private protected async Task WriteAsync<T>(IAsyncEnumerable<List<T>> pages, Action<T>? prepare = null)
    {
        await foreach (var page in pages)
        {
            foreach (var entry in page)
            {
                prepare?.Invoke(entry);
                WriteObject(entry);
            }
        }
    }
}
