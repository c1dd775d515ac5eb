using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Sets and resets passwords of users (REST API Developer Guide: "sObject User Password").</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class UserPasswords(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    /// <summary>Sets a user's password.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.PasswordRefused"/>; or the call failed.</exception>
    public async Task SetAsync(SfUserAccount user, string password, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["NewPassword"] = password });
        var request = Request(user, HttpMethod.Post) with
        {
            Content = RequestBody.FromBytes(body, RequestBody.Json),
            Expect = ExpectedAnswer.NoContent,
        };
        await SendAsync(user, request, static (_, _) => Task.FromResult(true), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Resets a user's password: the org makes a new one, which the user has to change at the next sign-in.</summary>
    /// <returns>The new password; null where the org does not return it.</returns>
    /// <exception cref="SfException">The call failed.</exception>
    public Task<string?> ResetAsync(SfUserAccount user, CancellationToken cancellationToken) => SendAsync(
        user,
        Request(user, HttpMethod.Delete) with { Expect = ExpectedAnswer.Json with { IsSecret = true } },
        static async (response, cancel) =>
        {
            var content = await response.ReadAllAsync(cancel).ConfigureAwait(false);
            using var json = JsonText.Parse(content);
            return json.RootElement.Text("NewPassword");
        },
        cancellationToken);

    private async Task<T> SendAsync<T>(
        SfUserAccount user, SfRequest request, Func<SfResponse, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Rest.SendAsync(request, read, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e)
        {
            throw Explain(user, e);
        }
    }

    private SfRequest Request(SfUserAccount user, HttpMethod method) => new()
    {
        Method = method,
        Uri = $"sobjects/User/{user.UserId}/password",
        ApiVersion = apiVersion,

        // A password that was set twice is refused as repeated; a second reset makes the first password useless.
        RetrySafety = RetrySafety.OnlyIfNotActed,
    };

    private static SfException Explain(SfUserAccount user, SfException error) =>
        error is SfRestException { ErrorCode: "INVALID_NEW_PASSWORD" } rest
            ? rest.With(
                SfErrorKind.PasswordRefused,
                $"{user.Username}: the org refused the new password: {rest.Errors[0].Message}",
                "Setup > Password Policies has the rules of the org, and the user's profile may have its own.")
            : AdminErrors.Explain(error, "Reset User Passwords and Unlock Users");
}
