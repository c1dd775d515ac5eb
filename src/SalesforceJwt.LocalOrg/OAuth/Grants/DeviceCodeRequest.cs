using System.Text.Json.Serialization;

namespace SalesforceJwt.LocalOrg.OAuth.Grants;

/// <summary>The device flow's first step: issues a device code, a user code and the URL to enter it at.</summary>
internal sealed class DeviceCodeRequest(Org org, SignInChecks checks) : IGrant
{
    public bool Handles(OAuthRequest request) => request["response_type"] == "device_code";

    public object Respond(OAuthRequest request)
    {
        var app = checks.FindApp(request.ClientId, request.Http);
        SignInChecks.VerifyFlow(app, OAuthFlows.Device);
        SignInChecks.VerifySecret(app, request, isRequired: false);
        var scope = request["scope"] is { Length: > 0 } asked ? asked : app.Scope;
        if (!Scopes.Cover(app.Scope, scope))
        {
            throw new OAuthException("invalid_scope", "the requested scope is not allowed");
        }

        var userCode = DeviceAuthorizations.NewUserCode();
        var device = new DeviceAuthorization(
            app, scope, userCode, org.Now + org.Options.DeviceCodeLifetime, TimeSpan.FromSeconds(org.Options.DevicePollSeconds));
        return new Codes(org.Devices.Add(device), userCode, $"{Hosts.Url(request.Http)}/setup/connect", org.Options.DevicePollSeconds);
    }

    private sealed record Codes(
        [property: JsonPropertyName("device_code")] string DeviceCode,
        [property: JsonPropertyName("user_code")] string UserCode,
        [property: JsonPropertyName("verification_uri")] string VerificationUri,
        [property: JsonPropertyName("interval")] int Interval);
}
