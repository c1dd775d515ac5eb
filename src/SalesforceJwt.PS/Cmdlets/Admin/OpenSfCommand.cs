using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Cmdlets.Data;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>
/// Opens the org, a record, a page of Setup or an app in the browser, signed in as the connection's user, through a URL that works once.
/// </summary>
[Cmdlet(VerbsCommon.Open, "Sf", DefaultParameterSetName = "Home")]
[OutputType(typeof(string))]
public sealed class OpenSfCommand : SfConnectedCmdlet
{
    private const int MostOpened = 10;

    private readonly List<PSObject> _toOpen = [];

    /// <summary>The records.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Record",
        HelpMessage = "The id of a record, or a record or other object that has an Id or a UserId.")]
    [Alias("Id")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public PSObject[] Record { get; set; } = [];

    /// <summary>A page of Setup.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "Setup",
        HelpMessage = "The name of a page of Setup, such as Users, PermissionSets or LoginHistory. Tab completes it.")]
    [ArgumentCompleter(typeof(SetupPageCompleter))]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string Setup { get; set; } = string.Empty;

    /// <summary>An app.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "App",
        HelpMessage = "The developer name of a Lightning app; those of Salesforce begin with standard__.")]
    [ArgumentCompleter(typeof(LightningAppCompleter))]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string App { get; set; } = string.Empty;

    /// <summary>Any page.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "Path",
        HelpMessage = "The path of a page, such as /lightning/o/Account/list, or a URL of this org.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Returns the URL.</summary>
    [Parameter(HelpMessage = "Returns the URL and opens nothing. Whoever has it signs in with it: once, within a minute.")]
    public SwitchParameter UrlOnly { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (!UrlOnly && !Browser.HasOpener)
        {
            // Without an opener, no one-time URL is used up.
            throw NoBrowser();
        }

        switch (ParameterSetName)
        {
            case "Record":
                await AddAsync(cancellationToken);
                break;
            case "Setup":
                await OpenAsync(SetupPages.PathOf(Setup), cancellationToken);
                break;
            case "App":
                await OpenAsync(OrgPages.OfApp(App), cancellationToken);
                break;
            case "Path":
                await OpenAsync(OrgPages.Of(Path, Session.Token.InstanceUrl), cancellationToken);
                break;
            default:
                await OpenAsync(string.Empty, cancellationToken);
                break;
        }
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (var record in _toOpen)
        {
            await OpenRecordAsync(record, cancellationToken);
        }
    }

    private static SfException NoBrowser() => new(
        SfErrorKind.BrowserUnavailable,
        "There is no program here that opens a URL in a browser.",
        "-UrlOnly returns the URL, for a browser elsewhere: it signs in as this user, once and within a minute.");

    /// <summary>The id of a record, or of the user that an object such as that of Get-SfUser is about.</summary>
    private static string IdOf(PSObject record) =>
        record.Properties["Id"] is null && record.Properties["UserId"]?.Value is string userId ? userId : RecordRows.RequireIdOf(record);

    /// <summary>
    /// Returns URLs of records as they come. Windows open when all records are known: not even one, if they are too many.
    /// </summary>
    private async Task AddAsync(CancellationToken cancellationToken)
    {
        foreach (var record in Record)
        {
            if (UrlOnly)
            {
                await OpenRecordAsync(record, cancellationToken);
                continue;
            }

            _toOpen.Add(record);
            if (_toOpen.Count > MostOpened)
            {
                throw new SfException(
                    SfErrorKind.ArgumentConflict,
                    $"More than {MostOpened} records were given, each of which would open a window of the browser. None was opened.",
                    $"Give fewer: … | Select-Object -First {MostOpened} | Open-Sf. -UrlOnly returns the URLs of any number.");
            }
        }
    }

    private async Task OpenRecordAsync(PSObject record, CancellationToken cancellationToken)
    {
        try
        {
            RequireSameOrg(record);
            await OpenAsync(OrgPages.OfRecord(IdOf(record)), cancellationToken);
        }
        catch (SfException e) when ((Record.Length > 1 || MyInvocation.ExpectingInput)
            && e.Kind is SfErrorKind.IdInvalid or SfErrorKind.RecordInvalid or SfErrorKind.RecordOfOtherOrg)
        {
            // Go on with the other records.
            WriteError(e, PSValue.Unwrap(record));
        }
    }

    private async Task OpenAsync(string page, CancellationToken cancellationToken)
    {
        var url = await SingleAccess.RequestAsync(Session, page, Observer, cancellationToken);
        if (UrlOnly)
        {
            WriteObject(url.AbsoluteUri);
        }
        else if (!await Browser.TryOpenAsync(url, cancellationToken))
        {
            // Not shown, as Connect-SfWeb shows its URL: this one is a sign-in, and what a host shows ends up in logs and transcripts.
            throw NoBrowser();
        }
    }
}
