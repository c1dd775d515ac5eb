using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Diagnostics;

/// <summary>Creates the results of checks.</summary>
internal static class CheckResult
{
    /// <summary>A result; what could be a secret in its detail is redacted.</summary>
    public static SfCheck Of(string check, SfCheckStatus status, string detail, Advice? advice = null) =>
        new(check, status, SecretText.Redact(detail), advice);

    public static SfCheck Passed(string check, string detail) => Of(check, SfCheckStatus.Passed, detail);

    public static SfCheck Failed(string check, SfException error) => Of(check, SfCheckStatus.Failed, error.Message, error.Advice);
}
