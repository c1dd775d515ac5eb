namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Sets the <c>Date</c> header to the org's clock.</summary>
internal sealed class ClockMiddleware(Org org)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.Date = org.Now.ToString("R");
            return Task.CompletedTask;
        });
        return next(context);
    }
}
