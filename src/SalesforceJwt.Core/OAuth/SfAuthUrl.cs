using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// The auth URL in which the <c>sf</c> CLI hands an org on: <c>force://CLIENTID:SECRET:REFRESHTOKEN@HOST</c>, or
/// <c>force://REFRESHTOKEN@HOST</c> for the CLI's own app. (Salesforce CLI Command Reference: "org login sfdx-url".) It is a secret as a
/// whole.
/// </summary>
internal sealed partial class SfAuthUrl
{
    // The consumer key of the sf CLI's own app, which a short URL leaves out.
    private const string CliClientId = "PlatformCLI";

    // The output of sf for one org has a few thousand bytes.
    private const int MaximumFileSize = 1024 * 1024;

    private const string ShowCommand = "sf org auth show-sfdx-auth-url --json, field result.sfdxAuthUrl";

    private SfAuthUrl(OAuthClient client, string refreshToken)
    {
        Client = client;
        RefreshToken = refreshToken;
    }

    /// <summary>The app, at the org's instance.</summary>
    public OAuthClient Client { get; }

    /// <summary>The refresh token.</summary>
    public string RefreshToken { get; }

    /// <summary>Makes one.</summary>
    /// <param name="client">The app. Of its URL only host and port go into the auth URL, which always means https.</param>
    /// <param name="refreshToken">The refresh token.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.AuthUrlInvalid"/>: something in it cannot be written in an auth
    /// URL.</exception>
    public static SfAuthUrl Create(OAuthClient client, string refreshToken)
    {
        var url = new SfAuthUrl(client, SignInValue.Secret(refreshToken, "refresh token"));
        return client.LoginUrl.Scheme == Uri.UriSchemeHttps && Shape().IsMatch(url.Reveal()) ? url : throw new SfException(
            SfErrorKind.AuthUrlInvalid,
            "Instance, client id, secret or refresh token cannot be written in an auth URL.",
            "An auth URL always means https, and its parts have letters, digits and . _ - = only.");
    }

    /// <summary>Reads an auth URL: as it is, or in the JSON of <c>sf org auth show-sfdx-auth-url --json</c>.</summary>
    /// <param name="text">The text; white space around it is ignored.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.AuthUrlInvalid"/>; the message does not quote it.</exception>
    public static SfAuthUrl Parse(string text)
    {
        var url = SignInValue.Clean(text);
        if (url.StartsWith('{'))
        {
            url = SignInValue.Clean(FromJson(url));
        }

        if (SignInValue.IsHidden(url))
        {
            throw new SfException(
                SfErrorKind.AuthUrlInvalid,
                "The auth URL is a placeholder: sf org display hides it since version 2.146 of the sf CLI.",
                $"Get it with: {ShowCommand}.");
        }

        var match = Shape().Match(url);
        if (!match.Success || !Uri.TryCreate("https://" + match.Groups["host"].Value, UriKind.Absolute, out var host))
        {
            throw new SfException(
                SfErrorKind.AuthUrlInvalid,
                "The given text is not an auth URL of the sf CLI.",
                "It looks like force://CLIENTID:SECRET:REFRESHTOKEN@HOST (the secret may be empty). Get it with: " + ShowCommand + ".");
        }

        var id = match.Groups["id"];
        return new SfAuthUrl(
            new OAuthClient(
                new Uri(host.GetLeftPart(UriPartial.Authority)), id.Success ? id.Value : CliClientId, match.Groups["secret"].Value),
            match.Groups["token"].Value);
    }

    /// <summary>Whether a text that begins as JSON is complete.</summary>
    /// <param name="text">The text.</param>
    public static bool IsCompleteJson(string text)
    {
        try
        {
            JsonText.Parse(Encoding.UTF8.GetBytes(text)).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads an auth URL from a file, as <see cref="Parse"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.FileAccessFailed"/> or <see cref="SfErrorKind.AuthUrlInvalid"/>.</exception>
    public static SfAuthUrl FromFile(string path)
    {
        string text;
        try
        {
            text = SmallFile.ReadText(path, MaximumFileSize)
                ?? throw new SfException(
                    SfErrorKind.AuthUrlInvalid,
                    $"The file '{path}' is larger than any that holds an auth URL.",
                    $"Get it with: {ShowCommand}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Error(path, e);
        }

        return Parse(text);
    }

    /// <summary>The URL itself, a secret.</summary>
    public string Reveal() => $"force://{Client.ClientId}:{Client.ClientSecret}:{RefreshToken}@{Client.LoginUrl.Authority}";

    /// <summary>The URL without what is secret in it.</summary>
    public override string ToString() => $"force://{Client.ClientId}:***:***@{Client.LoginUrl.Authority}";

    private static string FromJson(string text)
    {
        try
        {
            using var document = JsonText.Parse(Encoding.UTF8.GetBytes(text));
            var root = document.RootElement;
            return root.Member("result")?.Text("sfdxAuthUrl") ?? root.Text("sfdxAuthUrl") ?? string.Empty;
        }
        catch (JsonException)
        {
            // Not JSON, and not an auth URL: the caller reports that.
            return string.Empty;
        }
    }

    [GeneratedRegex(
        @"^force://(?:(?<id>[A-Za-z0-9._-]+={0,2}):(?<secret>[A-Za-z0-9._-]*={0,2}):)?(?<token>[A-Za-z0-9._-]+={0,2})"
            + @"@(?<host>[A-Za-z0-9._-]+(?::\d+)?)/?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
