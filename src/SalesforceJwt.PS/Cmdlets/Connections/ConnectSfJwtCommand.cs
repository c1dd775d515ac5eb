using System.Globalization;
using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Errors;
using SalesforceJwt.PS.Models;

namespace SalesforceJwt.PS.Cmdlets.Connections;

/// <summary>
/// Signs in with the OAuth 2.0 JWT bearer flow: one request, no browser. The connection becomes the session's default, unless -NoDefault
/// is given.
/// What is not given comes from a profile (<c>-Profile</c>), or from the environment: SF_CLIENT_ID, SF_USERNAME, SF_LOGIN_URL,
/// SF_JWT_KEY or SF_JWT_KEY_FILE, SF_JWT_KEY_PASSWORD.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "SfJwt", DefaultParameterSetName = "Environment")]
[OutputType(typeof(SfConnection))]
public sealed partial class ConnectSfJwtCommand : SfJwtCmdlet, ITokenCacheParameters
{
    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SignInAsync(cancellationToken);
        }
        catch (SfException e) when (Profile is null && ClientId is not null && IsProfile(ClientId))
        {
            // Connect-SfJwt nightly: the first argument is the client id.
            throw new SfException(
                e.Kind,
                e.Message,
                $"'{ClientId}' was used as the client id, and is the name of a profile: Connect-SfJwt -Profile {ClientId}.",
                e);
        }
    }

    private async Task SignInAsync(CancellationToken cancellationToken)
    {
        var profile = FindProfile();
        var name = ConnectionStore.Name(Name) ?? profile?.Name;
        var options = Options();
        var signIn = await CreateResolver(profile).ResolveAsync(cancellationToken);
        var flow = await ThroughCacheAsync(signIn.Flow, profile?.UseTokenCache, cancellationToken);
        var signingIn = SfSession.SignInAsync(flow, options with { ApiVersion = signIn.ApiVersion }, Observer, cancellationToken);

        // Read while the request is on its way, since it is only shown.
        var certificate = signIn.Flow.Certificate;
        var connection = new SfConnection(name ?? signIn.Flow.Username, await signingIn, certificate) { Key = signIn.Key };
        Connections.Add(connection, makeDefault: !NoDefault);
        WarnOfExpiry(connection);
        WriteObject(connection);
    }

    private bool IsProfile(string name)
    {
        try
        {
            Profiles.Find(name);
            return true;
        }
        catch (SfException)
        {
            // There is none; or the file cannot be read, but the error of the sign-in matters.
            return false;
        }
    }

    private void WarnOfExpiry(SfConnection connection)
    {
        if (connection.CertificateNotAfter is { } end && CertificateEnd.IsNear(end, DateTimeOffset.UtcNow))
        {
            var day = end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            WriteWarning($"The certificate {connection.CertificateThumbprint} of {connection.Name} "
                + $"{(end < DateTime.Now ? "ended" : "ends")} on {day}. {CommandAdvice.Text(CertificateEnd.Advice)}");
        }
    }
}
