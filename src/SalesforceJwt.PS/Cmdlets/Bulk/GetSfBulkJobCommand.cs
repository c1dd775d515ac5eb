using System.Management.Automation;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Bulk;

/// <summary>Gets bulk jobs by their ids, or lists the org's Bulk API 2.0 jobs of the last seven days, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "SfBulkJob", DefaultParameterSetName = "List")]
[OutputType(typeof(SfBulkJob))]
public sealed class GetSfBulkJobCommand : SfBulkCmdlet
{
    /// <summary>Ids of jobs.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = "Id", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Ids of bulk jobs.")]
    [NoSecret]
    [Alias("JobId")]
    [ValidatePattern("^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$")]
    public string[] Id { get; set; } = [];

    /// <summary>Whether the jobs write or read.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Only jobs that write (Ingest) or read (Query).")]
    [NoSecret]
    public SfBulkJobKind? Kind { get; set; }

    /// <summary>States of jobs.</summary>
    [Parameter(ParameterSetName = "List", HelpMessage = "Only jobs in these states.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public SfBulkJobState[]? State { get; set; }

    /// <summary>API names of objects.</summary>
    [Parameter(ParameterSetName = "List", HelpMessage = "Only jobs of these objects, by their API names.")]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Type { get; set; }

    /// <summary>The earliest creation time.</summary>
    [Parameter(ParameterSetName = "List", HelpMessage = "Only jobs created at that time or later.")]
    [NoSecret]
    public DateTimeOffset? Since { get; set; }

    private protected override object? ErrorTarget => Id.Length > 0 ? Id : null;

    private protected override Task ProcessAsync(CancellationToken cancellationToken) =>
        ParameterSetName == "List" ? ListAsync(cancellationToken) : ForEachAsync(Id, Kind, WriteAsync, cancellationToken);

    private Task WriteAsync(BulkJobClient jobs, SfBulkJob job)
    {
        WriteObject(job);
        return Task.CompletedTask;
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<SfBulkJob>();
        await foreach (var job in Jobs().ListAsync(Kind, cancellationToken))
        {
            found.Add(job);
        }

        WriteObject(
            found.Where(job => State is null || State.Contains(job.State))
                .Where(job => Type is null || Type.Contains(job.Type, StringComparer.OrdinalIgnoreCase))
                .Where(job => Since is null || job.CreatedAt >= Since)
                .OrderByDescending(job => job.CreatedAt)
                .Select(Listed),
            enumerateCollection: true);
    }

    /// <summary>The job, with the name of the view for jobs of a list, in which Salesforce leaves out the numbers of records.</summary>
    private static PSObject Listed(SfBulkJob job)
    {
        var listed = PSObject.AsPSObject(job);
        listed.TypeNames.Insert(0, typeof(SfBulkJob).FullName + "#Listed");
        return listed;
    }
}
