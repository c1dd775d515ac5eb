using System.Collections;
using System.Management.Automation;
using System.Text;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>
/// Runs a SOQL query, given as text or in a file, and returns its records, page after page while the next ones are fetched.
/// <c>-Parameter</c> inserts values as literals: they cannot become part of the query.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "SfQuery", DefaultParameterSetName = "Object")]
[OutputType(typeof(SfRecord))]
public sealed class InvokeSfQueryCommand : SfConnectedCmdlet
{
    private const string QueryHelp = "SOQL: SELECT Id, Name FROM Account WHERE Name = :name";
    private const string TypedHelp = "Converts text with date and time to DateTimeOffset, and text with a date to DateOnly.";
    private const string FlatHelp =
        "Makes one row of each record, with a column for each field of the SELECT list: those of parents are called Account.Name.";

    private const string HashtableHelp = "Returns ordered dictionaries instead of objects.";
    private const string RawHelp = "Returns the text of each page, unchanged.";

    private string? _target;

    /// <summary>The query.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Object",
        HelpMessage = QueryHelp)]
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Hashtable",
        HelpMessage = QueryHelp)]
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Raw",
        HelpMessage = QueryHelp)]
    [Alias("Soql")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SoqlCompleter))]
    public string Query { get; set; } = string.Empty;

    /// <summary>Files of queries.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path",
        HelpMessage = "Files of queries to run, one after the other; wildcards are allowed. Comments (--, //, /* */) are left out.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Literal paths of files of queries.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath",
        HelpMessage = "Literal paths of files of queries to run, one after the other. Comments (--, //, /* */) are left out.")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Values for the query's parameters.</summary>
    [Parameter(
        Position = 1,
        HelpMessage = "Values for :name in the query: @{ name = 'Acme'; since = (Get-Date).AddDays(-7); ids = $ids }. Use lists with IN.")]
    [NoSecret]
    [ValidateNotNull]
    public IDictionary? Parameter { get; set; }

    /// <summary>Includes deleted rows.</summary>
    [Parameter(HelpMessage = "Includes deleted and archived rows (queryAll).")]
    public SwitchParameter IncludeDeleted { get; set; }

    /// <summary>Queries the Tooling API.</summary>
    [Parameter(HelpMessage = "Queries the Tooling API.")]
    public SwitchParameter Tooling { get; set; }

    /// <summary>Rows per page.</summary>
    [Parameter(HelpMessage = "Rows per page, 200 to 2000, as a hint to the server.")]
    [NoSecret]
    [ValidateRange(200, 2000)]
    public int? BatchSize { get; set; }

    /// <summary>Maximum number of rows.</summary>
    [Parameter(HelpMessage = "Returns at most this many rows, and requests no page that is not needed.")]
    [NoSecret]
    [ValidateRange(1, long.MaxValue)]
    public long? First { get; set; }

    /// <summary>Converts date texts to .NET dates.</summary>
    [Parameter(ParameterSetName = "Object", HelpMessage = TypedHelp)]
    [Parameter(ParameterSetName = "Hashtable", HelpMessage = TypedHelp)]
    [Parameter(ParameterSetName = "Path", HelpMessage = TypedHelp)]
    [Parameter(ParameterSetName = "LiteralPath", HelpMessage = TypedHelp)]
    public SwitchParameter Typed { get; set; }

    /// <summary>Output as flat rows.</summary>
    [Parameter(ParameterSetName = "Object", HelpMessage = FlatHelp)]
    [Parameter(ParameterSetName = "Hashtable", HelpMessage = FlatHelp)]
    [Parameter(ParameterSetName = "Path", HelpMessage = FlatHelp)]
    [Parameter(ParameterSetName = "LiteralPath", HelpMessage = FlatHelp)]
    public SwitchParameter Flat { get; set; }

    /// <summary>Output as ordered dictionaries.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Hashtable", HelpMessage = HashtableHelp)]
    [Parameter(ParameterSetName = "Path", HelpMessage = HashtableHelp)]
    [Parameter(ParameterSetName = "LiteralPath", HelpMessage = HashtableHelp)]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>Output as the text of each page.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Raw", HelpMessage = RawHelp)]
    [Parameter(ParameterSetName = "Path", HelpMessage = RawHelp)]
    [Parameter(ParameterSetName = "LiteralPath", HelpMessage = RawHelp)]
    public SwitchParameter Raw { get; set; }

    private protected override object? ErrorTarget => _target;

    private protected override bool GoesOnAfter(SfException error) => !EndsAll(error);

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName is not ("Path" or "LiteralPath"))
        {
            _target = Query;
            await RunAsync(Query, cancellationToken);
            return;
        }

        if (Raw && (AsHashtable || Typed || Flat))
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "-Raw returns text, and -AsHashtable, -Flat or -Typed was given as well.",
                "Leave out -Raw, or the other.");
        }

        foreach (var path in ResolveFiles(Path, LiteralPath))
        {
            _target = path;
            try
            {
                await RunAsync(SoqlFile.Read(path), cancellationToken);
            }
            catch (SfException e)
            {
                throw SoqlFile.InFile(e, path);
            }
        }
    }

    private Task RunAsync(string query, CancellationToken cancellationToken)
    {
        var soql = QueryParameters.Bind(query, Parameter);
        var list = Flat ? SelectList.OfQuery(soql) : null;
        FlatRows.RejectChildQuery(list);
        var reader = new QueryReader(
            Session,
            new QueryOptions
            {
                IncludeDeleted = IncludeDeleted,
                Tooling = Tooling,
                BatchSize = BatchSize,
                First = First,
                ApiVersion = Version,
            },
            Observer);
        return Raw ? WriteTextAsync(reader, soql, cancellationToken) : WriteRecordsAsync(reader, soql, list, cancellationToken);
    }

    private async Task WriteTextAsync(QueryReader reader, string soql, CancellationToken cancellationToken)
    {
        await foreach (var text in reader.ReadAsync(soql, Text, cancellationToken))
        {
            WriteObject(text);
        }

        static Task<string> Text(QueryPage page, CancellationToken cancellationToken)
        {
            using (page)
            {
                return Task.FromResult(Encoding.UTF8.GetString(page.Text));
            }
        }
    }

    private async Task WriteRecordsAsync(QueryReader reader, string soql, SelectList? list, CancellationToken cancellationToken)
    {
        using var progress = StartProgress("Reading records", "records");
        var written = 0L;
        var parser = new RecordParser(AsHashtable, Typed, Origin) { FlatBy = list is null ? null : _ => list };
        await foreach (var page in reader.ReadRecordsAsync(soql, parser.Read, cancellationToken))
        {
            if (page.IsCount)
            {
                WriteObject(page.Total);
                return;
            }

            progress.Total ??= page.Total is null or < 0 ? First : Math.Min(page.Total.Value, First ?? long.MaxValue);
            WriteObject(page.Records, enumerateCollection: true);
            progress.Report(written += page.Records.Length);
            foreach (var fault in page.Faults)
            {
                WriteError(fault, _target);
            }
        }
    }
}
