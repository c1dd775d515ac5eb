using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Files;
using SalesforceJwt.Core.Http;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>Downloads files from Salesforce, streamed: each appears under its name only when complete.</summary>
[Cmdlet(VerbsData.Save, "SfFile", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class SaveSfFileCommand : SfConnectedCmdlet
{
    // Names of this call's files, with the ids of their versions. Some file systems treat names as equal if they differ only in case, or in
    // the encoding of accents.
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);

    private string? _target;

    /// <summary>The files' ids.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Ids of versions (ContentVersion, 068...) or of documents (ContentDocument, 069...) for their latest version.")]
    [Alias("ContentDocumentId", "ContentVersionId", "LatestPublishedVersionId")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>The piped object, which knows the org that it was read from.</summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = "The object from the pipeline that has the id.")]
    public PSObject? InputObject { get; set; }

    /// <summary>The folder.</summary>
    [Parameter(
        Position = 1, ParameterSetName = "Path",
        HelpMessage = "Folder to save the files in, under their own names. Default: the current folder.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>The file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "OutFile", HelpMessage = "File to save the download as.")]
    [ValidateNotNullOrEmpty]
    public string OutFile { get; set; } = string.Empty;

    /// <summary>Overwrites existing files.</summary>
    [Parameter(HelpMessage = "Overwrites existing files.")]
    public SwitchParameter Force { get; set; }

    private protected override object? ErrorTarget => _target;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        RequireSameOrg(InputObject);
        var store = new FileStore(Session, Version, Observer);
        var outFile = ParameterSetName == "OutFile" ? FullPath(OutFile) : null;
        var folder = outFile is null ? FullPath(Path) : null;

        // Validated before the first request.
        if (outFile is not null)
        {
            FileDownload.RequireTarget(outFile);
        }
        else
        {
            FileDownload.RequireFolder(folder!);
        }

        foreach (var id in Id)
        {
            _target = id;
            try
            {
                await SaveAsync(store, id, folder, outFile, cancellationToken);
            }
            catch (SfException e) when ((Id.Length > 1 || MyInvocation.ExpectingInput) && !EndsAll(e))
            {
                // Go on with the other files.
                WriteError(e, id);
            }
        }
    }

    private async Task SaveAsync(FileStore store, string id, string? folder, string? outFile, CancellationToken cancellationToken)
    {
        // A file that the user names is checked before the request.
        var target = outFile is null ? null : Free(outFile);
        var version = await store.FindAsync(id, cancellationToken);
        target ??= Free(System.IO.Path.Combine(folder!, NameOf(version)));
        if (!ShouldProcess(target, $"Save {version.Title} ({version.Id})"))
        {
            return;
        }

        using (var progress = StartProgress("Receiving " + System.IO.Path.GetFileName(target), "bytes", version.Size))
        {
            await store.DownloadAsync(version, target, progress, cancellationToken);
        }

        WriteFile(target);
    }

    private string Free(string path)
    {
        FilePaths.RequireFree(path, Force);
        return path;
    }

    /// <summary>The file's name, with its id if another file has the name: neither must overwrite the other.</summary>
    private string NameOf(SfFile version)
    {
        var name = FileStore.NameOf(version);
        return _names.TryAdd(name.Normalize(), version.Id) || _names[name.Normalize()] == version.Id
            ? name
            : $"{System.IO.Path.GetFileNameWithoutExtension(name)} ({version.Id}){System.IO.Path.GetExtension(name)}";
    }
}
