using System.Net;
using System.Text.RegularExpressions;

namespace SalesforceJwt.Quickstart;

/// <summary>The administrator at the browser, who logs in on the org's page and presses Allow.</summary>
internal sealed partial class SimulatedAdministrator(string username)
{
    /// <summary>Signs in.</summary>
    /// <param name="url">The URL that the browser is sent to. The last redirect leads back to who waits for the sign-in.</param>
    public async Task SignInAsync(Uri url)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var browser = new HttpClient(handler);
        var login = await browser.GetStringAsync(url);
        var consent = await SubmitAsync(browser, url, login, ("username", username), ("Login", "Log In"));
        await SubmitAsync(browser, url, consent, ("save", "Allow"));
    }

    private static async Task<string> SubmitAsync(HttpClient browser, Uri url, string page, params (string Name, string Value)[] fields)
    {
        var action = new Uri(url, WebUtility.HtmlDecode(Action().Match(page).Groups[1].Value));
        var hidden = Hidden().Matches(page).Select(
            input => KeyValuePair.Create(input.Groups[1].Value, WebUtility.HtmlDecode(input.Groups[2].Value)));
        using var form = new FormUrlEncodedContent(hidden.Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        using var response = await browser.PostAsync(action, form);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    [GeneratedRegex("<form [^>]*action=\"([^\"]*)\"")]
    private static partial Regex Action();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
