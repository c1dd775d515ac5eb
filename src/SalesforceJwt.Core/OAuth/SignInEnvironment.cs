namespace SalesforceJwt.Core.OAuth;

/// <summary>The environment variables that a sign-in reads, in CI above all.</summary>
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

    /// <summary>The name of the profile with which a session without a connection signs in.</summary>
    public const string Profile = "SF_PROFILE";

    /// <summary>The path of the profile file. The only variable here that a sign-in with a profile reads.</summary>
    public const string ProfilePath = "SF_PROFILE_PATH";

    /// <summary>1: tokens are kept in the token cache.</summary>
    public const string TokenCache = "SF_TOKEN_CACHE";

    /// <summary>The folder of the token cache.</summary>
    public const string TokenCachePath = "SF_TOKEN_CACHE_PATH";

    /// <summary>What errors call the value of <see cref="ClientId"/>.</summary>
    public const string ClientIdName = "client id (consumer key)";

    /// <summary>The variable's value; null if it is missing or blank, as CI systems leave a secret that is not set.</summary>
    public static string? Get(string variable) => NullIfBlank(Environment.GetEnvironmentVariable(variable));

    /// <summary>A variable's value; null if it is blank.</summary>
    public static string? NullIfBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    /// <summary>The given value, else the environment's.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    public static string Choose(string? given, string variable, string what) => given ?? Get(variable) ?? throw Missing(variable, what);

    /// <summary>The environment's login host, else production.</summary>
    /// <param name="getVariable">Reads a variable; null if it is missing or blank.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.LoginUrlInvalid"/>.</exception>
    public static Uri GetLoginUrl(Func<string, string?> getVariable) =>
        getVariable(LoginUrl) is { } url ? OAuth.LoginUrl.Parse(url) : OAuth.LoginUrl.Production;

    /// <summary>The error for a value that is neither given nor in the environment.</summary>
    public static SfException Missing(string variable, string what) => new(
        SfErrorKind.ValueMissing,
        $"No {what} was given.",
        new Advice($"Give it, or set the environment variable {variable}.", NextStep.SetSignInValue, variable));
}
