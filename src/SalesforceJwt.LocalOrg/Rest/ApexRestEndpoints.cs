using System.Globalization;
using System.Text;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Apex REST services for tests of clients.</summary>
internal static class ApexRestEndpoints
{
    private const string Root = "/services/apexrest";
    private const int BlockLength = 64 * 1024;
    private static readonly string[] AllMethods =
        [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Root + "/echo", AllMethods, EchoAsync);
        routes.MapRead(Root + "/text", SendTextAsync);
        routes.MapRead(Root + "/binary", SendBinaryAsync);
        routes.MapMethods(Root + "/redirect", AllMethods, RedirectAsync);
    }

    /// <summary>The byte of <c>/binary</c> at a position: modulo 251, a prime, so that shifted blocks are detected.</summary>
    internal static byte ByteAt(long position) => (byte)(position % 251);

    private static async Task EchoAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        await Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            method = context.Request.Method,
            path = context.Request.Path.Value,
            query = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            headers = context.Request.Headers
                .Where(header => !header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(header => header.Key, header => header.Value.ToString()),
            contentType = context.Request.ContentType,
            body,
        });
    }

    private static Task SendTextAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=UTF-8";
        return context.Response.WriteAsync("Plain text, not JSON: äöü €\n", context.RequestAborted);
    }

    private static async Task SendBinaryAsync(HttpContext context)
    {
        if (!long.TryParse(context.Request.Query["size"], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            throw ApiException.BadRequest("INVALID_PARAMETER", "size must be a number of bytes");
        }

        context.Response.ContentType = "application/octet-stream";
        if (context.Request.Query["chunked"] != "1")
        {
            context.Response.ContentLength = size;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        var block = new byte[BlockLength];
        for (long start = 0; start < size; start += BlockLength)
        {
            var length = (int)Math.Min(BlockLength, size - start);
            for (var i = 0; i < length; i++)
            {
                block[i] = ByteAt(start + i);
            }

            await context.Response.Body.WriteAsync(block.AsMemory(0, length), context.RequestAborted);
        }
    }

    private static Task RedirectAsync(HttpContext context)
    {
        var status = int.TryParse(context.Request.Query["status"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            ? asked
            : 302;
        if (status is < 300 or > 399 || !Uri.TryCreate(context.Request.Query["to"], UriKind.RelativeOrAbsolute, out var target))
        {
            throw ApiException.BadRequest("INVALID_PARAMETER", "to must be a URL, status a number from 300 to 399");
        }

        context.Response.StatusCode = status;
        context.Response.Headers.Location = target.OriginalString;
        return Task.CompletedTask;
    }
}
