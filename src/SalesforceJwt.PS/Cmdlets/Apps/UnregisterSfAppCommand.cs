using System.Management.Automation;
using SalesforceJwt.Core.Apps;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Apps;

/// <summary>Deletes an external client app, and the permission set that Register-SfApp made for it.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "SfApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class UnregisterSfAppCommand : SfConnectedCmdlet
{
    /// <summary>API name or consumer key.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        HelpMessage = "API name of the app, or its consumer key.")]
    [Alias("ConsumerKey", "ClientId")]
    [NoSecret]
    [ReferenceTransformation("Name", "ConsumerKey", "ClientId")]
    [ValidateNotNull]
    public SfReference Name { get; set; } = new(string.Empty);

    /// <summary>Test classes.</summary>
    [Parameter(HelpMessage = "Test classes to run, where a production org demands tests with each deployment.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] RunTest { get; set; } = [];

    private protected override object? ErrorTarget => Name.Name;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        RequireSameOrg(Name.Source);
        var name = Name.Require("an app", "Give its API name or its consumer key.");
        using var observer = new AppObserver(this, Pump, ShouldProcess, $"Deleting the app {name}");
        var options = new AppOptions { Name = name, RunTests = RunTest, ApiVersion = Version };
        await new AppRemoval(Session, options, observer, Observer).RunAsync(cancellationToken);
    }
}
