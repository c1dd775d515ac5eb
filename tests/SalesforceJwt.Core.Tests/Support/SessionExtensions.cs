using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>Shorthand for calls.</summary>
internal static class SessionExtensions
{
    public static Task<string> GetAsync(this SfSession session, string uri, IHttpObserver? observer = null) =>
        session.SendAsync(new SfRequest { Uri = uri }, observer);

    public static Task<string> PostAsync(this SfSession session, string uri, string? json = "{}") =>
        session.SendAsync(new SfRequest
        {
            Method = HttpMethod.Post,
            Uri = uri,
            Content = json is null ? null : RequestBody.FromBytes(Encoding.UTF8.GetBytes(json), RequestBody.Json),
        });

    public static Task<string> SendAsync(this SfSession session, SfRequest request, IHttpObserver? observer = null) =>
        session.Rest.SendAsync(
            request.Expect == ExpectedAnswer.Json ? request with { Expect = ExpectedAnswer.Any } : request,
            (response, cancel) => response.ReadTextAsync(cancel),
            observer,
            TestOrg.Cancellation);

    public static async Task<string> ReadTextAsync(this SfResponse response, CancellationToken cancellationToken) =>
        (await RestAnswer.ReadAsync(response, cancellationToken)).Text;

    /// <summary>Makes a call that must fail.</summary>
    public static async Task<SfException> FailAsync(this SfSession session, SfRequest request, SfErrorKind kind)
    {
        var error = await Assert.ThrowsAnyAsync<SfException>(() => session.SendAsync(request));
        Assert.Equal(kind, error.Kind);
        return error;
    }

    public static Task<SfException> FailAsync(this SfSession session, string uri, SfErrorKind kind) =>
        session.FailAsync(new SfRequest { Uri = uri }, kind);

    public static JsonElement Json(this string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
