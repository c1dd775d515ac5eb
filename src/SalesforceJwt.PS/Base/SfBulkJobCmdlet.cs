using System.Management.Automation;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet for bulk jobs that are named by their ids.</summary>
public abstract class SfBulkJobCmdlet : SfBulkCmdlet
{
    /// <summary>Ids of jobs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Ids of bulk jobs; jobs from the pipeline bring theirs.")]
    [NoSecret]
    [Alias("JobId")]
    [ValidatePattern("^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$")]
    public virtual string[] Id { get; set; } = [];

    /// <summary>Whether they write or read.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Whether the jobs write (Ingest) or read (Query). Left out: Salesforce is asked for both.")]
    [NoSecret]
    public virtual SfBulkJobKind? Kind { get; set; }

    /// <summary>Asks how the jobs are; one that is not there is an error of its own.</summary>
    private protected Task ForEachAsync(Func<BulkJobClient, SfBulkJob, Task> work, CancellationToken cancellationToken) => ForEachAsync(Id, Kind, work, cancellationToken);
}
