using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace SalesforceJwt.TestSupport;

/// <summary>A user's browser: follows redirects, keeps cookies, fills in forms. Runs no scripts.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, UseProxy = false });
    private readonly Uri? _org;

    /// <summary>A browser that follows every redirect, or one that stops at the first redirect that leaves the org.</summary>
    /// <param name="org">The org to stay at; null follows every redirect.</param>
    public Browser(Uri? org = null)
    {
        _org = org;
        Address = org ?? new Uri("about:blank");
    }

    /// <summary>The page's address, with its fragment.</summary>
    public Uri Address { get; private set; }

    /// <summary>The status of the page, or of the redirect that left the org.</summary>
    public int Status { get; private set; }

    /// <summary>The page's HTML.</summary>
    public string Page { get; private set; } = string.Empty;

    public HttpResponseMessage? Response { get; private set; }

    /// <summary>The target of the redirect that left the org; null while the browser is at the org.</summary>
    public Uri? Callback { get; private set; }

    /// <summary>The parameters in the callback's query or fragment.</summary>
    public Dictionary<string, string> CallbackParameters =>
        QueryHelpers.ParseQuery(Callback!.Fragment is { Length: > 1 } fragment ? fragment[1..] : Callback.Query)
            .ToDictionary(one => one.Key, one => one.Value.ToString());

    public bool HasElement(string id) => Page.Contains($"id=\"{id}\"", StringComparison.Ordinal);

    /// <summary>The decoded text of an element without children.</summary>
    public string TextOf(string id) => WebUtility.HtmlDecode(Regex.Match(Page, $"id=\"{id}\">([^<]*)<").Groups[1].Value);

    public Task OpenAsync(string url) => OpenAsync(new Uri(Address, url));

    public Task OpenAsync(Uri url) => SendAsync(new HttpRequestMessage(HttpMethod.Get, url));

    /// <summary>Opens a page, logs in and presses Allow, each where the org asks for it.</summary>
    public async Task AllowAsync(Uri url, string username = TestOrg.Username)
    {
        await LogInAsync(url, username);
        if (HasElement("oaapprove"))
        {
            await PressAsync("oaapprove");
        }
    }

    /// <summary>Opens a page, and logs in if the org asks for it.</summary>
    public async Task LogInAsync(Uri url, string username = TestOrg.Username)
    {
        await OpenAsync(url);
        if (HasElement("Login"))
        {
            await LogInAsync(username);
        }
    }

    /// <summary>Fills in the log-in form of the page.</summary>
    public Task LogInAsync(string username = TestOrg.Username, string password = "") =>
        PressAsync("Login", ("username", username), ("password", password));

    /// <summary>Fills in fields by id and presses a button by id.</summary>
    public Task PressAsync(string button, params (string Id, string Value)[] fields)
    {
        var form = Form();
        foreach (var (id, value) in fields)
        {
            Assert.True(HasElement(id), $"The page has no #{id}: {Page}");
            form.Fields[NameOf(id)] = value;
        }

        form.Fields[NameOf(button)] = "x";
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, form.Action) { Content = new FormUrlEncodedContent(form.Fields) });
    }

    /// <summary>The form of the page, for a test that sends it itself.</summary>
    public (Uri Action, Dictionary<string, string> Fields) Form()
    {
        var match = FormAction().Match(Page);
        Assert.True(match.Success, "The page has no form: " + Page);
        var fields = Inputs().Matches(Page)
            .Select(input => Attributes().Matches(input.Value)
                .ToDictionary(one => one.Groups[1].Value, one => WebUtility.HtmlDecode(one.Groups[2].Value)))
            .Where(input => input["type"] != "submit")
            .ToDictionary(input => input["name"], input => input.GetValueOrDefault("value", string.Empty));
        return (new Uri(Address, WebUtility.HtmlDecode(match.Groups[1].Value)), fields);
    }

    /// <summary>Sends a request and follows its redirects.</summary>
    public async Task SendAsync(HttpRequestMessage request)
    {
        Callback = null;
        while (true)
        {
            using var sent = request;
            Response = await _client.SendAsync(sent, TestOrg.Cancellation);
            Status = (int)Response.StatusCode;
            Page = await Response.Content.ReadAsStringAsync(TestOrg.Cancellation);
            var address = sent.RequestUri!;
            if (Response.Headers.Location is not { } location)
            {
                Address = address;
                return;
            }

            var next = new Uri(address, location);
            if (_org is not null && next.Authority != address.Authority)
            {
                Callback = next;
                return;
            }

            request = new HttpRequestMessage(HttpMethod.Get, next);
        }
    }

    public void Dispose() => _client.Dispose();

    private string NameOf(string id) => Regex.Match(Page, $"<input [^>]*id=\"{id}\" name=\"([^\"]+)\"").Groups[1].Value;

    [GeneratedRegex("<form [^>]*action=\"([^\"]*)\"")]
    private static partial Regex FormAction();

    [GeneratedRegex("<input [^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("(\\w+)=\"([^\"]*)\"")]
    private static partial Regex Attributes();
}
