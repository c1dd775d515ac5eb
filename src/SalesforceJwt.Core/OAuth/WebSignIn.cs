namespace SalesforceJwt.Core.OAuth;

/// <summary>What a sign-in through the browser needs to know besides the app.</summary>
internal sealed record WebSignIn
{
    /// <summary>The time for the person, in seconds.</summary>
    public const int DefaultTimeoutSeconds = 300;

    /// <summary>The callback that the <c>sf</c> CLI's own apps are set up with as well.</summary>
    public static Uri DefaultCallbackUrl { get; } = new("http://localhost:1717/OauthRedirect");

    /// <summary>
    /// Where the browser comes back to: <c>http</c> on the loopback interface, with a port (RFC 8252 section 7.3). It must be listed in the
    /// app letter by letter.
    /// </summary>
    public Uri CallbackUrl { get; init; } = DefaultCallbackUrl;

    /// <summary>The scopes, separated by spaces. Only with refresh_token and one more does Salesforce remember the approval.</summary>
    public string Scope { get; init; } = "api refresh_token";

    /// <summary>The username that the login page starts with; null for none.</summary>
    public string? LoginHint { get; init; }

    /// <summary>
    /// What the server has to ask for again although it knows the answer: <c>login</c>, <c>consent</c>, both; null leaves
    /// that to the server.
    /// </summary>
    public string? Prompt { get; init; }

    /// <summary>How long to wait for the person.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(DefaultTimeoutSeconds);

    /// <summary>
    /// Brings the user to the authorization URL: shows the first URL, which is that one, or starts the browser with the second, which
    /// leads there once and holds nothing that others on this machine must not see.
    /// </summary>
    public required Action<Uri, Uri> Show { get; init; }
}
