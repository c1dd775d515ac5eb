using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.Core.OAuth.Callback;

/// <summary>
/// Waits on the loopback interface for the browser to come back (RFC 8252 section 7.3). It takes one answer, at the callback's path and
/// with the state that was sent; everything else is refused and changes nothing, so that no other page can end or hijack a sign-in.
/// </summary>
internal sealed class LoopbackListener : IDisposable
{
    private const int LongestForm = 64 * 1024;

    private readonly Uri _callbackUrl;
    private readonly byte[] _state;
    private readonly bool _takesFragment;
    private readonly HttpListener _listener = new();
    private readonly TaskCompletionSource<CallbackAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpListenerContext? _answered;
    private int _refusedStates;
    private Uri? _authorizeUrl;
    private string? _startPath;
    private int _starts;

    /// <summary>Starts listening.</summary>
    /// <param name="callbackUrl">The callback URL.</param>
    /// <param name="state">The state that the answer has to bring back (RFC 6749 section 10.12).</param>
    /// <param name="takesFragment">Whether the answer comes in the URL's fragment.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CallbackUnavailable"/>: the port is taken.</exception>
    public LoopbackListener(Uri callbackUrl, string state, bool takesFragment)
    {
        _callbackUrl = callbackUrl;
        _state = Encoding.UTF8.GetBytes(state);
        _takesFragment = takesFragment;
        _listener.Prefixes.Add($"http://{callbackUrl.Host}:{callbackUrl.Port}/");
        try
        {
            _listener.Start();
        }
        catch (Exception e) when (e is HttpListenerException or SocketException)
        {
            throw new SfException(
                SfErrorKind.CallbackUnavailable,
                $"Port {callbackUrl.Port} on {callbackUrl.Host} cannot be opened for the callback: {e.Message}",
                new Advice(
                    "Another sign-in may be waiting there: end it. Or use another port, with a callback URL that the app lists.",
                    NextStep.SetCallbackUrl),
                e);
        }

        _ = ListenAsync();
    }

    /// <summary>Checks that a callback URL can be served here.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.CallbackUrlInvalid"/>.</exception>
    public static void RequireLoopback(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttp || !url.IsLoopback || url.Port == 0 || url.Query.Length > 0
            || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            throw new SfException(
                SfErrorKind.CallbackUrlInvalid,
                $"'{url.OriginalString}' cannot be the callback URL: the browser has to come back to this machine.",
                $"Use http on localhost with a port and without a query, like {WebSignIn.DefaultCallbackUrl}, and add the very same "
                    + "URL to the app's callback URLs.");
        }
    }

    /// <summary>
    /// The address here that sends the browser on to the authorization URL, once. A browser is started with an address on its command line,
    /// which other users of the machine can read; this one is worth nothing once it was used, and holds no state. The program that uses it
    /// first gets the state, so a second use ends the sign-in: one of the two was not the browser.
    /// </summary>
    public Uri StartAt(Uri authorizeUrl, string path)
    {
        _authorizeUrl = authorizeUrl;
        _startPath = "/" + path;
        return new Uri(_callbackUrl, _startPath);
    }

    /// <summary>Waits for the browser's answer.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.Timeout"/>.</exception>
    public async Task<CallbackAnswer> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await _answer.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new SfException(
                SfErrorKind.Timeout,
                $"Nobody signed in within {timeout.TotalSeconds:0} seconds."
                    + (_refusedStates == 0 ? string.Empty : $" Responses with another state were rejected ({_refusedStates}); perhaps "
                        + "they came from an older window."),
                new Advice(
                    "Try again, use the window that opens then, and allow more time. If Salesforce showed redirect_uri_mismatch, "
                        + $"add {_callbackUrl.OriginalString} to the app's callback URLs.",
                    NextStep.SetTimeout),
                e);
        }
    }

    /// <summary>Shows the result in the browser, and stops listening.</summary>
    public async Task CloseAsync(CallbackPage page)
    {
        if (_answered is { } context)
        {
            await RespondAsync(context, page).ConfigureAwait(false);
        }

        _listener.Close();
    }

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync().ConfigureAwait(false);

                // Not awaited: a browser that opens a connection and sends nothing must not delay the one that answers.
                _ = HandleAsync(context);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed: the sign-in has ended.
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        try
        {
            if (context.Request.Url?.AbsolutePath is { } path && path == _startPath)
            {
                await StartAsync(context).ConfigureAwait(false);
            }
            else if (await JudgeAsync(context).ConfigureAwait(false) is { } page)
            {
                await RespondAsync(context, page).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The browser went away, or the sign-in has ended.
        }
    }

    private async Task StartAsync(HttpListenerContext context)
    {
        if (context.Request.HttpMethod != "GET")
        {
            await RespondAsync(
                context,
                CallbackPage.Rejection(
                    HttpStatusCode.MethodNotAllowed, "This address is for the browser that was started.")).ConfigureAwait(false);
        }
        else if (Interlocked.Increment(ref _starts) == 1)
        {
            await RespondAsync(context, CallbackPage.Redirect(_authorizeUrl!)).ConfigureAwait(false);
        }
        else
        {
            var error = new SfException(
                SfErrorKind.CallbackUnavailable,
                "The sign-in was ended: the address that was given to the browser was opened twice, "
                    + "and one of the two may have been another program on this machine.",
                new Advice("Sign in again. If it happens again, open the URL yourself instead.", NextStep.OpenBrowserYourself));
            await RespondAsync(context, CallbackPage.Failure(error.Message, error.Remedy)).ConfigureAwait(false);
            _answer.TrySetException(error);
        }
    }

    /// <summary>The page for a request; null for the answer itself, whose page waits for the token.</summary>
    private async Task<CallbackPage?> JudgeAsync(HttpListenerContext context)
    {
        var request = context.Request;
        if (request.Url?.AbsolutePath != _callbackUrl.AbsolutePath)
        {
            return CallbackPage.Rejection(
                HttpStatusCode.NotFound, "Nothing is here: at this address a program on this computer waits for a sign-in to Salesforce.");
        }

        var isPost = request.HttpMethod == "POST" && _takesFragment;
        if (!isPost && request.HttpMethod != "GET")
        {
            return CallbackPage.Rejection(HttpStatusCode.MethodNotAllowed, "This address takes the browser's answer only.");
        }

        if ((isPost ? await ReadFormAsync(request).ConfigureAwait(false) : request.Url.Query) is not { } fields)
        {
            return CallbackPage.Rejection(HttpStatusCode.RequestEntityTooLarge, "The answer is longer than any answer to a sign-in.");
        }

        var answer = CallbackAnswer.Parse(fields);
        if (_takesFragment && !isPost && answer["state"] is null)
        {
            return CallbackPage.ForwardFragment();
        }

        if (!CryptographicOperations.FixedTimeEquals(_state, Encoding.UTF8.GetBytes(answer["state"] ?? string.Empty)))
        {
            Interlocked.Increment(ref _refusedStates);
            return CallbackPage.Rejection(HttpStatusCode.BadRequest,
                "This is not the answer to the sign-in that waits here (its state differs). Use the window that was opened last.");
        }

        if (Interlocked.CompareExchange(ref _answered, context, null) is not null)
        {
            return CallbackPage.Rejection(HttpStatusCode.Conflict, "This sign-in was answered already.");
        }

        _answer.TrySetResult(answer);
        return null;
    }

    /// <summary>The form; null where it is too long.</summary>
    private static async Task<string?> ReadFormAsync(HttpListenerRequest request)
    {
        var buffer = new byte[LongestForm + 1];
        var length = await request.InputStream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false).ConfigureAwait(false);
        return length > LongestForm ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static async Task RespondAsync(HttpListenerContext context, CallbackPage page)
    {
        try
        {
            var body = Encoding.UTF8.GetBytes(page.Html);
            var response = context.Response;
            response.StatusCode = (int)page.Status;
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength64 = body.Length;
            response.KeepAlive = false;
            if (page.Location is not null)
            {
                response.RedirectLocation = page.Location.AbsoluteUri;
            }

            response.Headers["Cache-Control"] = "no-store";
            response.Headers["Content-Security-Policy"] = CallbackPage.ContentSecurityPolicy;
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers["X-Content-Type-Options"] = "nosniff";
            await response.OutputStream.WriteAsync(body).ConfigureAwait(false);
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The browser's window was closed; the sign-in counts all the same.
        }
    }
}
