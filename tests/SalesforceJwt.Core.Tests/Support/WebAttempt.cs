using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A sign-in that waits for the user at the browser.</summary>
/// <param name="Session">The session, once the sign-in has ended.</param>
/// <param name="Url">The authorization URL.</param>
/// <param name="Start">The URL that the browser opens first.</param>
internal sealed record WebAttempt(Task<SfSession> Session, Uri Url, Uri Start)
{
    /// <summary>A parameter of the authorization request.</summary>
    public string? Query(string name) => QueryHelpers.ParseQuery(Url.Query).GetValueOrDefault(name).ToString();

    /// <summary>The callback URL with the right state and the given parameters.</summary>
    public Uri Callback(string parameters) => new($"{Query("redirect_uri")}?state={Uri.EscapeDataString(Query("state")!)}&{parameters}");

    /// <summary>The sign-in must fail with this kind.</summary>
    public async Task<SfException> FailAsync(SfErrorKind kind)
    {
        var error = await Assert.ThrowsAnyAsync<SfException>(() => Session);
        Assert.True(kind == error.Kind, $"{error.Kind}: {error.Message}");
        return error;
    }
}
