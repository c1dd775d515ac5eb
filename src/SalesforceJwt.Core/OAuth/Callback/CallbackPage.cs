using System.Net;

namespace SalesforceJwt.Core.OAuth.Callback;

/// <summary>The small pages that the browser shows when it comes back. They load nothing from anywhere.</summary>
internal sealed record CallbackPage(HttpStatusCode Status, string Html)
{
    /// <summary>The address to which the browser is redirected; null if it stays.</summary>
    public Uri? Location { get; init; }

    // The token or code in the address can no longer be used, but should not stay in the browser's history.
    private const string ForgetAddress = "history.replaceState(null, '', location.pathname);";

    /// <summary>What the page may do: run its own script and talk to this listener.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri "
            + "'none'; form-action 'none'; frame-ancestors 'none'";

    public static CallbackPage Success(string host) => new(
        HttpStatusCode.OK,
        Page("ok", "&#10003;", "Signed in", $"<p>The sign-in at <b>{Encode(host)}</b> is complete.</p><p>You can close this window and go "
            + "back to the terminal.</p>", ForgetAddress));

    public static CallbackPage Failure(string message, string? remedy) => new(
        HttpStatusCode.BadRequest,
        Page("bad", "!", "Sign-in failed",
            $"<p>{Encode(message)}</p>{(remedy is null ? string.Empty : $"<p><b>What to do:</b> {Encode(remedy)}</p>")}", ForgetAddress));

    public static CallbackPage Rejection(HttpStatusCode status, string message) =>
        new(status, Page("bad", "!", "Not accepted", $"<p>{Encode(message)}</p>", string.Empty));

    public static CallbackPage Redirect(Uri url) => new(HttpStatusCode.Redirect, string.Empty) { Location = url };

    /// <summary>Hands the fragment, which no browser sends to a server, to the listener, and shows what that answers.</summary>
    public static CallbackPage ForwardFragment() => new(
        HttpStatusCode.OK,
        Page(
            "wait",
            "&hellip;",
            "Signing in",
            "<noscript><p>This page needs JavaScript to hand the token over.</p></noscript>",
            "const f = location.hash.slice(1); " + ForgetAddress
                + "fetch(location.pathname, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: f })"
                + ".then(r => r.text()).then(t => { const d = new DOMParser().parseFromString(t, 'text/html'); document.title = "
                + "d.title; document.body.replaceWith(d.body); });"));

    private static string Page(string kind, string mark, string title, string body, string script) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}} - SalesforceJwt.PS</title>
        <link rel="icon" href="data:,">
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-items: center }
        body { background: Canvas; color: CanvasText }
        main { max-width: 36rem; padding: 2rem; overflow-wrap: anywhere }
        h1 { font-size: 1.5rem; margin: 0 0 1rem }
        .mark { display: inline-block; width: 2rem; line-height: 2rem; margin-right: .5rem; border-radius: 50%; text-align: center }
        .mark { color: #fff; background: #706e6b }
        .ok .mark { background: #2e844a } .bad .mark { background: #ba0517 }
        </style>
        </head>
        <body class="{{kind}}">
        <main><h1><span class="mark" aria-hidden="true">{{mark}}</span>{{title}}</h1>{{body}}</main>
        <script>{{script}}</script>
        </body>
        </html>
        """;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
