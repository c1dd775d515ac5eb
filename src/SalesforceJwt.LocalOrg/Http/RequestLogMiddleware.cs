using System.Diagnostics;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Logs each request; outermost, so that faults are logged like everything else.</summary>
internal sealed class RequestLogMiddleware(Org org, Action<LoggedRequest>? completed)
{
    private const long LongestDrained = 1 << 20;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        var recording = new RecordingStream(context.Request.Body);
        context.Request.Body = recording;
        var request = new LoggedRequest(context.Request, recording, TimeProvider.System.GetUtcNow(), org.Requests.ShowAuthorization);
        org.Requests.Add(request);

        // Before the first byte of the answer leaves, so that whoever has the answer finds its status in the log.
        context.Response.OnStarting(() =>
        {
            request.StatusCode = context.Response.StatusCode;
            return Task.CompletedTask;
        });
        context.Response.OnCompleted(() =>
        {
            request.Duration = Stopwatch.GetElapsedTime(started);
            completed?.Invoke(request);
            return Task.CompletedTask;
        });
        await next(context);
        await DrainAsync(context);
    }

    /// <summary>Reads what the handler left of a small body, so that the log shows what arrived even if it was refused.</summary>
    private static async Task DrainAsync(HttpContext context)
    {
        if (context.Request.ContentLength is > 0 and <= LongestDrained && !context.RequestAborted.IsCancellationRequested)
        {
            var buffer = new byte[4096];
            while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) > 0)
            {
            }
        }
    }
}
