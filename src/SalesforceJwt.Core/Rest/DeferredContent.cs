using System.Net;
using System.Net.Http.Headers;

namespace SalesforceJwt.Core.Rest;

/// <summary>
/// A body that is still being made while the connection is. A sign-in signs its assertion during the TCP and TLS handshakes
/// with it, instead of before them.
/// </summary>
internal sealed class DeferredContent : HttpContent
{
    private readonly Task<byte[]> _bytes;

    public DeferredContent(Task<byte[]> bytes, string contentType)
    {
        _bytes = bytes;
        Headers.ContentType = new MediaTypeHeaderValue(contentType);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        await stream.WriteAsync(await _bytes.ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Asked for when the connection is there and the headers are written, on a thread that can wait for the last of it.</summary>
    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.GetAwaiter().GetResult().Length;
        return true;
    }
}
