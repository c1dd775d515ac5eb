using System.Diagnostics;

namespace SalesforceJwt.LocalOrg.Logging;

/// <summary>Logs each request. Outermost, so that failed requests are logged too.</summary>
internal sealed class RequestLogMiddleware(Org org, Action<LoggedRequest>? completed)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        var recording = new RecordingStream(context.Request.Body);
        context.Request.Body = recording;
        var request = new LoggedRequest(context.Request, recording, TimeProvider.System.GetUtcNow(), org.Options.ShowAuthorization);
        org.Requests.Add(request);

        // Before the first byte of the response, so that a client with the response finds status and body in the log.
        context.Response.OnStarting(async () =>
        {
            await DrainAsync(context, recording);
            request.StatusCode = context.Response.StatusCode;
        });
        context.Response.OnCompleted(() =>
        {
            request.Duration = Stopwatch.GetElapsedTime(started);
            completed?.Invoke(request);
            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>Reads the unread part of a small body, so that the log shows it even if the handler did not read it.</summary>
    private static async Task DrainAsync(HttpContext context, RecordingStream body)
    {
        // A client that sends "Expect: 100-continue" need not send a body that nobody reads.
        if (context.Request.ContentLength > RecordingStream.Limit || context.Request.Headers.Expect.Count > 0)
        {
            return;
        }

        try
        {
            var buffer = new byte[4096];
            while (body.Length <= RecordingStream.Limit && await body.ReadAsync(buffer, context.RequestAborted) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client has disconnected.
        }
    }
}
