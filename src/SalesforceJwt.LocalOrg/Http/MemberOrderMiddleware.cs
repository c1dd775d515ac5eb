using Microsoft.AspNetCore.Http.Features;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Shuffles the members of JSON objects if <see cref="LocalOrgOptions.MemberOrder"/> is set.</summary>
internal sealed class MemberOrderMiddleware(Org org)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // The responses of Apex REST are the class author's data.
        if (org.Options.MemberOrder is not { } seed || context.Request.Path.StartsWithSegments("/services/apexrest"))
        {
            await next(context);
            return;
        }

        var original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var body = new MemoryStream();
        var captured = new StreamResponseBodyFeature(body);
        context.Features.Set<IHttpResponseBodyFeature>(captured);
        try
        {
            await next(context);
            await captured.CompleteAsync();
        }
        finally
        {
            context.Features.Set(original);
        }

        if (body.Length > 0)
        {
            var isJson = context.Response.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
            ReadOnlyMemory<byte> text = body.GetBuffer().AsMemory(0, (int)body.Length);
            context.Response.ContentLength = null;
            await context.Response.Body.WriteAsync(isJson ? ShuffledJson.Shuffle(text, seed) : text, context.RequestAborted);
        }
    }
}
