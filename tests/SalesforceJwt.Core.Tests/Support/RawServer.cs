using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A server that sends the bytes of the test as its responses, for responses that no correct server sends.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, byte[]?> _answer;
    private Task _accepting = Task.CompletedTask;

    private RawServer(Func<string, byte[]?> answer) => _answer = answer;

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>The received requests, heads and bodies.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Starts a server.</summary>
    /// <param name="answer">Returns the response to a request. Null, or a response with <c>Connection: close</c>, closes the
    /// connection gracefully.</param>
    public static Task<RawServer> StartAsync(Func<string, byte[]?> answer)
    {
        var server = new RawServer(answer);
        server._listener.Start();
        server._accepting = server.AcceptAsync();
        return Task.FromResult(server);
    }

    /// <summary>A complete response with its Content-Length.</summary>
    public static byte[] Answer(int status, string contentType, string body, params string[] headers)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Answer(status, bytes, [$"Content-Type: {contentType}", .. headers]);
    }

    /// <summary>A token response whose instance URL is this server.</summary>
    public static byte[] Token(string request)
    {
        var host = request.Split("\r\n").First(line => line.StartsWith("Host: ", StringComparison.Ordinal))["Host: ".Length..];
        return Answer(200, "application/json", $$"""{"access_token":"00D000000000001!raw.token","instance_url":"http://{{host}}"}""");
    }

    public static byte[] Answer(int status, byte[] body, params string[] headers) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n"),
        .. body,
    ];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                _ = ServeAsync(socket);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped, while waiting or between two calls.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var text = new StringBuilder();
                var buffer = new byte[64 * 1024];
                while (await socket.ReceiveAsync(buffer, _stop.Token) is var read and > 0)
                {
                    text.Append(Encoding.UTF8.GetString(buffer, 0, read));
                    if (!IsWhole(text.ToString()))
                    {
                        continue;
                    }

                    Requests.Enqueue(text.ToString());
                    if (_answer(text.ToString()) is not { } answer)
                    {
                        return;
                    }

                    text.Clear();
                    await socket.SendAsync(answer, _stop.Token);
                    if (answer.AsSpan().IndexOf("\r\nConnection: close\r\n"u8) >= 0)
                    {
                        socket.Shutdown(SocketShutdown.Both);
                        return;
                    }
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Stopped, or the client has closed the connection.
            }
        }
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var length = request[..end].Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return request.Length - end - 4 >= (length is null ? 0 : int.Parse(length.Split(':')[1], CultureInfo.InvariantCulture));
    }
}
