using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base.Parameters;

/// <summary>The login host and the app that the given parameters and the environment name.</summary>
internal static class LoginParameters
{
    /// <summary>The given login host; null if none is given.</summary>
    /// <exception cref="SfException">Several are given, or the URL is not one of a login host.</exception>
    public static Uri? GivenLoginUrl(this ILoginParameters given)
    {
        if ((given.LoginUrl is null ? 0 : 1) + (given.Environment is null ? 0 : 1) + (given.Scratch ? 1 : 0) > 1)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "More than one of -Environment, -Scratch and -LoginUrl was given.",
                "Give one: -Environment for login.salesforce.com or test.salesforce.com, -Scratch for a scratch org, "
                    + "-LoginUrl for any other host.");
        }

        return given.Environment?.ToUpperInvariant() switch
        {
            _ when given.Scratch => LoginUrl.Sandbox,
            "SANDBOX" => LoginUrl.Sandbox,
            "PRODUCTION" => LoginUrl.Production,
            _ => given.LoginUrl is null ? null : LoginUrl.Parse(given.LoginUrl),
        };
    }

    /// <summary>The app at the login host.</summary>
    /// <exception cref="SfException">A value is missing or not usable.</exception>
    public static OAuthClient CreateClient(this IClientParameters given) => new(
        given.GivenLoginUrl() ?? SignInEnvironment.GetLoginUrl(SignInEnvironment.Get),
        SignInEnvironment.Choose(given.ClientId, SignInEnvironment.ClientId, SignInEnvironment.ClientIdName),
        Secret.RevealText(given.ClientSecret) ?? SignInEnvironment.Get(SignInEnvironment.ClientSecret));
}
