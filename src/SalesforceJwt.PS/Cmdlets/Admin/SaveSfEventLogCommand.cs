using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Http;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Downloads event log files, streamed: each appears under its name only when complete, and those that are there stay.</summary>
[Cmdlet(VerbsData.Save, "SfEventLog", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class SaveSfEventLogCommand : SfConnectedCmdlet
{
    /// <summary>The files.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, HelpMessage = "Event log files, as Get-SfEventLog returns them.")]
    [OriginalsOnly(typeof(SfEventLog), "List the files in this process, by their ids: Get-SfEventLog -Id ID | Save-SfEventLog.")]
    [ValidateNotNull]
    public SfEventLog[] InputObject { get; set; } = [];

    /// <summary>The folder.</summary>
    [Parameter(Position = 1, HelpMessage = "Folder to save the files in. Default: the current folder.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Downloads files that are there.</summary>
    [Parameter(HelpMessage = "Downloads files that are there already, too.")]
    public SwitchParameter Force { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var files = new EventLogFiles(Session, Version, Observer);
        var folder = FullPath(Path);

        // Validated before the first request.
        FileDownload.RequireFolder(folder);
        foreach (var log in InputObject)
        {
            RequireSameOrg(log);
            try
            {
                await SaveAsync(files, log, folder, cancellationToken);
            }
            catch (SfException e) when (!EndsAll(e))
            {
                // Go on with the other files.
                WriteError(e, log);
            }
        }
    }

    private async Task SaveAsync(EventLogFiles files, SfEventLog log, string folder, CancellationToken cancellationToken)
    {
        var target = System.IO.Path.Combine(folder, EventLogFiles.NameOf(log));
        if (!Force && EventLogFiles.IsComplete(log, target))
        {
            HttpObserver.WriteVerbose(this, $"'{target}' is there already.");
            WriteFile(target);
            return;
        }

        if (!ShouldProcess(target, $"Save the event log file {log}"))
        {
            return;
        }

        using (var progress = StartProgress("Receiving " + System.IO.Path.GetFileName(target), "bytes", log.Length))
        {
            await files.SaveAsync(log, target, progress, cancellationToken);
        }

        if (EventLogFiles.FindReplaced(log, folder) is { Count: > 0 } replaced)
        {
            WriteWarning($"Salesforce has replaced {string.Join(", ", replaced)} with {System.IO.Path.GetFileName(target)}: "
                + "the older file has the same events, and is still there.");
        }

        WriteFile(target);
    }
}
