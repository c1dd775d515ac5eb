using System.Collections;
using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Http;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Rest;

/// <summary>
/// Calls the org's REST API: JSON as objects in both directions, files streamed. A path without a leading slash is below
/// <c>/services/data/vNN.0/</c>, a path with one is on the instance. An expired session is renewed, transient faults are retried.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Invoke,
    "SfRest",
    DefaultParameterSetName = "Body",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PSObject), typeof(SfRecord))]
public sealed partial class InvokeSfRestCommand : SfConnectedCmdlet, IHttpParameters
{
    /// <summary>Path or URL.</summary>
    [Parameter(
        Mandatory = true, Position = 0,
        HelpMessage = "Path below /services/data/vNN.0/ (sobjects/Contact), path on the instance (/services/apexrest/x), or full URL of "
            + "the instance.")]
    [Alias("Path", "Url")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RestPathCompleter))]
    public string Uri { get; set; } = string.Empty;

    /// <summary>HTTP method.</summary>
    [Parameter(Position = 1, HelpMessage = "HTTP method. Default: GET, or POST with -InFile or -Form.")]
    [NoSecret]
    [ValidateSet("Get", "Head", "Post", "Patch", "Put", "Delete", "Options", "Trace", "Merge")]
    public string? Method { get; set; }

    /// <summary>Any other HTTP method.</summary>
    [Parameter(HelpMessage = "An HTTP method that -Method does not offer.")]
    [Alias("CM")]
    [NoSecret]
    [ValidatePattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+\\z")]
    public string? CustomMethod { get; set; }

    /// <summary>The body.</summary>
    [Parameter(
        Position = 2, ValueFromPipeline = true, ParameterSetName = "Body",
        HelpMessage =
            "Body: a hashtable or object (sent as JSON), text, or bytes. Use -Method Post (or Patch): with GET, a hashtable is the query.")]
    public object? Body { get; set; }

    /// <summary>A file as body.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "InFile", HelpMessage = "File to send as the body; streamed.")]
    [ValidateNotNullOrEmpty]
    public string? InFile { get; set; }

    /// <summary>A multipart form.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "Form",
        HelpMessage = "Parts of a multipart form: text, files (Get-Item), or hashtables (sent as JSON).")]
    [NoSecret]
    [ValidateNotNull]
    public IDictionary? Form { get; set; }

    /// <summary>Query parameters.</summary>
    [Parameter(HelpMessage = "Query parameters as a hashtable: @{ q = 'SELECT Id FROM Account' }. They are escaped.")]
    [NoSecret]
    [ValidateNotNull]
    public IDictionary? Query { get; set; }

    /// <summary>Headers to add.</summary>
    [Parameter(HelpMessage = "Headers to add, such as @{ 'Sforce-Query-Options' = 'batchSize=200' }.")]
    [NoSecret]
    [ValidateNotNull]
    public IDictionary? Headers { get; set; }

    /// <summary>Media type of the body.</summary>
    [Parameter(HelpMessage = "Media type of the body. Default: application/json, or application/octet-stream for bytes and files.")]
    [ValidateNotNullOrEmpty]
    public string? ContentType { get; set; }

    /// <summary>Saves the response as a file.</summary>
    [Parameter(HelpMessage = "File to save the response in; streamed, and appears only when complete.")]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Returns the file.</summary>
    [Parameter(HelpMessage = "Returns the file that -OutFile wrote.")]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Follows a query to its last page.</summary>
    [Parameter(HelpMessage = "Returns the records of a query, page after page to the last.")]
    public SwitchParameter FollowNextRecords { get; set; }

    /// <summary>Output as flat rows.</summary>
    [Parameter(
        HelpMessage = "With -FollowNextRecords: makes one row of each record, with a column for each field of the SELECT list; those of "
            + "parents are called Account.Name.")]
    public SwitchParameter Flat { get; set; }

    /// <summary>Output as the text of the response body.</summary>
    [Parameter(HelpMessage = "Returns the response body as text, unchanged.")]
    public SwitchParameter Raw { get; set; }

    /// <summary>Output as ordered dictionaries.</summary>
    [Parameter(HelpMessage = "Returns ordered dictionaries instead of objects.")]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>The API version.</summary>
    [Parameter(HelpMessage = "REST API version of this call, such as 68.0. Default: the connection's.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ApiVersionCompleter))]
    public override string? ApiVersion { get; set; }

    /// <summary>Maximum number of redirects.</summary>
    [Parameter(HelpMessage = "Maximum number of redirects to follow; 0 for none. The token is sent only to the instance.")]
    [NoSecret]
    [ValidateRange(0, 50)]
    public int MaximumRedirection { get; set; } = HttpCall.DefaultMaximumRedirects;

    /// <summary>The User-Agent header.</summary>
    [Parameter(HelpMessage = "The User-Agent header.")]
    [ValidateNotNullOrEmpty]
    public string? UserAgent { get; set; }

    /// <summary>A variable for the response headers.</summary>
    [Parameter(HelpMessage = "Name of a variable for the response headers.")]
    [Alias("RHV")]
    [ValidateNotNullOrEmpty]
    public string? ResponseHeadersVariable { get; set; }

    /// <summary>A variable for the HTTP status code of the response.</summary>
    [Parameter(HelpMessage = "Name of a variable for the HTTP status code of the response.")]
    [ValidateNotNullOrEmpty]
    public string? StatusCodeVariable { get; set; }

    /// <summary>Returns error responses like any other.</summary>
    [Parameter(HelpMessage = "Returns the body of an error response like any other, instead of an error.")]
    public SwitchParameter SkipHttpErrorCheck { get; set; }

    private protected override object? ErrorTarget => Uri;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var session = Session;
        var builder = new RestRequestBuilder(FullPath, this, Pump)
        {
            Body = Body,
            InFile = InFile,
            Form = Form,
            ContentType = ContentType,
            Query = Query,
            Headers = Headers,
            UserAgent = UserAgent,
        };
        var method = ChooseMethod();
        var outFile = OutFile is null ? null : FullPath(OutFile);
        CheckArguments(outFile);
        try
        {
            var request = this.ApplyTo(builder.Build(method, Uri), session.Defaults) with
            {
                ApiVersion = Version,
                MaximumRedirects = MaximumRedirection,
                SkipErrorCheck = SkipHttpErrorCheck,
            };
            if (method != HttpMethod.Get && method != HttpMethod.Head && !ShouldProcess(Uri, method.Method))
            {
                return;
            }

            var call = new RestCall(this, Pump, session, Origin)
            {
                AsHashtable = AsHashtable,
                Flat = Flat,
                Raw = Raw,
                OnResponse = SetVariables,
            };
            await (outFile is not null ? call.SaveAsync(request, outFile, PassThru, cancellationToken)
                : FollowNextRecords ? call.WriteRecordsAsync(request, cancellationToken)
                : call.WriteAsync(request, cancellationToken));
        }
        catch (SfException e) when (MyInvocation.ExpectingInput && Body is not null && e.Kind != SfErrorKind.RequestLimitGuard)
        {
            // One of many bodies from the pipeline: go on with the others; the error has this one as its target.
            WriteError(e, Body);
        }
        finally
        {
            builder.Progress?.Complete();
        }
    }

    private HttpMethod ChooseMethod()
    {
        if (Method is not null && CustomMethod is not null)
        {
            throw new SfException(SfErrorKind.ArgumentConflict, "Both -Method and -CustomMethod were given.", "Give one of them.");
        }

        return HttpMethod.Parse((CustomMethod ?? Method ?? (InFile is null && Form is null ? "GET" : "POST")).ToUpperInvariant());
    }

    private void CheckArguments(string? outFile)
    {
        if (outFile is not null)
        {
            if (FollowNextRecords || Raw || AsHashtable)
            {
                throw new SfException(
                    SfErrorKind.ArgumentConflict,
                    "-OutFile saves the response unchanged, so -FollowNextRecords, -Raw and -AsHashtable cannot be used with it.",
                    "Leave them out, or pipe objects on: … -FollowNextRecords | Export-Csv.");
            }

            FileDownload.RequireTarget(outFile);
        }
        else if (PassThru)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "-PassThru needs -OutFile.",
                "Leave it out: without -OutFile the answer is output anyway.");
        }

        if (Flat && !FollowNextRecords)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "-Flat makes rows of the records of a query, and needs -FollowNextRecords.",
                "Add it: Invoke-SfRest query -Query @{ q = $soql } -FollowNextRecords -Flat. Or use Invoke-SfQuery -Flat.");
        }

        if (FollowNextRecords && Raw)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "-FollowNextRecords gives records and -Raw gives text.",
                "Leave one of them out.");
        }
    }

    private void SetVariables(SfResponse response)
    {
        if (StatusCodeVariable is not null)
        {
            SessionState.PSVariable.Set(StatusCodeVariable, (int)response.StatusCode);
        }

        if (ResponseHeadersVariable is not null)
        {
            var headers = new Dictionary<string, IEnumerable<string>>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, values) in response.Headers.Concat(response.ContentHeaders))
            {
                headers[name] = [.. values];
            }

            SessionState.PSVariable.Set(ResponseHeadersVariable, headers);
        }
    }
}
