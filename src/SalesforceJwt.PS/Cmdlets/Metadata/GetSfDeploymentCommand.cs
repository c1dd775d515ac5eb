using System.Management.Automation;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Metadata;

/// <summary>Gets deployments by their ids, with components, tests and coverage, or lists the newest ones of the org.</summary>
[Cmdlet(VerbsCommon.Get, "SfDeployment", DefaultParameterSetName = "List")]
[OutputType(typeof(SfDeployment))]
public sealed class GetSfDeploymentCommand : SfDeploymentCmdlet
{
    /// <summary>Ids of deployments.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = "Id", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Ids of deployments (0Af...).")]
    [NoSecret]
    [Alias("DeploymentId", "JobId")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Statuses of deployments.</summary>
    [Parameter(ParameterSetName = "List", HelpMessage = "Only deployments with these statuses.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public SfDeploymentStatus[]? Status { get; set; }

    /// <summary>The earliest time.</summary>
    [Parameter(ParameterSetName = "List", HelpMessage = "Only deployments that Salesforce received at that time or later.")]
    [NoSecret]
    public DateTimeOffset? Since { get; set; }

    /// <summary>How many.</summary>
    [Parameter(ParameterSetName = "List", HelpMessage = "The most deployments to list, up to 2,000.")]
    [NoSecret]
    [ValidateRange(1, 2000)]
    public int First { get; set; } = 20;

    private protected override object? ErrorTarget => Id.Length > 0 ? Id : null;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == "List")
        {
            WriteObject(
                await Deployments().ListAsync(First, Status, Since, cancellationToken), enumerateCollection: true);
            return;
        }

        await ForEachAsync(
            Id, async (deployments, id) => WriteObject(await deployments.GetAsync(id, cancellationToken: cancellationToken)));
    }
}
