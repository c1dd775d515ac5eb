namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Sets the <c>Date</c> header to the org's clock, unless a fault has set it.</summary>
internal sealed class ClockMiddleware(Org org)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.TryAdd("Date", org.Now.ToString("R"));
            return Task.CompletedTask;
        });
        return next(context);
    }
}
