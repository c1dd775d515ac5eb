using System.Collections;
using System.Management.Automation;
using System.Text;
using SalesforceJwt.Core.Query;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>
/// Runs a SOQL query and gives its records, page after page while the next ones are on their way. Values go in with <c>-Parameter</c>,
/// as literals: they cannot become part of the query.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "SfQuery", DefaultParameterSetName = "Object")]
[OutputType(typeof(PSObject), ParameterSetName = ["Object"])]
[OutputType(typeof(IDictionary), ParameterSetName = ["Hashtable"])]
[OutputType(typeof(string), ParameterSetName = ["Raw"])]
public sealed class InvokeSfQueryCommand : SfConnectedCmdlet
{
    /// <summary>The query.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true,
        HelpMessage = "SOQL: SELECT Id, Name FROM Account WHERE Name = :name")]
    [Alias("Soql")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SoqlCompleter))]
    public string Query { get; set; } = string.Empty;

    /// <summary>Values for the query's parameters.</summary>
    [Parameter(
        Position = 1,
        HelpMessage = "Values for :name in the query: @{ name = 'Acme'; since = (Get-Date).AddDays(-7); ids = $ids }. Lists go with IN.")]
    [NoSecret]
    [ValidateNotNull]
    public IDictionary? Parameter { get; set; }

    /// <summary>Finds deleted rows as well.</summary>
    [Parameter(HelpMessage = "Finds deleted and archived rows as well (queryAll).")]
    public SwitchParameter IncludeDeleted { get; set; }

    /// <summary>Asks the Tooling API.</summary>
    [Parameter(HelpMessage = "Asks the Tooling API.")]
    public SwitchParameter Tooling { get; set; }

    /// <summary>Rows a page.</summary>
    [Parameter(HelpMessage = "Rows a page, 200 to 2000, as advice to the server.")]
    [NoSecret]
    [ValidateRange(200, 2000)]
    public int? BatchSize { get; set; }

    /// <summary>The most rows.</summary>
    [Parameter(HelpMessage = "Gives this many rows at most, and asks for no page that is not needed.")]
    [NoSecret]
    [ValidateRange(1, long.MaxValue)]
    public long? First { get; set; }

    /// <summary>Makes dates of date texts.</summary>
    [Parameter(ParameterSetName = "Object", HelpMessage = "Makes DateTimeOffset of texts that are points in time, and DateOnly of days.")]
    [Parameter(
        ParameterSetName = "Hashtable",
        HelpMessage = "Makes DateTimeOffset of texts that are points in time, and DateOnly of days.")]
    public SwitchParameter Typed { get; set; }

    /// <summary>Gives dictionaries.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Hashtable", HelpMessage = "Gives ordered dictionaries in place of objects.")]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>Gives the pages' text.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Raw", HelpMessage = "Gives each page's text as it came.")]
    public SwitchParameter Raw { get; set; }

    private protected override object? ErrorTarget => Query;

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var soql = QueryParameters.Bind(Query, Parameter);
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
        return Raw ? WriteTextAsync(reader, soql, cancellationToken) : WriteRecordsAsync(reader, soql, cancellationToken);
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

    private async Task WriteRecordsAsync(QueryReader reader, string soql, CancellationToken cancellationToken)
    {
        using var progress = StartProgress("Reading records", "records");
        var written = 0L;
        await foreach (var page in reader.ReadRecordsAsync(soql, new RecordParser(AsHashtable, Typed).Read, cancellationToken))
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
                WriteError(fault, Query);
            }
        }
    }
}
