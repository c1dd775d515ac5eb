using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Query;

/// <summary>The answer of any resource, read to its end. It is a page if it has records like the answer of a query.</summary>
/// <param name="Response">Its status and headers.</param>
/// <param name="Body">Its body.</param>
internal sealed record RestAnswer(SfResponse Response, ReadOnlyMemory<byte> Body) : IPage
{
    /// <summary>Its head; empty if it is not a page.</summary>
    public PageHead Head { get; private init; }

    /// <summary>UTF-8 text that begins with the list of records; null if it is not a page.</summary>
    public ReadOnlyMemory<byte>? Records { get; private init; }

    /// <inheritdoc/>
    public string Url => Response.Url;

    /// <inheritdoc/>
    public string? NextRecordsUrl => Head.HasRecords ? Head.NextRecordsUrl : null;

    /// <inheritdoc/>
    public bool IsEmpty => Head.IsEmpty;

    /// <summary>The body as text.</summary>
    public string Text => Response.Encoding.GetString(ServerText.WithoutMark(Body).Span);

    /// <summary>Whether the body is text by its media type, or has none.</summary>
    public bool IsText => Response.MediaType is not { } type
        || type.StartsWith("text/", StringComparison.Ordinal)
        || type.EndsWith("xml", StringComparison.Ordinal)
        || type is "application/javascript" or "application/x-www-form-urlencoded";

    /// <summary>Reads an answer.</summary>
    public static async Task<RestAnswer> ReadAsync(SfResponse response, CancellationToken cancellationToken) =>
        new(response, await response.ReadAllAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Reads an answer that can be a page.</summary>
    public static async Task<RestAnswer> ReadPageAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        return response.IsJson ? answer.WithHead() : answer;
    }

    private RestAnswer WithHead()
    {
        try
        {
            var json = JsonText.Data(Body);
            var head = PageHead.Read(JsonText.Reader(json.Span));
            return head.IsSearch || !head.HasRecords ? this : this with { Head = head, Records = json[head.Records..] };
        }
        catch (Exception e) when (JsonText.IsMisread(e))
        {
            // Not a page. If it is not JSON either, parsing it reports that.
            return this;
        }
    }
}
