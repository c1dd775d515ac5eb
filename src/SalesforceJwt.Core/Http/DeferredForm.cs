using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace SalesforceJwt.Core.Http;

/// <summary>
/// A form (<c>application/x-www-form-urlencoded</c>) whose fields are made while the connection is: a sign-in signs its assertion during
/// the TCP and TLS handshakes, instead of before them.
/// </summary>
internal sealed class DeferredForm : HttpContent
{
    private readonly Lazy<byte[]> _bytes;

    public DeferredForm(Task<KeyValuePair<string, string>[]> fields)
    {
        _bytes = new Lazy<byte[]>(() => Encode(fields.GetAwaiter().GetResult()));
        Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_bytes.Value).AsTask();

    /// <summary>Called when the connection exists and the headers are written, on a thread that can wait for the fields.</summary>
    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Value.Length;
        return true;
    }

    private static byte[] Encode(KeyValuePair<string, string>[] fields)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            text.Append(text.Length == 0 ? string.Empty : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
