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
    /// <returns>The new password.</returns>
    /// <exception cref="SfException">The call failed.</exception>
    public Task<string> ResetAsync(SfUserAccount user, CancellationToken cancellationToken) => SendAsync(
        user,
        Request(user, HttpMethod.Delete) with { Expect = ExpectedAnswer.Json with { IsSecret = true } },
        static async (response, cancel) => Read(await response.ReadAllAsync(cancel).ConfigureAwait(false)),
        cancellationToken);

    /// <summary>The password in an answer. Errors do not quote the answer.</summary>
    private static string Read(ReadOnlyMemory<byte> answer)
    {
        string? password = null;
        try
        {
            using var json = JsonText.Parse(answer);
            password = json.RootElement.Text("NewPassword");
        }
        catch (Exception e) when (JsonText.IsMisread(e))
        {
            // Falls through to the error below.
        }

        return string.IsNullOrEmpty(password)
            ? throw new SfException(SfErrorKind.OutcomeUnknown, "Salesforce's answer has no new password.") : password;
    }

    private async Task<T> SendAsync<T>(
        SfUserAccount user, SfRequest request, Func<SfResponse, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Rest.SendAsync(request, read, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e)
        {
            throw Explain(user, e, isReset: request.Method == HttpMethod.Delete);
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

    /// <summary>The error with the user's name.</summary>
    private static SfException Explain(SfUserAccount user, SfException error, bool isReset) => error switch
    {
        { Kind: SfErrorKind.OutcomeUnknown } => UnknownOutcome.Of(
            $"{user.Username}: whether the password was {(isReset ? "reset" : "set")} is not known, and the request was not sent again",
            error,
            isReset ? "The user's old password may have ended: reset it again."
                : "The user's old password may have ended: set it again. If the org refuses the password as repeated, it was set."),
        SfRestException { ErrorCode: "INVALID_NEW_PASSWORD" } rest => rest.With(
            SfErrorKind.PasswordRefused,
            $"{user.Username}: the org refused the new password: {rest.Errors[0].Message}",
            "Setup > Password Policies has the rules of the org, and the user's profile may have its own."),
        _ => AdminErrors.Named(user, AdminErrors.Explain(error, "Reset User Passwords and Unlock Users")),
    };
}
