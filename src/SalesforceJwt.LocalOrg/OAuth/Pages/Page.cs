using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Html;

namespace SalesforceJwt.LocalOrg.OAuth.Pages;

/// <summary>The layout and helpers of all pages. Interpolated values are HTML-encoded.</summary>
internal static class Page
{
    private static readonly HtmlString Style = new("""
        body{font:16px/1.5 system-ui,sans-serif;background:#f3f3f3;color:#181818;margin:0}
        main{max-width:22rem;margin:10vh auto;padding:2rem;background:#fff;border-radius:.5rem;box-shadow:0 1px 4px #0003}
        h1{font-size:1.25rem;margin:0 0 1rem}
        label{display:block;margin-bottom:1rem}
        input[type=text],
        input[type=password]{box-sizing:border-box;width:100%;padding:.5rem;font:inherit;border:1px solid #747474;border-radius:.25rem}
        input[type=submit]{padding:.5rem 1.5rem;font:inherit;border:1px solid #0176d3;border-radius:.25rem;background:#0176d3;color:#fff}
        input#oadeny{background:#fff;color:#0176d3}
        .error{color:#ba0517}
        """);

    public static IHtmlContent Html(FormattableString text) => new HtmlFormattableString(text.Format, text.GetArguments());

    /// <summary>The hidden anti-forgery field of a form.</summary>
    public static IHtmlContent FormToken(HttpContext context)
    {
        var tokens = Antiforgery(context).GetAndStoreTokens(context);
        return Html($"""<input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">""");
    }

    /// <summary>The posted form; null, after an error page, if it was not sent from its own page.</summary>
    public static async Task<IFormCollection?> ReadFormAsync(HttpContext context)
    {
        if (context.Request.HasFormContentType && await Antiforgery(context).IsRequestValidAsync(context))
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }

        await WriteErrorAsync(context, "invalid_request", "the form was not sent from this browser's page");
        return null;
    }

    public static Task WriteErrorAsync(HttpContext context, string error, string description) => WriteAsync(
        context,
        StatusCodes.Status400BadRequest,
        "OAuth Error",
        Html($"""
            <p>We can't authorize you because of an OAuth error.</p>
            <p class="error" id="error">error={error}</p>
            <p class="error" id="error_description">error_description={description}</p>
            """));

    public static async Task WriteAsync(HttpContext context, int status, string title, IHtmlContent body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html;charset=UTF-8";
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers.XFrameOptions = "DENY";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        var page = Html($"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>{title}</title><style>{Style}</style></head>
            <body><main><h1>{title}</h1>{body}</main></body>
            </html>

            """);
        using var text = new StringWriter();
        page.WriteTo(text, HtmlEncoder.Default);
        await context.Response.WriteAsync(text.ToString());
    }

    private static IAntiforgery Antiforgery(HttpContext context) => context.RequestServices.GetRequiredService<IAntiforgery>();
}
