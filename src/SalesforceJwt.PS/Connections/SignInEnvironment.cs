using SalesforceJwt.Core;

namespace SalesforceJwt.PS.Connections;

/// <summary>The environment variables that stand in for parameters of a sign-in, in CI above all.</summary>
internal static class SignInEnvironment
{
    public const string ClientId = "SF_CLIENT_ID";
    public const string ClientSecret = "SF_CLIENT_SECRET";
    public const string Username = "SF_USERNAME";
    public const string LoginUrl = "SF_LOGIN_URL";
    public const string Key = "SF_JWT_KEY";
    public const string KeyFile = "SF_JWT_KEY_FILE";
    public const string KeyPassword = "SF_JWT_KEY_PASSWORD";
    public const string AccessToken = "SF_ACCESS_TOKEN";
    public const string InstanceUrl = "SF_INSTANCE_URL";
    public const string RefreshToken = "SF_REFRESH_TOKEN";

    // The name that guides for the sf CLI give this secret in CI.
    public const string AuthUrl = "SFDX_AUTH_URL";

    /// <summary>Names the profile file; the only variable here that a sign-in with a profile heeds.</summary>
    public const string ProfilePath = "SF_PROFILE_PATH";

    /// <summary>The variable's value; null where it is missing or blank, as CI systems leave a secret that is not set.</summary>
    public static string? Get(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>The value that was given, else the environment's.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    public static string Choose(string? given, string variable, string what, string parameter) =>
        given ?? Get(variable) ?? throw new SfException(
            SfErrorKind.ValueMissing,
            $"No {what} was given.",
            $"Give it with {parameter}, or in the environment variable {variable}.");
}
