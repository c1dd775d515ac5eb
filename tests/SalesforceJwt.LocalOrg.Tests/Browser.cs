using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>A user at a browser: follows redirects within the org, keeps cookies, fills in the form of the page it is on.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client;
    private Uri _here;

    public Browser(Uri org)
    {
        _here = org;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true });
    }

    /// <summary>Status of the page, or of the redirect that left the org.</summary>
    public int Status { get; private set; }

    /// <summary>The page's HTML.</summary>
    public string Page { get; private set; } = "";

    /// <summary>The URL outside the org to which the browser was redirected; null while it is at the org.</summary>
    public Uri? Callback { get; private set; }

    /// <summary>The parameters of the callback, of its query or its fragment.</summary>
    public Dictionary<string, string> Answer => QueryHelpers.ParseQuery(Callback!.Fragment is { Length: > 1 } fragment ? fragment[1..] : Callback.Query)
        .ToDictionary(one => one.Key, one => one.Value.ToString());

    /// <summary>The query of the page it is on.</summary>
    public string Query => _here.Query;

    public Task OpenAsync(string url) => SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(_here, url)));

    public bool HasElement(string id) => Page.Contains($"id=\"{id}\"", StringComparison.Ordinal);

    /// <summary>The decoded text of an element without children.</summary>
    public string TextOf(string id) => WebUtility.HtmlDecode(Regex.Match(Page, $"id=\"{id}\">([^<]*)<").Groups[1].Value);

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

    public Task LogInAsync(string username = TestOrg.Username, string password = "") => PressAsync("Login", ("username", username), ("password", password));

    /// <summary>The form of the page, to be sent by the test.</summary>
    public (Uri Action, Dictionary<string, string> Fields) Form()
    {
        var action = WebUtility.HtmlDecode(FormAction().Match(Page).Groups[1].Value);
        var fields = Inputs().Matches(Page)
            .Select(input => Attributes().Matches(input.Value).ToDictionary(one => one.Groups[1].Value, one => WebUtility.HtmlDecode(one.Groups[2].Value)))
            .Where(input => input["type"] != "submit")
            .ToDictionary(input => input["name"], input => input.GetValueOrDefault("value", ""));
        return (new Uri(_here, action), fields);
    }

    public void Dispose() => _client.Dispose();

    private string NameOf(string id) => Regex.Match(Page, $"<input [^>]*id=\"{id}\" name=\"([^\"]+)\"").Groups[1].Value;

    private async Task SendAsync(HttpRequestMessage request)
    {
        Callback = null;
        while (true)
        {
            using var sent = request;
            using var response = await _client.SendAsync(sent, TestOrg.Cancellation);
            Status = (int)response.StatusCode;
            Page = await response.Content.ReadAsStringAsync(TestOrg.Cancellation);
            var at = sent.RequestUri!;
            if (response.StatusCode != HttpStatusCode.Found)
            {
                _here = at;
                return;
            }

            var next = new Uri(at, response.Headers.Location!);
            if (next.Authority != at.Authority)
            {
                Callback = next;
                return;
            }

            request = new HttpRequestMessage(HttpMethod.Get, next);
        }
    }

    [GeneratedRegex("<form [^>]*action=\"([^\"]*)\"")]
    private static partial Regex FormAction();

    [GeneratedRegex("<input [^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("(\\w+)=\"([^\"]*)\"")]
    private static partial Regex Attributes();
}
