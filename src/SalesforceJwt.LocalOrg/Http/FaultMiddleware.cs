using System.Text;
using Microsoft.AspNetCore.Http.Features;
using SalesforceJwt.LocalOrg.OAuth;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Applies the faults of the org's <see cref="FaultInjector"/>.</summary>
internal sealed class FaultMiddleware(Org org, CancellationToken stopping)
{
    private const int Pieces = 10;

    private const string HtmlPage =
        "<html><head><title>Down for maintenance</title></head><body><h1>We are down for maintenance.</h1></body></html>\n";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        IssuedToken? session = null;
        bool HasSession() => (session = RestMiddleware.Bearer(context.Request) is { } token ? org.Tokens.Find(token) : null) is not null;
        if (org.Faults.Match(context.Request.Method, context.Request.Path.Value ?? "/", HasSession) is not { } fault)
        {
            await next(context);
            return;
        }

        if (fault.EndsSession)
        {
            EndSession(session!, fault.Kind);
            await next(context);
            return;
        }

        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await FailAsync(context, next, fault, aborted.Token);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    /// <summary>Runs a part of a composite request, or fails it: the other parts go on.</summary>
    public async Task InvokeSubrequestAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "/";
        await (org.Faults.Match(context.Request.Method, path, hasSession: static () => false, isSubrequest: true) is { } fault
            ? FailAsync(context, next, fault, context.RequestAborted)
            : next(context));
    }

    private void EndSession(IssuedToken session, FaultKind kind)
    {
        switch (kind)
        {
            case FaultKind.ExpireSession:
                org.ExpireToken(session.Value);
                break;
            case FaultKind.RevokeToken:
                org.Revocation.Revoke(session);
                break;
            case FaultKind.FreezeUser:
                session.User.IsFrozen = true;
                break;
        }
    }

    private static async Task FailAsync(HttpContext context, RequestDelegate next, Fault fault, CancellationToken aborted)
    {
        // SlowDrip and Truncate send the usual response, so they process the request anyway.
        var processesAnyway = fault.Kind is FaultKind.SlowDrip or FaultKind.Truncate;
        if (fault.Kind == FaultKind.ResetAfterActing || (fault.AfterActing && !processesAnyway))
        {
            await ProcessAsync(context, next, Stream.Null);
            context.Response.Clear();
        }

        switch (fault.Kind)
        {
            case FaultKind.Status or FaultKind.Html:
                await RespondAsync(context, fault);
                break;
            case FaultKind.Reset or FaultKind.ResetAfterActing:
                context.Abort();
                break;
            case FaultKind.Delay:
                await Task.Delay(fault.Delay, aborted);
                await (fault.Status is null && !fault.AfterActing ? next(context) : RespondAsync(context, fault));
                break;
            case FaultKind.SlowDrip:
                await SendInPiecesAsync(context, await CaptureAsync(context, next), fault.Delay, aborted);
                break;
            case FaultKind.Truncate:
                await TruncateAsync(context, await CaptureAsync(context, next));
                break;
            case FaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, aborted);
                break;
        }
    }

    private static async Task RespondAsync(HttpContext context, Fault fault)
    {
        var status = fault.Status ?? StatusCodes.Status503ServiceUnavailable;
        foreach (var (name, value) in fault.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (fault.Body is not null || fault.Kind == FaultKind.Html)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = fault.ContentType ?? (
                fault.Kind == FaultKind.Html ? "text/html; charset=UTF-8" : Json.ContentType);
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(fault.Body ?? HtmlPage));
        }
        else if (context.Request.Path.StartsWithSegments("/services/oauth2"))
        {
            await Json.WriteAsync(
                context, status, new { error = fault.ErrorCode ?? "server_error", error_description = fault.Message ?? "injected fault" });
        }
        else
        {
            var code = status == StatusCodes.Status429TooManyRequests ? "REQUEST_LIMIT_EXCEEDED" : "SERVER_UNAVAILABLE";
            await Json.WriteErrorAsync(context, status, fault.ErrorCode ?? code, fault.Message ?? "injected fault");
        }
    }

    private static async Task SendInPiecesAsync(HttpContext context, byte[] body, TimeSpan delay, CancellationToken aborted)
    {
        context.Response.ContentLength = body.Length;
        await context.Response.StartAsync(aborted);
        foreach (var piece in body.Chunk(Math.Max(1, (body.Length + Pieces - 1) / Pieces)))
        {
            await Task.Delay(delay, aborted);
            await context.Response.Body.WriteAsync(piece, aborted);
            await context.Response.Body.FlushAsync(aborted);
        }
    }

    private static async Task TruncateAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
        await context.Response.Body.FlushAsync();

        // An immediate reset could discard the bytes just written.
        await Task.Delay(TimeSpan.FromMilliseconds(50));
        context.Abort();
    }

    private static async Task<byte[]> CaptureAsync(HttpContext context, RequestDelegate next)
    {
        using var body = new MemoryStream();
        await ProcessAsync(context, next, body);
        return body.ToArray();
    }

    /// <summary>Processes the request, with the response body written to <paramref name="body"/>.</summary>
    private static async Task ProcessAsync(HttpContext context, RequestDelegate next, Stream body)
    {
        var original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var captured = new StreamResponseBodyFeature(body);
        context.Features.Set<IHttpResponseBodyFeature>(captured);
        await next(context);
        await captured.CompleteAsync();
        context.Features.Set(original);
    }
}
