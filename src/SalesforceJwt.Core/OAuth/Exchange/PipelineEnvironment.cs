using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth.Exchange;

/// <summary>Reads the environment variables that a CI system sets for its jobs.</summary>
/// <param name="system">The system's name, for errors.</param>
/// <param name="getVariable">Reads a variable; null if it is missing or blank.</param>
/// <param name="advice">How to give the job the right to a token.</param>
internal sealed class PipelineEnvironment(string system, Func<string, string?> getVariable, Advice advice)
{
    /// <summary>A secret of the job.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.PipelineTokenUnavailable"/>.</exception>
    public string Secret(string variable)
    {
        var value = SignInValue.Clean(Get(variable));
        return SignInValue.IsToken(value) ? value : throw new SfException(
            SfErrorKind.PipelineTokenUnavailable,
            $"The environment variable {variable} does not hold a token: it contains characters that a token cannot contain.",
            advice);
    }

    /// <summary>The address of the token service.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.PipelineTokenUnavailable"/>.</exception>
    public Uri Url(string variable)
    {
        var value = SignInValue.Clean(Get(variable));
        return Uri.TryCreate(value, UriKind.Absolute, out var url) && HostTrust.IsConfidential(url) && url.UserInfo.Length == 0
            ? url
            : throw new SfException(
                SfErrorKind.PipelineTokenUnavailable,
                $"The environment variable {variable} is not an https address ({Shown(value)}): the job's secret is not sent there.",
                $"{system} sets the variable itself; find out what changed it.");
    }

    private static string Shown(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) ? $"'{Redaction.Url(url)}'" : SecretText.Quote(value);

    private string Get(string variable) => getVariable(variable) ?? throw new SfException(
        SfErrorKind.PipelineTokenUnavailable,
        $"The environment variable {variable} is not set: this is not a job of {system}, or the job has no right to a token.",
        advice);
}
