using System.Management.Automation;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>Bulk jobs, specified by their ids.</summary>
internal interface IBulkJobParameters
{
    /// <summary>Ids of jobs.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Ids of bulk jobs. Piped jobs supply theirs.")]
    [NoSecret]
    [Alias("JobId")]
    [ValidatePattern("^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$")]
    string[] Id { get; set; }

    /// <summary>Whether the jobs write or read.</summary>
    [Parameter(
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Whether the jobs write (Ingest) or read (Query). Default: Salesforce is asked for both.")]
    [NoSecret]
    SfBulkJobKind? Kind { get; set; }
}
