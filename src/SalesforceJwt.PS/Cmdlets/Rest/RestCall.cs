using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Errors;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Cmdlets.Rest;

/// <summary>Sends a request of <c>Invoke-SfRest</c> and writes what comes back: objects, text, bytes, a file, or the records of all pages.</summary>
internal sealed class RestCall(PSCmdlet cmdlet, PipelinePump pump, SfSession session)
{
    private readonly HttpObserver? _observer = HttpObserver.For(cmdlet, pump);

    public bool AsHashtable { get; init; }

    public bool Raw { get; init; }

    /// <summary>Is shown the answer's status and headers, on the pipeline thread.</summary>
    public required Action<SfResponse> OnResponse { get; init; }

    /// <summary>Writes the answer.</summary>
    public async Task WriteAsync(SfRequest request, CancellationToken cancellationToken)
    {
        var page = await ReadAsync(request, cancellationToken);
        OnResponse(page.Response);
        if (Raw)
        {
            if (!page.Body.IsEmpty)
            {
                cmdlet.WriteObject(page.Text);
            }
        }
        else if (Output(request, page) is { } value)
        {
            cmdlet.WriteObject(value, enumerateCollection: value is object[]);
        }
    }

    /// <summary>Writes the records of a query, page after page. While one page is written, the next is on its way.</summary>
    public async Task WriteRecordsAsync(SfRequest request, CancellationToken cancellationToken)
    {
        using var ahead = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = new TransferProgress(cmdlet, pump, "Reading records", "records", total: null);
        var (trail, count) = (new PageTrail(), new RecordCount());
        var isCount = CountQuery.IsAsked(request.Uri, request.Query);
        var written = 0L;
        var next = ReadAsync(request, ahead.Token);
        try
        {
            while (true)
            {
                var page = await next;
                OnResponse(page.Response);
                var value = Output(request, page);
                if (Member(value, "records") is not object[] records)
                {
                    if (value is not null)
                    {
                        cmdlet.WriteObject(value, enumerateCollection: value is object[]);
                    }

                    return;
                }

                var total = Member(value, "totalSize") as long?;
                var more = Member(value, "done") is true ? null : Member(value, "nextRecordsUrl") as string;
                var fault = more is null && Member(value, "done") is false ? NoNext(page.Url)
                    : isCount ? null : count.Add(page.Url, records.Length, total, more is null);
                if (more is not null && fault is null)
                {
                    next = FollowAsync(trail, page.Url, more, records.Length == 0, request, ahead.Token);
                }

                progress.Total ??= total;
                cmdlet.WriteObject(records, enumerateCollection: true);
                progress.Report(written += records.Length);
                if (fault is not null)
                {
                    // After the last page a non-terminating error: an assignment keeps the records that were written.
                    cmdlet.WriteError(ErrorRecords.From(more is null ? fault : throw fault, request.Uri));
                }

                if (more is null)
                {
                    return;
                }
            }
        }
        finally
        {
            // Downstream may have had enough (Select-Object -First): the page on its way is then of no use.
            await ahead.CancelAsync();
            _ = next.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            progress.Complete();
        }
    }

    /// <summary>Saves the answer as a file.</summary>
    public async Task SaveAsync(SfRequest request, string path, bool passThru, CancellationToken cancellationToken)
    {
        var progress = new TransferProgress(cmdlet, pump, "Receiving " + Path.GetFileName(path), "bytes", total: null);
        try
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
        finally
        {
            progress.Complete();
        }

        if (passThru)
        {
            cmdlet.WriteObject(new FileInfo(path));
        }
    }

    private static SfException NoNext(string url) => new(
        SfErrorKind.ResponseInvalid,
        $"{url} says that more records follow, but names no next page. The records that it has were returned.",
        "Run it again. If the error persists, look at the answer with -Raw, and check that no proxy changes answers of Salesforce.");

    private Task<Page> FollowAsync(
        PageTrail trail, string url, string more, bool isEmpty, SfRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var next = trail.Follow(url, more, isEmpty)!;
            return ReadAsync(request with { Method = HttpMethod.Get, Content = null, Uri = next, Query = [] }, cancellationToken);
        }
        catch (SfException e)
        {
            // Reported after the records of the previous page.
            return Task.FromException<Page>(e);
        }
    }

    private Task<Page> ReadAsync(SfRequest request, CancellationToken cancellationToken) => session.Rest.SendAsync(
        request,
        static async (response, cancel) => new Page(response, await response.ReadAllAsync(cancel).ConfigureAwait(false)),
        _observer,
        cancellationToken);

    /// <summary>The answer as objects. If it cannot be read, the outcome of a request that changes something is unknown.</summary>
    private object? Output(SfRequest request, Page page)
    {
        try
        {
            return Output(page);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.ResponseInvalid && request.MayChange)
        {
            throw UnknownOutcome.Of(request, e);
        }
    }

    private object? Output(Page page)
    {
        if (page.Body.IsEmpty)
        {
            return null;
        }

        var type = page.Response.MediaType;
        return type switch
        {
            null => page.Text,
            _ when page.Response.IsJson => JsonReader.Read(page.Body, AsHashtable, page.Url),
            _ when type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("xml", StringComparison.Ordinal)
                || type is "application/javascript" or "application/x-www-form-urlencoded" => page.Text,
            _ => page.Body.ToArray(),
        };
    }

    private static object? Member(object? value, string name) => value switch
    {
        PSObject o => o.Properties[name]?.Value,
        System.Collections.IDictionary d => d[name],
        _ => null,
    };

    /// <summary>An answer whose body was read whole.</summary>
    private sealed record Page(SfResponse Response, ReadOnlyMemory<byte> Body)
    {
        public string Url => Response.Url;

        public string Text => Response.Encoding.GetString(Body.Span is [0xEF, 0xBB, 0xBF, ..] ? Body.Span[3..] : Body.Span);
    }
}
