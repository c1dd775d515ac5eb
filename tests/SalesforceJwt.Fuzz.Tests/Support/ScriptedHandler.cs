using System.Globalization;
using System.Net;

namespace SalesforceJwt.Fuzz.Tests.Support;

/// <summary>Answers requests with the responses of an input, in order.</summary>
/// <param name="input">The input.</param>
/// <param name="stop">Cancels the call after <paramref name="most"/> requests if it may wait without end, as for a job.</param>
/// <param name="most">The number of requests after which the call counts as endless.</param>
internal sealed class ScriptedHandler(byte[] input, CancellationTokenSource? stop = null, int most = 200) : HttpMessageHandler
{
    private readonly IReadOnlyList<byte[]> _answers = Answers.Split(input);
    private int _requests;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var number = Interlocked.Increment(ref _requests);
        if (number > most)
        {
            await (stop ?? throw new InvalidOperationException($"The call had not ended after {most} requests.")).CancelAsync();
        }

        if (request.Content is { } content)
        {
            // Sending a body reads files, which can fail.
            await content.CopyToAsync(Stream.Null, cancellationToken);
        }

        return Message(_answers[Math.Min(number, _answers.Count) - 1], request);
    }

    private static HttpResponseMessage Message(byte[] answer, HttpRequestMessage request)
    {
        var (lines, body) = Answers.Parts(answer);
        var status = lines[0].Split(' ') is { Length: > 1 } words && int.TryParse(words[1], NumberStyles.None,
            CultureInfo.InvariantCulture, out var number) ? number : 200;
        var message = new HttpResponseMessage((HttpStatusCode)Math.Clamp(status, 200, 999))
        {
            RequestMessage = request,
            Content = new StreamContent(new PieceStream(body, lines.Contains(Answers.BreaksOff))),
        };
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && !message.Headers.TryAddWithoutValidation(line[..colon], line[(colon + 1)..].Trim()))
            {
                message.Content.Headers.TryAddWithoutValidation(line[..colon], line[(colon + 1)..].Trim());
            }
        }

        return message;
    }

    /// <summary>A body that arrives in parts, as from a network.</summary>
    private sealed class PieceStream(byte[] body, bool breaksOff) : MemoryStream(body, writable: false)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (breaksOff && Position == Length)
            {
                throw new HttpIOException(HttpRequestError.ResponseEnded, "The connection broke.");
            }

            return base.ReadAsync(buffer[..Math.Min(buffer.Length, 1400)], cancellationToken);
        }
    }
}
