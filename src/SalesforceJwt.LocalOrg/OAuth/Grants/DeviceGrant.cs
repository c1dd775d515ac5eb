namespace SalesforceJwt.LocalOrg.OAuth.Grants;

/// <summary>The device flow's second step: the device polls until its user has answered.</summary>
internal sealed class DeviceGrant(Org org, SignInChecks checks, TokenIssuer issuer) : IGrant
{
    public bool Handles(OAuthRequest request) => request["grant_type"] == "device";

    public object Respond(OAuthRequest request)
    {
        var app = checks.FindApp(request.ClientId, request.Http);
        SignInChecks.VerifyFlow(app, OAuthFlows.Device);
        SignInChecks.VerifySecret(app, request, isRequired: false);
        var device = org.Devices.Find(request["code"]);
        if (device?.App != app)
        {
            throw OAuthException.InvalidGrant("invalid device code");
        }

        var user = device.Poll(org.Now) switch
        {
            DevicePoll.TooSoon => throw new OAuthException("slow_down", "polling too frequently"),
            DevicePoll.Pending => throw new OAuthException("authorization_pending", "pending user authorization"),
            DevicePoll.Denied => throw new OAuthException("access_denied", "end-user denied authorization"),
            DevicePoll.Allowed => device.User!,
            _ => throw OAuthException.InvalidGrant("expired device code"),
        };
        SignInChecks.VerifyState(user);
        SignInChecks.VerifyPolicy(app, user);
        SignInChecks.VerifyAddress(app, user);
        checks.CountLogin(user);
        return issuer.IssueToApproved(request.Http, app, user, device.Scope);
    }
}
