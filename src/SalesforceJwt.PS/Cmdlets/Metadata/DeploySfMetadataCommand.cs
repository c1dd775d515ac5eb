using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Metadata;

/// <summary>
/// Deploys a folder or zip in metadata format, or validates it, and waits until the deployment has ended. What failed is also an error.
/// </summary>
[Cmdlet("Deploy", "SfMetadata", DefaultParameterSetName = "Path", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfDeployment))]
public sealed class DeploySfMetadataCommand : SfDeploymentCmdlet
{
    private string? _path;
    private string? _sending;

    /// <summary>The package.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Path",
        HelpMessage = "Folder with package.xml, or zip of one; wildcards may match one folder or zip.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Path { get; set; } = string.Empty;

    /// <summary>The literal path of the package.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath",
        HelpMessage = "Literal path of a folder with package.xml, or a zip of one.")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = string.Empty;

    /// <summary>Validates only.</summary>
    [Parameter(HelpMessage = "Validates the package, tests included, and changes nothing. Start-SfQuickDeploy then deploys it.")]
    [Alias("DryRun", "Validate")]
    public SwitchParameter CheckOnly { get; set; }

    /// <summary>Which tests run.</summary>
    [Parameter(
        HelpMessage = "Which Apex tests run. Default: none; in production, local tests if the package has Apex. With -RunTest: those.")]
    [NoSecret]
    public SfTestLevel? TestLevel { get; set; }

    /// <summary>Test classes.</summary>
    [Parameter(HelpMessage = "Names of the test classes to run, without others.")]
    [NoSecret]
    [Alias("Test")]
    [ValidateNotNullOrEmpty]
    public string[] RunTest { get; set; } = [];

    /// <summary>Succeeds in spite of warnings.</summary>
    [Parameter(HelpMessage = "Deploys in spite of warnings (not in production).")]
    public SwitchParameter IgnoreWarning { get; set; }

    /// <summary>Deletes for good.</summary>
    [Parameter(HelpMessage = "What destructiveChanges.xml names does not go to the recycle bin (not in production).")]
    public SwitchParameter PurgeOnDelete { get; set; }

    /// <summary>Accepts missing files.</summary>
    [Parameter(HelpMessage = "Files that package.xml names may be missing (not in production).")]
    public SwitchParameter AllowMissingFile { get; set; }

    /// <summary>Returns the deployment as soon as it has started.</summary>
    [Parameter(HelpMessage = "Returns the deployment as soon as it has started, for Wait-SfDeployment.")]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Maximum wait in seconds.</summary>
    [Parameter(HelpMessage = "Maximum wait in seconds; a deployment that has not ended by then causes an error. Default: no limit.")]
    [NoSecret]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    /// <summary>File for test results.</summary>
    [Parameter(HelpMessage = "File for the results of the tests in JUnit's format, which CI systems read. An existing one is replaced.")]
    [ValidateNotNullOrEmpty]
    public string? JUnitPath { get; set; }

    private protected override object? ErrorTarget => _path;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        _path = ParameterSetName == "Path" ? ResolveOne(Path) : FullPath(LiteralPath);
        var options = Options();
        var report = JUnitPath is null ? null : FullPath(JUnitPath);
        if (report is not null)
        {
            RequireOutside(report, _path);
            PartialFile.RequireTarget(report);
        }

        using var zip = await ComputeAsync(() => MetadataZip.Open(_path, cancellationToken), cancellationToken);
        if (!ShouldProcess(_path, CheckOnly ? "Validate metadata" : "Deploy metadata"))
        {
            return;
        }

        var deployments = Deployments();
        var deployment = await SendAsync(deployments, zip, options, cancellationToken);
        if (NoWait)
        {
            WriteObject(deployment);
            return;
        }

        deployment = await WaitAsync(deployments, deployment, TimeoutSec, cancellationToken);
        var unsaved = report is not null && deployment.Done ? Save(deployment, report) : null;
        WriteResult(deployment, TimeoutSec);
        if (unsaved is not null)
        {
            WriteError(unsaved, report);
        }
    }

    private protected override async Task<string?> StopAsync() => await base.StopAsync() ?? (_sending is null ? null
        : $"Salesforce may have received '{_sending}' and begun to deploy it. Get-SfDeployment -First 3 lists the newest deployments.");

    private static void RequireOutside(string report, string package)
    {
        var folder = System.IO.Path.TrimEndingDirectorySeparator(package) + System.IO.Path.DirectorySeparatorChar;
        if ((report + System.IO.Path.DirectorySeparatorChar).StartsWith(folder, StringComparison.OrdinalIgnoreCase))
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                $"'{report}' is in the package that is deployed: the report would replace a file of it, or be part of the next deployment.",
                "Write it outside of the package.");
        }
    }

    private static SfException? Save(SfDeployment deployment, string path)
    {
        try
        {
            JUnitReport.Save(deployment, path);
            return null;
        }
        catch (SfException e)
        {
            return e;
        }
    }

    private DeployOptions Options()
    {
        var options = new DeployOptions
        {
            CheckOnly = CheckOnly,
            TestLevel = TestLevel,
            RunTests = RunTest,
            IgnoreWarnings = IgnoreWarning,
            PurgeOnDelete = PurgeOnDelete,
            AllowMissingFiles = AllowMissingFile,
        };
        options.RequireConsistent();
        return !NoWait || (JUnitPath is null && TimeoutSec is null) ? options : throw new SfException(
            SfErrorKind.ArgumentConflict,
            "-NoWait returns before the tests have run: -JUnitPath and -TimeoutSec would have no effect.",
            "Leave out -NoWait, or the others.");
    }

    private async Task<SfDeployment> SendAsync(
        DeployClient deployments, MetadataZip zip, DeployOptions options, CancellationToken cancellationToken)
    {
        SfDeployment? deployment = null;
        using var progress = StartProgress($"Sending {System.IO.Path.GetFileName(_path)}", "bytes", zip.Length);
        await GuardAsync(
            async () =>
            {
                try
                {
                    deployment = await deployments.StartAsync(zip, options, new Sent(this, progress, zip.Length), cancellationToken);
                }
                catch (SfException)
                {
                    // It says whether the deployment may have begun.
                    _sending = null;
                    throw;
                }
            },
            cancellationToken);
        _sending = null;
        return deployment!;
    }

    /// <summary>Watches the upload: Salesforce can act on a package only when all of it was sent.</summary>
    private sealed class Sent(DeploySfMetadataCommand cmdlet, IProgress<long> progress, long length) : IProgress<long>
    {
        public void Report(long value)
        {
            cmdlet._sending = value >= length ? cmdlet._path : null;
            progress.Report(value);
        }
    }
}
