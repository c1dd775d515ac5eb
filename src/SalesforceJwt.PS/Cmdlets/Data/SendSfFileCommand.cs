using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Files;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>Uploads files to Salesforce, streamed: as new documents, shown on a record or not, or as a further version of one.</summary>
[Cmdlet(VerbsCommunications.Send, "SfFile", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
[OutputType(typeof(SfFile))]
public sealed class SendSfFileCommand : SfConnectedCmdlet
{
    private string? _target;

    /// <summary>The files.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path",
        HelpMessage = "Files to upload; wildcards are allowed.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Literal paths of the files.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath",
        HelpMessage = "Literal paths of files to upload.")]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The title.</summary>
    [Parameter(
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Title in Salesforce. Default: the file's name without its extension.")]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>The description.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Description of the file.")]
    public string? Description { get; set; }

    /// <summary>The record on which it is shown.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Id of the record on which the file is shown.")]
    [Alias("FirstPublishLocationId", "LinkedEntityId")]
    public string? LinkTo { get; set; }

    /// <summary>The document that gets a further version.</summary>
    [Parameter(
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Id of the document (069...) that gets the file as its latest version.")]
    public string? ContentDocumentId { get; set; }

    private protected override object? ErrorTarget => _target;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var store = new FileStore(Session, Version, Observer);
        List<string> files = [.. ResolveFiles(Path, LiteralPath)];
        if (files.Count > 1 && !string.IsNullOrEmpty(ContentDocumentId))
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                $"{files.Count} files cannot all become the next version of one document.",
                "Give one file with -ContentDocumentId.");
        }

        foreach (var path in files)
        {
            _target = path;
            try
            {
                await SendAsync(store, path, cancellationToken);
            }
            catch (SfException e) when ((files.Count > 1 || MyInvocation.ExpectingInput) && !EndsAll(e))
            {
                // Go on with the other files.
                WriteError(e, path);
            }
        }
    }

    private async Task SendAsync(FileStore store, string path, CancellationToken cancellationToken)
    {
        var name = System.IO.Path.GetFileName(path);
        if (!ShouldProcess(
            path,
            string.IsNullOrEmpty(ContentDocumentId) ? "Upload" : $"Upload as a further version of {ContentDocumentId}"))
        {
            return;
        }

        // Columns of a CSV file that are empty say nothing.
        var description = new FileDescription
        {
            Title = Title,
            Description = string.IsNullOrEmpty(Description) ? null : Description,
            LinkTo = string.IsNullOrEmpty(LinkTo) ? null : LinkTo,
            ContentDocumentId = string.IsNullOrEmpty(ContentDocumentId) ? null : ContentDocumentId,
        };
        using var progress = StartProgress("Sending " + name, "bytes", File.Exists(path) ? new FileInfo(path).Length : null);
        WriteObject(await store.UploadAsync(path, description, progress, cancellationToken));
    }
}
