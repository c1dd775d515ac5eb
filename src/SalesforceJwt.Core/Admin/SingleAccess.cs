using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>
/// Exchanges the session's token for a URL that signs a browser in, once and for a minute (Salesforce Help: "Generate a Frontdoor URL to
/// Bridge into UI Sessions"). Whoever has the URL signs in, so no message quotes it.
/// </summary>
internal static class SingleAccess
{
    /// <summary>Requests a URL.</summary>
    /// <param name="session">The session.</param>
    /// <param name="page">Where the browser goes then, as a path on the instance; empty for the user's home page.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.PermissionDenied"/>: the app's scopes do not cover the browser. Others: the call failed.
    /// </exception>
    public static async Task<Uri> RequestAsync(
        SfSession session, string page, IHttpObserver? observer = null, CancellationToken cancellationToken = default)
    {
        KeyValuePair<string, string>[] form = page.Length == 0 ? [] : [new("redirect_uri", page)];
        var request = new SfRequest
        {
            Method = HttpMethod.Post,
            Uri = "/services/oauth2/singleaccess",
            Content = () => new FormUrlEncodedContent(form),
            Expect = ExpectedAnswer.Token,

            // A URL that nobody receives ends unused.
            RetrySafety = RetrySafety.ReadOnly,
            SuppressNameAdvice = true,
        };
        try
        {
            return await session.Rest.SendAsync(
                request,
                async (response, cancel) => Read(await response.ReadAllAsync(cancel).ConfigureAwait(false), session),
                observer,
                cancellationToken).ConfigureAwait(false);
        }
        catch (SfRestException e) when (e.Kind == SfErrorKind.PermissionDenied || e.Errors.Any(IsAboutScope))
        {
            throw e.With(
                SfErrorKind.PermissionDenied,
                e.Message + " The token may not sign a browser in.",
                new Advice(
                    "Give the app the scope 'Manage user data via Web browsers (web)', or 'full', and connect again: a token keeps "
                        + "the scopes that it was issued with.",
                    NextStep.SetAppScopes));
        }
    }

    private static bool IsAboutScope(SfApiError error) =>
        error.ErrorCode.Contains("scope", StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains("scope", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the URL. A proxy could have answered in Salesforce's place, and a URL with the session's id is not opened.</summary>
    private static Uri Read(ReadOnlyMemory<byte> body, SfSession session)
    {
        var instance = session.Token.InstanceUrl;
        try
        {
            using var document = JsonText.Parse(body);
            if (document.RootElement.Text("frontdoor_uri") is { } text
                && Uri.TryCreate(text, UriKind.Absolute, out var url)
                && url.Scheme is "https" or "http"
                && !Uri.UnescapeDataString(text).Contains(session.Token.AccessToken, StringComparison.Ordinal)
                && !url.Query.Contains("sid=", StringComparison.OrdinalIgnoreCase))
            {
                InstanceTrust.Require(
                    new Uri(url.GetLeftPart(UriPartial.Authority)), instance, session.Defaults.SignIn.AllowedInstanceHosts);
                return url;
            }
        }
        catch (Exception e) when (JsonText.IsMisread(e))
        {
            // Falls through to the error below.
        }

        throw new SfException(
            SfErrorKind.ResponseInvalid,
            $"{instance.Host} did not answer with a URL that signs in once.",
            "Try again. If it happens again, check that no proxy answers in Salesforce's place.");
    }
}
