using System.Net;
using System.Text.RegularExpressions;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A person at a browser: follows redirects, keeps cookies, fills in forms. Runs no scripts.</summary>
internal sealed partial class WebUser : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, UseProxy = false });

    /// <summary>The address of the page, fragment included.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    public int Status { get; private set; }

    public string Page { get; private set; } = string.Empty;

    public HttpResponseMessage? Response { get; private set; }

    /// <summary>Opens a page and stays where its redirects end.</summary>
    public Task OpenAsync(Uri url) => SendAsync(new HttpRequestMessage(HttpMethod.Get, url));

    /// <summary>Logs in, and presses Allow where that is asked.</summary>
    public async Task AllowAsync(Uri url, string username = TestOrg.Username)
    {
        await LogInAsync(url, username);
        if (Page.Contains("oaapprove", StringComparison.Ordinal))
        {
            await PressAsync("save");
        }
    }

    public async Task LogInAsync(Uri url, string username = TestOrg.Username)
    {
        await OpenAsync(url);
        if (Page.Contains("login_form", StringComparison.Ordinal))
        {
            await PressAsync("Login", ("username", username));
        }
    }

    /// <summary>Fills in the page's form and sends it with a button.</summary>
    public Task PressAsync(string button, params (string Name, string Value)[] values)
    {
        var action = Form().Match(Page) is { Success: true } form ? WebUtility.HtmlDecode(form.Groups[1].Value) : throw new InvalidOperationException("No form here: " + Page);
        var fields = Inputs().Matches(Page)
            .Select(input => Attributes().Matches(input.Value).ToDictionary(a => a.Groups[1].Value, a => WebUtility.HtmlDecode(a.Groups[2].Value)))
            .Where(input => input["type"] != "submit")
            .ToDictionary(input => input["name"], input => input.GetValueOrDefault("value", string.Empty));
        foreach (var (name, value) in values)
        {
            fields[name] = value;
        }

        fields[button] = "x";
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Address, action)) { Content = new FormUrlEncodedContent(fields) });
    }

    /// <summary>Sends a request of the test's choice.</summary>
    public async Task SendAsync(HttpRequestMessage request)
    {
        while (true)
        {
            using var sent = request;
            Response = await _client.SendAsync(sent, TestOrg.Cancellation);
            Address = sent.RequestUri!;
            Status = (int)Response.StatusCode;
            Page = await Response.Content.ReadAsStringAsync(TestOrg.Cancellation);
            if (Response.Headers.Location is not { } next)
            {
                return;
            }

            request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, next));
        }
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("<form [^>]*action=\"([^\"]*)\"")]
    private static partial Regex Form();

    [GeneratedRegex("<input [^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("(\\w+)=\"([^\"]*)\"")]
    private static partial Regex Attributes();
}
