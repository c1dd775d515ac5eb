using Microsoft.AspNetCore.WebUtilities;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A sign-in that waits for the person.</summary>
/// <param name="Session">The session that it becomes.</param>
/// <param name="Url">Where the person is sent.</param>
/// <param name="Start">The address with which the browser is started.</param>
internal sealed record WebAttempt(Task<SfSession> Session, Uri Url, Uri Start)
{
    /// <summary>A parameter of the authorization request.</summary>
    public string? Asked(string name) => QueryHelpers.ParseQuery(Url.Query).GetValueOrDefault(name).ToString();

    /// <summary>The callback URL with the right state and the given parameters.</summary>
    public Uri Callback(string parameters) => new($"{Asked("redirect_uri")}?state={Uri.EscapeDataString(Asked("state")!)}&{parameters}");

    /// <summary>How the sign-in fails.</summary>
    public async Task<SfException> FailAsync(SfErrorKind kind)
    {
        var error = await Assert.ThrowsAnyAsync<SfException>(() => Session);
        Assert.True(kind == error.Kind, $"{error.Kind}: {error.Message}");
        return error;
    }
}
