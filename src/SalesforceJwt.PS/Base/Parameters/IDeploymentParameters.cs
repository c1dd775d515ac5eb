using System.Management.Automation;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>Deployments, specified by their ids.</summary>
internal interface IDeploymentParameters
{
    /// <summary>Ids of deployments.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Ids of deployments (0Af...). Piped deployments supply theirs.")]
    [NoSecret]
    [Alias("DeploymentId", "JobId")]
    [ValidateNotNullOrEmpty]
    string[] Id { get; set; }
}
