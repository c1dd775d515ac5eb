namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// Body of <c>POST /_localorg/apps</c>: registers an app, or changes the given settings of an existing one. An empty secret or run-as user
/// removes it; a negative lifetime removes the limit.
/// </summary>
internal sealed record AppRequest(
    string ConsumerKey,
    string? Name = null,
    string? ConsumerSecret = null,
    string? CertificatePem = null,
    string[]? CallbackUrls = null,
    AppPolicy? Policy = null,
    AppKind? Kind = null,
    OAuthFlows[]? Flows = null,
    string? RunAsUsername = null,
    bool? IsInstalled = null,
    bool? IsIpRestricted = null,
    bool? RequireSecretForWebServerFlow = null,
    bool? RequireSecretForRefreshToken = null,
    bool? RequireSecretForTokenExchange = null,
    bool? RequirePkce = null,
    bool? IssuesJwtTokens = null,
    bool? RotateRefreshTokens = null,
    double? RefreshTokenLifetimeSeconds = null,
    string? Scope = null)
{
    public void ApplyTo(ConnectedApp app)
    {
        app.Name = Name ?? app.Name;
        app.ConsumerSecret = ConsumerSecret is "" ? null : ConsumerSecret ?? app.ConsumerSecret;
        app.Policy = Policy ?? app.Policy;
        app.Kind = Kind ?? app.Kind;
        app.Flows = Flows?.Aggregate(OAuthFlows.None, (all, flow) => all | flow) ?? app.Flows;
        app.RunAsUsername = RunAsUsername is "" ? null : RunAsUsername ?? app.RunAsUsername;
        app.IsInstalled = IsInstalled ?? app.IsInstalled;
        app.IsIpRestricted = IsIpRestricted ?? app.IsIpRestricted;
        app.RequireSecretForWebServerFlow = RequireSecretForWebServerFlow ?? app.RequireSecretForWebServerFlow;
        app.RequireSecretForRefreshToken = RequireSecretForRefreshToken ?? app.RequireSecretForRefreshToken;
        app.RequireSecretForTokenExchange = RequireSecretForTokenExchange ?? app.RequireSecretForTokenExchange;
        app.RequirePkce = RequirePkce ?? app.RequirePkce;
        app.IssuesJwtTokens = IssuesJwtTokens ?? app.IssuesJwtTokens;
        app.RotateRefreshTokens = RotateRefreshTokens ?? app.RotateRefreshTokens;
        app.RefreshTokenLifetime = RefreshTokenLifetimeSeconds switch
        {
            null => app.RefreshTokenLifetime,
            < 0 => null,
            var seconds => Seconds.Of(seconds),
        };
        app.Scope = Scope ?? app.Scope;
        ListSetting.Replace(app.CallbackUrls, CallbackUrls);
    }
}
