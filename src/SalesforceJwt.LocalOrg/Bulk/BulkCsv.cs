using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Sends CSV, compressed if the client accepts gzip.</summary>
internal static class BulkCsv
{
    private const int BufferLength = 1 << 18;

    public static Task SendAsync(HttpContext context, byte[] content) =>
        SendAsync(context, output => output.WriteAsync(content, context.RequestAborted).AsTask());

    public static Task SendAsync(HttpContext context, string path) => SendAsync(context, async output =>
    {
        await using var file = BulkFiles.Open(path);
        await file.CopyToAsync(output, BufferLength, context.RequestAborted);
    });

    /// <summary>Whether the client accepts gzip.</summary>
    public static bool AcceptsGzip(HttpContext context) =>
        context.Request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value == "gzip" && encoding.Quality != 0);

    /// <summary>Sets the headers of a CSV response.</summary>
    public static void SetHeaders(HttpContext context, bool isGzip)
    {
        context.Response.ContentType = "text/csv";
        if (isGzip)
        {
            context.Response.Headers[HeaderNames.ContentEncoding] = "gzip";
        }
    }

    private static async Task SendAsync(HttpContext context, Func<Stream, Task> write)
    {
        var isGzip = AcceptsGzip(context);
        SetHeaders(context, isGzip);
        if (isGzip)
        {
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await write(gzip);
        }
        else
        {
            await write(context.Response.Body);
        }
    }
}
