using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apps;

/// <summary>Signs in through an app, to see whether it works.</summary>
/// <param name="admin">The session of the administrator, whose org and settings it uses.</param>
/// <param name="username">The user.</param>
/// <param name="createFlow">Makes the flow from the consumer key.</param>
internal sealed class AppSignIn(
    SfSession admin, string username, Func<string, ISignInFlow> createFlow, IAppObserver steps, IHttpObserver? observer)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    /// <summary>Tries once.</summary>
    /// <param name="clientId">The consumer key.</param>
    /// <returns>Why it was refused; null if it worked.</returns>
    public async Task<SfLoginException?> TryOnceAsync(string clientId, CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(clientId, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (SfLoginException e)
        {
            return e;
        }
    }

    /// <summary>
    /// Tries until it works, the time is over, or it fails for a reason that stays: Salesforce needs up to ten minutes for a new app.
    /// </summary>
    /// <param name="clientId">The consumer key.</param>
    /// <param name="timeout">The time.</param>
    /// <returns>Why it failed last; null if it worked.</returns>
    public async Task<SfException?> WaitAsync(string clientId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var time = admin.Transport.Time;
        var start = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause)
        {
            try
            {
                await TryAsync(clientId, cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (SfException e)
            {
                if (!MayPass(e.Kind) || time.GetElapsedTime(start) + pause > timeout)
                {
                    return e;
                }

                var reason = e is SfLoginException login ? login.ErrorDescription ?? login.Error : e.Message;
                steps.Report($"Waiting for the first sign-in of {username}: {reason}");
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task TryAsync(string clientId, CancellationToken cancellationToken)
    {
        using var session = await SfSession.SignInAsync(createFlow(clientId), admin.Defaults, observer, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Whether a failure may pass: a new app, a new certificate or a new assignment can be refused for some minutes, and networks fail.
    /// </summary>
    public static bool MayPass(SfErrorKind kind) => kind is SfErrorKind.LoginClientIdInvalid or SfErrorKind.LoginNotApproved
        or SfErrorKind.LoginNotAdminApproved or SfErrorKind.LoginAppNotFound or SfErrorKind.LoginAppNotInstalled
        or SfErrorKind.LoginAssertionInvalid or SfErrorKind.LoginFlowNotEnabled or SfErrorKind.LoginUnavailable
        or SfErrorKind.ConnectionBroken or SfErrorKind.Timeout or SfErrorKind.HostUnreachable;
}
