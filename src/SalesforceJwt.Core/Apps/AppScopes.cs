using System.Collections.Frozen;

namespace SalesforceJwt.Core.Apps;

/// <summary>
/// The OAuth scopes of an app. Metadata has its own names for them (Metadata API Developer Guide: "ExtlClntAppOauthSettings"), which people
/// who sign in never meet.
/// </summary>
internal static class AppScopes
{
    /// <summary>What scripts need: the API, and an approval that lasts.</summary>
    public static readonly IReadOnlyList<string> Default = ["api", "refresh_token"];

    private static readonly (string Scope, string Metadata)[] Names =
    [
        ("address", "Address"), ("api", "Api"), ("cdp_api", "CDP"), ("cdp_calculated_insight_api", "CDPCalculatedInsight"),
        ("cdp_identityresolution_api", "CDPIdentityResolution"), ("cdp_ingest_api", "CDPIngest"), ("cdp_profile_api", "CDPProfile"),
        ("cdp_query_api", "CDPQuery"), ("cdp_segment_api", "CDPSegment"), ("chatbot_api", "Chatbot"), ("chatter_api", "Chatter"),
        ("content", "Content"), ("custom_permissions", "CustomPermissions"), ("eclair_api", "Eclair"),
        ("einstein_gpt_api", "EinsteinGPT"), ("email", "Email"), ("forgot_password", "ForgotPassword"), ("full", "Full"), ("id", "Basic"),
        ("interaction_api", "Interaction"), ("lightning", "Lightning"), ("mcp_api", "MCP"), ("offline_access", "OfflineAccess"),
        ("openid", "OpenID"), ("pardot_api", "Pardot"), ("phone", "Phone"), ("profile", "Profile"), ("pwdless_login_api", "PwdlessLogin"),
        ("refresh_token", "RefreshToken"), ("scrt_api", "SCRT"), ("sfap_api", "SFApiPlatform"),
        ("user_registration_api", "UserRegistration"), ("visualforce", "CustomApplications"), ("wave_api", "Wave"), ("web", "Web"),
    ];

    private static readonly FrozenDictionary<string, string> ToMetadata =
        Names.ToFrozenDictionary(n => n.Scope, n => n.Metadata, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> FromMetadata =
        Names.ToFrozenDictionary(n => n.Metadata, n => n.Scope, StringComparer.OrdinalIgnoreCase);

    /// <summary>Scopes as metadata has them, in a list with commas.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.LoginScopeInvalid"/>.</exception>
    public static string Format(IEnumerable<string> scopes) => string.Join(", ", scopes.Select(scope =>
        ToMetadata.GetValueOrDefault(scope.Trim())
            ?? (FromMetadata.ContainsKey(scope.Trim()) ? scope.Trim() : throw Unknown(scope))));

    /// <summary>The OAuth names of metadata's list; one without is as metadata has it.</summary>
    public static IEnumerable<string> Parse(string? list) =>
        (list ?? string.Empty).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => FromMetadata.GetValueOrDefault(name) ?? name);

    /// <summary>Whether two lists have the same scopes, in any order.</summary>
    public static bool AreSame(IEnumerable<string> some, IEnumerable<string> others) =>
        some.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(others);

    private static SfException Unknown(string scope) => new(
        SfErrorKind.LoginScopeInvalid,
        $"{Security.SecretText.Quote(scope)} is not an OAuth scope of an app.",
        new Advice("Scopes are words such as " + string.Join(", ", Names.Select(n => n.Scope)) + ".", NextStep.SetScope));
}
