using System.Collections;
using System.Globalization;
using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Search;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>
/// Searches for records that contain words, in the whole org or in the given objects. The text is escaped, so that it cannot become part
/// of the SOSL; <c>-Search</c> sends SOSL unchanged.
/// </summary>
[Cmdlet(VerbsCommon.Search, "SfRecord", DefaultParameterSetName = "Text")]
[OutputType(typeof(SfRecord))]
public sealed class SearchSfRecordCommand : SfConnectedCmdlet
{
    /// <summary>The text to search for.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Text",
        HelpMessage = "Words that each record must contain. Every character is literal.")]
    [ValidateNotNullOrEmpty]
    public string Text { get; set; } = string.Empty;

    /// <summary>The objects and fields to return.</summary>
    [Parameter(
        Position = 1, ParameterSetName = "Text",
        HelpMessage =
            "Objects and fields to return: @{ Contact = 'Id', 'Name' }, 'Account(Id, Name)'. Default: the ids of all matches.")]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object[] Returning { get; set; } = [];

    /// <summary>The fields to search.</summary>
    [Parameter(ParameterSetName = "Text", HelpMessage = "The fields to search: All, Name, Email, Phone or Sidebar.")]
    [NoSecret]
    [ValidateSet("All", "Name", "Email", "Phone", "Sidebar")]
    public string In { get; set; } = "All";

    /// <summary>Allows wildcards in the text.</summary>
    [Parameter(
        ParameterSetName = "Text",
        HelpMessage = "Makes * (any characters) and ? (one) in -Text wildcards, in the middle and at the end of words.")]
    public SwitchParameter Wildcard { get; set; }

    /// <summary>Maximum number of records.</summary>
    [Parameter(ParameterSetName = "Text", HelpMessage = "Returns at most this many records; Salesforce returns at most 2000.")]
    [NoSecret]
    [ValidateRange(1, 2000)]
    public int? First { get; set; }

    /// <summary>A search in SOSL.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "Search",
        HelpMessage = "SOSL, sent unchanged: FIND {acme} IN NAME FIELDS RETURNING Account(Id, Name).")]
    [Alias("Sosl")]
    [ValidateNotNullOrEmpty]
    public string Search { get; set; } = string.Empty;

    /// <summary>Converts date texts to .NET dates.</summary>
    [Parameter(HelpMessage = "Converts text with date and time to DateTimeOffset, and text with a date to DateOnly.")]
    public SwitchParameter Typed { get; set; }

    /// <summary>Output as flat rows.</summary>
    [Parameter(
        HelpMessage = "Makes one row of each record, with a column for each field to return: those of parents are called Account.Name.")]
    public SwitchParameter Flat { get; set; }

    /// <summary>Output as ordered dictionaries.</summary>
    [Parameter(HelpMessage = "Returns ordered dictionaries instead of objects.")]
    public SwitchParameter AsHashtable { get; set; }

    private protected override object? ErrorTarget => ParameterSetName == "Search" ? Search : Text;

    private protected override bool GoesOnAfter(SfException error) => !EndsAll(error);

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var sosl = ParameterSetName == "Search"
            ? Search
            : SoslText.Build(Text, Wildcard, Enum.Parse<SearchScope>(In, ignoreCase: true), [.. Returning.SelectMany(Returns)], First);
        var reader = new SearchReader(Session, Version, Observer);
        var parser = new RecordParser(AsHashtable, Typed, Origin) { FlatBy = Flat ? ListsOf(sosl) : null };
        var page = await reader.ReadAsync(sosl, parser.Read, cancellationToken);
        WriteObject(page.Records, enumerateCollection: true);
    }

    /// <summary>The fields that a search returns, by the objects' names.</summary>
    private static Func<string?, SelectList> ListsOf(string sosl)
    {
        var lists = SelectList.OfSearch(sosl);
        foreach (var list in lists.Values)
        {
            FlatRows.RejectChildQuery(list);
        }

        return name => name is not null && lists.TryGetValue(name, out var list) ? list : SelectList.Unknown;
    }

    /// <summary>What one value of -Returning names: a hashtable several objects with their fields, a text one.</summary>
    private static IEnumerable<SearchReturn> Returns(object value)
    {
        switch (PSValue.Unwrap(value))
        {
            case IDictionary objects:
                return objects.Cast<DictionaryEntry>().Select(e => new SearchReturn(Name(e.Key), Fields(e.Value)));
            case string text:
                return [SearchReturn.Parse(text)];
            case SfObjectInfo info:
                return [new SearchReturn(info.Name, [])];
            case var other:
                throw new SfException(
                    SfErrorKind.NameInvalid,
                    $"-Returning cannot be a {other.GetType().Name}.",
                    "Give names of objects, with fields where the id is not enough: @{ Contact = 'Id', 'Name' }, or 'Contact(Id, Name)'.");
        }
    }

    private static IEnumerable<string> Fields(object? value) => PSValue.Unwrap(value) switch
    {
        null => [],
        string text => text.Split(',', StringSplitOptions.TrimEntries),
        IEnumerable several => several.Cast<object?>().Select(Name),
        var other => [Name(other)],
    };

    private static string Name(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
}
