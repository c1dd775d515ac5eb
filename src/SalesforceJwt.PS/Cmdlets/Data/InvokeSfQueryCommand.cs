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
/// Runs a SOQL query and returns its records, page after page while the next ones are fetched. <c>-Parameter</c> inserts values as
/// literals: they cannot become part of the query.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "SfQuery", DefaultParameterSetName = "Object")]
[OutputType(typeof(SfRecord), ParameterSetName = ["Object"])]
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
    [Parameter(
        ParameterSetName = "Object",
        HelpMessage = "Converts text with date and time to DateTimeOffset, and text with a date to DateOnly.")]
    [Parameter(
        ParameterSetName = "Hashtable",
        HelpMessage = "Converts text with date and time to DateTimeOffset, and text with a date to DateOnly.")]
    public SwitchParameter Typed { get; set; }

    /// <summary>Output as ordered dictionaries.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Hashtable", HelpMessage = "Returns ordered dictionaries instead of objects.")]
    public SwitchParameter AsHashtable { get; set; }

    /// <summary>Output as the text of each page.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Raw", HelpMessage = "Returns the text of each page, unchanged.")]
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
        var parser = new RecordParser(AsHashtable, Typed, Session.Current.InstanceUrl);
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
                WriteError(fault, Query);
            }
        }
    }
}
