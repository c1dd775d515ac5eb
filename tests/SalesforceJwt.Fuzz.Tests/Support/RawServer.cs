using System.Net;
using System.Net.Sockets;

namespace SalesforceJwt.Fuzz.Tests.Support;

/// <summary>A server on this machine that answers each request with the bytes of the input, and closes the connection after them.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private IReadOnlyList<byte[]> _answers = [];
    private int _requests;

    public RawServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Sets the next responses.</summary>
    public void Answer(byte[] input)
    {
        _answers = Answers.Split(input);
        _requests = 0;
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var buffer = new byte[16 * 1024];
                if (await socket.ReceiveAsync(buffer) > 0)
                {
                    var answers = _answers;
                    await socket.SendAsync(answers[Math.Min(Interlocked.Increment(ref _requests), answers.Count) - 1]);
                    socket.Shutdown(SocketShutdown.Send);

                    // Wait until the client has read everything: closing now could discard it.
                    while (await socket.ReceiveAsync(buffer) > 0)
                    {
                    }
                }
            }
            catch (SocketException)
            {
                // The client has closed the connection.
            }
        }
    }
}
