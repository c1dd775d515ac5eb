using SalesforceJwt.Core;

namespace SalesforceJwt.PS.Connections;

/// <summary>The login host out of the three parameters that can name it.</summary>
internal static class LoginHost
{
    /// <summary>The host that was chosen, else the environment's, else production's.</summary>
    /// <exception cref="SfException">Several were chosen, or it cannot be one.</exception>
    public static Uri ChooseOrDefault(string? loginUrl, string? environment, bool scratch) =>
        Choose(loginUrl, environment, scratch)
        ?? (SignInEnvironment.Get(SignInEnvironment.LoginUrl) is { } url ? Core.OAuth.LoginUrl.Parse(url) : Core.OAuth.LoginUrl.Production);

    /// <summary>The host that was chosen; null where none was.</summary>
    /// <exception cref="SfException">Several were chosen, or it cannot be one.</exception>
    public static Uri? Choose(string? loginUrl, string? environment, bool scratch)
    {
        if ((loginUrl is null ? 0 : 1) + (environment is null ? 0 : 1) + (scratch ? 1 : 0) > 1)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "More than one of -Environment, -Scratch and -LoginUrl was given.",
                "Give one: -Environment for login.salesforce.com or test.salesforce.com, -Scratch for a scratch org, -LoginUrl for any other host.");
        }

        return environment?.ToUpperInvariant() switch
        {
            _ when scratch => Core.OAuth.LoginUrl.Sandbox,
            "SANDBOX" => Core.OAuth.LoginUrl.Sandbox,
            "PRODUCTION" => Core.OAuth.LoginUrl.Production,
            _ => loginUrl is null ? null : Core.OAuth.LoginUrl.Parse(loginUrl),
        };
    }
}
