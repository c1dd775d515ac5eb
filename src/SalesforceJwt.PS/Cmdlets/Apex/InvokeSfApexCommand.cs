using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using SalesforceJwt.Core.Apex;
using SalesforceJwt.Core.Security;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Cmdlets.Rest;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Apex;

/// <summary>
/// Runs anonymous Apex, as text (lines from the pipeline are one piece of code) or from files, or with <c>-RestPath</c> calls an
/// Apex REST service of the org.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Invoke,
    "SfApex",
    DefaultParameterSetName = "Code",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfApexResult), ParameterSetName = ["Code", "Path", "LiteralPath"])]
[OutputType(typeof(PSObject), typeof(string), typeof(byte[]), ParameterSetName = ["Rest"])]
public sealed partial class InvokeSfApexCommand : SfConnectedCmdlet, IHttpParameters
{
    private const string VersionHelp =
        "REST API version, such as 68.0, in which the code is also compiled. Default: the connection's.";

    private readonly List<string> _lines = [];
    private string? _target;

    /// <summary>The code.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Code",
        HelpMessage = "Apex to run. Several texts, such as the lines of Get-Content, form one piece of code.")]
    [AllowEmptyString]
    public string[] Code { get; set; } = [];

    /// <summary>Files of code.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path",
        HelpMessage = "Files of Apex to run, one after the other; wildcards are allowed.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Literal paths of files of code.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath",
        HelpMessage = "Literal paths of files of Apex to run, one after the other.")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Path of an Apex REST service.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "Rest",
        HelpMessage = "Path of an Apex REST service below /services/apexrest/: Orders/v1/42.")]
    [ValidateNotNullOrEmpty]
    public string RestPath { get; set; } = string.Empty;

    /// <summary>HTTP method.</summary>
    [Parameter(ParameterSetName = "Rest", HelpMessage = "HTTP method. Default: GET, or POST with -Body.")]
    [NoSecret]
    [ValidateSet("Get", "Post", "Patch", "Put", "Delete")]
    public string? Method { get; set; }

    /// <summary>The body.</summary>
    [Parameter(ParameterSetName = "Rest", HelpMessage = "Body: a hashtable or object (sent as JSON), text, or bytes.")]
    public object? Body { get; set; }

    /// <summary>Query parameters.</summary>
    [Parameter(ParameterSetName = "Rest", HelpMessage = "Query parameters as a hashtable. They are escaped.")]
    [NoSecret]
    [ValidateNotNull]
    public IDictionary? Query { get; set; }

    /// <summary>Media type of the body.</summary>
    [Parameter(
        ParameterSetName = "Rest",
        HelpMessage = "Media type of the body. Default: application/json, or application/octet-stream for bytes.")]
    [ValidateNotNullOrEmpty]
    public string? ContentType { get; set; }

    /// <summary>Output as the text of the response body.</summary>
    [Parameter(ParameterSetName = "Rest", HelpMessage = "Returns the response body as text, unchanged.")]
    public SwitchParameter Raw { get; set; }

    /// <summary>Output as ordered dictionaries.</summary>
    [Parameter(ParameterSetName = "Rest", HelpMessage = "Returns ordered dictionaries instead of objects.")]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>The API version.</summary>
    [Parameter(ParameterSetName = "Code", HelpMessage = VersionHelp)]
    [Parameter(ParameterSetName = "LiteralPath", HelpMessage = VersionHelp)]
    [Parameter(ParameterSetName = "Path", HelpMessage = VersionHelp)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ApiVersionCompleter))]
    public override string? ApiVersion { get; set; }

    private protected override object? ErrorTarget => ParameterSetName == "Rest" ? RestPath : _target;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        switch (ParameterSetName)
        {
            case "Code":
                _lines.AddRange(Code);
                break;
            case "Path":
            case "LiteralPath":
                foreach (var path in ResolveFiles(Path, LiteralPath))
                {
                    _target = path;
                    await RunAsync(AnonymousApex.ReadFile(path), path, cancellationToken);
                }

                break;
            default:
                await CallAsync(cancellationToken);
                break;
        }
    }

    private protected override Task EndAsync(CancellationToken cancellationToken) =>
        ParameterSetName == "Code" && _lines.Count > 0 ? RunAsync(string.Join('\n', _lines), null, cancellationToken) : Task.CompletedTask;

    private async Task RunAsync(string code, string? path, CancellationToken cancellationToken)
    {
        _target = code;
        var session = Session;
        var options = new ApexOptions
        {
            Name = path,
            ApiVersion = Version,
            Timeouts = this.ApplyTo(session.Defaults.Timeouts),
            Retry = this.ApplyTo(session.Defaults.Retry),
            HttpSettings = this.ApplyTo(session.Defaults.HttpSettings),
        };
        if (!ShouldProcess(path ?? FirstLine(code), "Run Apex"))
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        await AnonymousApex.RunAsync(session, code, options, Observer, cancellationToken);
        WriteObject(new SfApexResult(path, Stopwatch.GetElapsedTime(started)));
    }

    private async Task CallAsync(CancellationToken cancellationToken)
    {
        var session = Session;
        var method = HttpMethod.Parse((Method ?? (Body is null ? "GET" : "POST")).ToUpperInvariant());
        var builder = new RestRequestBuilder(FullPath, this, Pump) { Body = Body, ContentType = ContentType, Query = Query };
        var uri = "/services/apexrest/" + RestPath.TrimStart('/');
        var request = this.ApplyTo(builder.Build(method, uri), session.Defaults);
        if (method == HttpMethod.Get || ShouldProcess(uri, method.Method))
        {
            var call = new RestCall(this, Pump, session, Origin) { AsHashtable = AsHashtable, Raw = Raw, OnResponse = static _ => { } };
            await call.WriteAsync(request, cancellationToken);
        }
    }

    private static string FirstLine(string code)
    {
        var line = code.Split(
            '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? string.Empty;
        return SecretText.Shorten(line, 80);
    }
}
