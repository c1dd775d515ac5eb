using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apps;

/// <summary>Signs in through an app with its key, to see whether it works.</summary>
/// <param name="admin">The session of the administrator, whose org and settings it uses.</param>
/// <param name="username">The user.</param>
/// <param name="keyPath">Full path of the private key.</param>
/// <param name="password">The key's password; empty for none.</param>
internal sealed class AppSignIn(
    SfSession admin, string username, string keyPath, char[] password, IAppObserver steps, IHttpObserver? observer)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    /// <summary>Whether it works now.</summary>
    /// <param name="clientId">The consumer key.</param>
    public async Task<bool> WorksAsync(string clientId, CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(clientId, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SfLoginException)
        {
            return false;
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
        var flow = new JwtBearerFlow(clientId, username, PrivateKeyReader.FromFile(keyPath, password), admin.Token.InstanceUrl);
        using var session = await SfSession.SignInAsync(flow, admin.Defaults, observer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether a failure may pass: a new app, a new certificate or a new assignment can be refused for some minutes, and networks fail.
    /// </summary>
    public static bool MayPass(SfErrorKind kind) => kind is SfErrorKind.LoginClientIdInvalid or SfErrorKind.LoginNotApproved
        or SfErrorKind.LoginNotAdminApproved or SfErrorKind.LoginAppNotFound or SfErrorKind.LoginAppNotInstalled
        or SfErrorKind.LoginAssertionInvalid or SfErrorKind.LoginFlowNotEnabled or SfErrorKind.LoginUnavailable
        or SfErrorKind.ConnectionBroken or SfErrorKind.Timeout or SfErrorKind.HostUnreachable;
}
