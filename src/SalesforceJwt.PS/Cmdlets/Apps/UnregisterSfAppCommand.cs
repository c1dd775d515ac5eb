using System.Management.Automation;
using SalesforceJwt.Core.Apps;
using SalesforceJwt.PS.Base;
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
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "API name of the app, or its consumer key.")]
    [Alias("ConsumerKey", "ClientId")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>Test classes.</summary>
    [Parameter(HelpMessage = "Test classes to run, where a production org demands tests with each deployment.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] RunTest { get; set; } = [];

    private protected override object? ErrorTarget => Name;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        using var observer = new AppObserver(this, Pump, ShouldProcess, $"Deleting the app {Name}");
        var options = new AppOptions { Name = Name, RunTests = RunTest, ApiVersion = Version };
        await new AppRemoval(Session, options, observer, Observer).RunAsync(cancellationToken);
    }
}
