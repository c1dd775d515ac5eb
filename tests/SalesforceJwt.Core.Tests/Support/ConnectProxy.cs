using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A forward proxy for https (CONNECT), with or without a password.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string? _credential;
    private readonly Task _accepting;

    /// <summary>Starts the proxy.</summary>
    /// <param name="credential">User and password as <c>user:password</c>; null requires no password.</param>
    public ConnectProxy(string? credential = null)
    {
        _credential = credential is null ? null : "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(credential));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Hosts to which it opened a tunnel.</summary>
    public ConcurrentQueue<string> Tunnels { get; } = new();

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
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using (client)
        {
            try
            {
                var buffer = new byte[8192];
                while (await client.ReceiveAsync(buffer, _stop.Token) is var read and > 0)
                {
                    var head = Encoding.ASCII.GetString(buffer, 0, read).Split("\r\n");
                    if (_credential is not null && !head.Contains("Proxy-Authorization: " + _credential))
                    {
                        await client.SendAsync(
                            "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _stop.Token);
                        continue;
                    }

                    var target = head[0].Split(' ')[1];
                    Tunnels.Enqueue(target);
                    await server.ConnectAsync(IPEndPoint.Parse(target), _stop.Token);
                    await client.SendAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), _stop.Token);
                    await Task.WhenAny(PassAsync(client, server), PassAsync(server, client));
                    return;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Stopped, or one side has closed the connection.
            }
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, _stop.Token) is var read and > 0)
        {
            await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
        }
    }
}
