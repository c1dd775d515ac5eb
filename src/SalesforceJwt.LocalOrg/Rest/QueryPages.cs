using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Soql.Execution;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Responds with pages of a query's result.</summary>
internal sealed class QueryPages(Org org)
{
    private const int RowsBetweenFlushes = 200;

    // Enough for most pages of two thousand rows, so that the buffer seldom grows.
    private const int UsualPageBytes = 640 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    /// <summary>Writes one page, streaming.</summary>
    public async Task WriteAsync(HttpContext context, QueryResult result, int start, int end, string? cursorId)
    {
        var body = context.Response.BodyWriter;
        context.Response.ContentType = Json.ContentType;
        using var writer = new Utf8JsonWriter(body, Json.WriterOptions);
        var json = StartPage(writer, context, result, end, cursorId);
        for (var i = start; i < end; i++)
        {
            WriteRow(writer, json, result, i);
            if (i % RowsBetweenFlushes == 0)
            {
                writer.Flush();
                await body.FlushAsync(context.RequestAborted);
            }
        }

        EndPage(writer);
        await body.FlushAsync(context.RequestAborted);
    }

    /// <summary>Writes one page of a cached result, from the cache if it was written before.</summary>
    public async Task WriteCachedAsync(HttpContext context, QueryCursor cursor, int start, int end)
    {
        var root = ApiRoot.Of(context);
        var isGzip = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        var page = cursor.FindCachedPage(root, start, end, isGzip);
        if (page is null)
        {
            page = Render(context, cursor, start, end, isGzip);
            org.QueryCache.CachePage(cursor, root, start, end, isGzip, page);
        }

        context.Response.ContentType = Json.ContentType;
        if (isGzip)
        {
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.Headers.Vary = "Accept-Encoding";
        }

        await context.Response.BodyWriter.WriteAsync(page, context.RequestAborted);
    }

    private byte[] Render(HttpContext context, QueryCursor cursor, int start, int end, bool isGzip)
    {
        s_buffer ??= new ArrayBufferWriter<byte>(UsualPageBytes);
        s_buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(s_buffer, Json.WriterOptions))
        {
            var json = StartPage(writer, context, cursor.Result, end, cursor.Id);
            for (var i = start; i < end; i++)
            {
                WriteRow(writer, json, cursor.Result, i);
            }

            EndPage(writer);
        }

        return isGzip ? Gzip(s_buffer.WrittenSpan) : s_buffer.WrittenSpan.ToArray();
    }

    private RecordJson StartPage(Utf8JsonWriter writer, HttpContext context, QueryResult result, int end, string? cursorId)
    {
        var json = new RecordJson(
            org.Records,
            ApiRoot.Of(context),
            children => org.Cursors.AddNested(children, org.Options.NestedPageSize, RestMiddleware.Session(context).User.Id),
            org.Options.NestedPageSize);
        json.WriteStart(writer, result, end, cursorId);
        return json;
    }

    private static void WriteRow(Utf8JsonWriter writer, RecordJson json, QueryResult result, int index)
    {
        if (result.Groups is { } groups)
        {
            RecordJson.WriteGroup(writer, groups, groups.Rows[index]);
        }
        else
        {
            json.Write(writer, result.Records[index], result.Projection);
        }
    }

    private static void EndPage(Utf8JsonWriter writer)
    {
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
    }

    private static byte[] Gzip(ReadOnlySpan<byte> page)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(page);
        }

        return compressed.ToArray();
    }
}
