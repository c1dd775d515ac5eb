using SalesforceJwt.LocalOrg.Metadata;

namespace SalesforceJwt.LocalOrg;

/// <summary>The scopes of apps, which have three names: in metadata, in OAuth, and as fields of records.</summary>
internal static class AppScopes
{
    private const string Element = "commaSeparatedOauthScopes";

    private static readonly (string Metadata, string OAuth, string Field)[] All =
    [
        ("Basic", "id", "SSO"),
        ("Api", "api", "API"),
        ("Web", "web", "WEB"),
        ("Full", "full", "FULL"),
        ("RefreshToken", "refresh_token", "REFRESH_TOKEN"),
        ("OfflineAccess", "offline_access", "OFFLINE_ACCESS"),
        ("OpenID", "openid", "OPENID"),
        ("Profile", "profile", "PROFILE"),
        ("Email", "email", "EMAIL"),
        ("Address", "address", "ADDRESS"),
        ("Phone", "phone", "PHONE"),
        ("CustomPermissions", "custom_permissions", "CUSTOM_PERMISSIONS"),
        ("CustomApplications", "visualforce", "VF"),
        ("Content", "content", "CONTENT"),
        ("Lightning", "lightning", "LIGHTNING"),
        ("Chatter", "chatter_api", "CHATTER_REST_API"),
        ("Wave", "wave_api", "WAVE_REST_API"),
        ("Eclair", "eclair_api", "ECLAIR_REST_API"),
        ("Pardot", "pardot_api", "PARDOT_API"),
        ("Interaction", "interaction_api", "INTERACTION_API"),
        ("ForgotPassword", "forgot_password", "FORGOT_PASSWORD"),
        ("UserRegistration", "user_registration_api", "USER_REGISTRATION_API"),
        ("PwdlessLogin", "pwdless_login_api", "PWDLESS_LOGIN_API"),
        ("EinsteinGPT", "einstein_gpt_api", "EINSTEIN_GPT_API"),
        ("SFApiPlatform", "sfap_api", "SFAP_API"),
        ("SCRT", "scrt_api", "SCRT_API"),
        ("Chatbot", "chatbot_api", "CHATBOT_API"),
        ("MCP", "mcp_api", "MCP_API"),
        ("CDP", "cdp_api", "CDP_API"),
        ("CDPQuery", "cdp_query_api", "CDP_QUERY_API"),
        ("CDPProfile", "cdp_profile_api", "CDP_PROFILE_API"),
        ("CDPIngest", "cdp_ingest_api", "CDP_INGEST_API"),
        ("CDPSegment", "cdp_segment_api", "CDP_SEGMENT_API"),
        ("CDPIdentityResolution", "cdp_identityresolution_api", "CDP_IDENTITYRESOLUTION_API"),
        ("CDPCalculatedInsight", "cdp_calculated_insight_api", "CDP_CALCULATED_INSIGHT_API"),
        ("DataCloudUserClaims", "data_cloud_user_claims", "DATA_CLOUD_USER_CLAIMS"),
    ];

    /// <summary>The fields of <c>ExtlClntAppOauthSettings</c>.</summary>
    public static IEnumerable<string> Fields => All.Select(scope => FieldOf(scope.Field));

    /// <summary>The OAuth scopes of an app, separated by spaces.</summary>
    /// <exception cref="MetadataException">A scope does not exist.</exception>
    public static string Read(MetadataDocument settings) => string.Join(' ', Find(settings).Select(scope => scope.OAuth));

    /// <summary>The fields that are true for an app.</summary>
    public static HashSet<string> FieldsOf(MetadataDocument settings) => [.. Find(settings).Select(scope => FieldOf(scope.Field))];

    private static string FieldOf(string name) => $"OauthScopes{name}";

    private static IEnumerable<(string Metadata, string OAuth, string Field)> Find(MetadataDocument settings)
    {
        foreach (var name in settings.List(Element))
        {
            var found = Array.FindIndex(All, scope => scope.Metadata == name);

            // Salesforce's error lists all scopes too.
            yield return found >= 0 ? All[found] : throw settings.Error(
                Element, $"Invalid OAuth scope: {name}. Valid scopes are: {string.Join(", ", All.Select(scope => scope.Metadata))}");
        }
    }
}
