using System.Management.Automation;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Errors;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Cmdlets.Rest;

/// <summary>
/// Sends a request of <c>Invoke-SfRest</c> and writes its answer: objects, text, bytes, a file, or the records of all pages.
/// </summary>
internal sealed class RestCall(PSCmdlet cmdlet, PipelinePump pump, SfSession session, RecordOrigin origin)
{
    private readonly HttpObserver _observer = HttpObserver.For(cmdlet, pump);

    public bool AsHashtable { get; init; }

    public bool Raw { get; init; }

    /// <summary>Whether the records of all pages are flat rows.</summary>
    public bool Flat { get; init; }

    /// <summary>Receives the answer's status and headers, on the pipeline thread.</summary>
    public required Action<SfResponse> OnResponse { get; init; }

    /// <summary>Writes the answer.</summary>
    public async Task WriteAsync(SfRequest request, CancellationToken cancellationToken)
    {
        var reader = new RestReader(session, request, Parse, Parser(request).Read, _observer);
        var answer = await reader.SendAsync(cancellationToken);
        OnResponse(answer.Response);
        if (!Raw)
        {
            Write(reader.Parse(answer).Value);
        }
        else if (!answer.Body.IsEmpty)
        {
            cmdlet.WriteObject(answer.Text);
        }
    }

    /// <summary>Writes the records of a query, page after page.</summary>
    public async Task WriteRecordsAsync(SfRequest request, CancellationToken cancellationToken)
    {
        using var progress = new TransferProgress(cmdlet, pump, "Reading records", "records", total: null);
        var written = 0L;
        var parser = Parser(request);
        var reader = new RestReader(session, request, AsHashtable && !Flat ? Parse : ParseRecords, parser.Read, _observer);
        await foreach (var page in reader.ReadPagesAsync(cancellationToken))
        {
            OnResponse(page.Response);
            if (page.Error is not null)
            {
                throw page.Error;
            }

            if (page.Records is null)
            {
                Write(page.Value);
                return;
            }

            progress.Total ??= page.Total;
            cmdlet.WriteObject(page.Records, enumerateCollection: true);
            progress.Report(written += page.Records.Length);
            if (page.Fault is not null)
            {
                cmdlet.WriteError(ErrorRecords.From(page.Fault, request.Uri));
            }
        }

        // The records of a page as rows; another answer as objects.
        (object? Value, object[]? Records) ParseRecords(RestAnswer answer, ICollection<ChildQuery> children) =>
            answer.Records is { } list && RecordParser.AreRecords(list.Span)
                ? (null, parser.Read(list.Span, answer.Url, children))
                : Parse(answer, children);
    }

    /// <summary>Saves the answer as a file.</summary>
    public async Task SaveAsync(SfRequest request, string path, bool passThru, CancellationToken cancellationToken)
    {
        using (var progress = new TransferProgress(cmdlet, pump, "Receiving " + Path.GetFileName(path), "bytes", total: null))
        {
            var response = await session.Rest.SendAsync(
                request,
                async (r, cancel) =>
                {
                    progress.Total = r.ContentLength;
                    await FileDownload.SaveAsync(r, path, progress, expected: null, cancel).ConfigureAwait(false);
                    return r;
                },
                _observer,
                cancellationToken);
            OnResponse(response);
        }

        if (passThru)
        {
            FilePaths.Write(cmdlet, path);
        }
    }

    private RecordParser Parser(SfRequest request)
    {
        var list = Flat && RestReader.QueryOf(request) is { } soql ? SelectList.OfQuery(soql) : SelectList.Unknown;
        FlatRows.RejectChildQuery(list);
        return new RecordParser(AsHashtable, typed: false, origin) { FlatBy = Flat ? _ => list : null };
    }

    private void Write(object? value)
    {
        if (value is not null)
        {
            cmdlet.WriteObject(value, enumerateCollection: value is object[]);
        }
    }

    /// <summary>The answer as objects, and the records in it if it is the page of a query.</summary>
    private (object? Value, object[]? Records) Parse(RestAnswer answer, ICollection<ChildQuery> children)
    {
        if (answer.Body.IsEmpty)
        {
            return (null, null);
        }

        object? value = answer.Response.IsJson ? JsonReader.Read(answer.Body, AsHashtable, answer.Url)
            : answer.IsText ? answer.Text
            : answer.Body.ToArray();
        return (value, answer.Head.HasRecords ? Member(value, "records") as object[] : null);
    }

    private static object? Member(object? value, string name) => value switch
    {
        PSObject o => o.Properties[name]?.Value,
        System.Collections.IDictionary d => d[name],
        _ => null,
    };
}
