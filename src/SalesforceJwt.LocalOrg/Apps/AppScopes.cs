using SalesforceJwt.LocalOrg.Metadata;

namespace SalesforceJwt.LocalOrg;

/// <summary>The scopes of metadata, and the OAuth scopes that they stand for.</summary>
internal static class AppScopes
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["Address"] = "address",
        ["Api"] = "api",
        ["Basic"] = "id",
        ["CDPCalculatedInsight"] = "cdp_calculated_insight_api",
        ["CDPIdentityResolution"] = "cdp_identityresolution_api",
        ["CDPIngest"] = "cdp_ingest_api",
        ["CDPProfile"] = "cdp_profile_api",
        ["CDPQuery"] = "cdp_query_api",
        ["CDPSegment"] = "cdp_segment_api",
        ["Chatbot"] = "chatbot_api",
        ["Chatter"] = "chatter_api",
        ["Content"] = "content",
        ["CustomApplications"] = "visualforce",
        ["CustomPermissions"] = "custom_permissions",
        ["Eclair"] = "eclair_api",
        ["EinsteinGPT"] = "einstein_gpt_api",
        ["Email"] = "email",
        ["ForgotPassword"] = "forgot_password",
        ["Full"] = "full",
        ["Interaction"] = "interaction_api",
        ["Lightning"] = "lightning",
        ["MCP"] = "mcp_api",
        ["OfflineAccess"] = "offline_access",
        ["OpenID"] = "openid",
        ["Pardot"] = "pardot_api",
        ["Phone"] = "phone",
        ["Profile"] = "profile",
        ["PwdlessLogin"] = "pwdless_login_api",
        ["RefreshToken"] = "refresh_token",
        ["SCRT"] = "scrt_api",
        ["SFApiPlatform"] = "sfap_api",
        ["UserRegistration"] = "user_registration_api",
        ["Wave"] = "wave_api",
        ["Web"] = "web",
    };

    /// <summary>The OAuth scopes of an app, separated by spaces.</summary>
    /// <exception cref="MetadataException">A scope does not exist.</exception>
    public static string Read(MetadataDocument settings)
    {
        const string Element = "commaSeparatedOauthScopes";
        return string.Join(' ', settings.List(Element).Select(name => Names.GetValueOrDefault(name)
            ?? throw settings.Error(Element, $"'{name}' is not a valid value for the enum 'ExtlClntAppOauthScopes'")));
    }
}
