using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Diagnostics;

/// <summary>One check of a sign-in.</summary>
/// <param name="Check">What was checked.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do about it; null where nothing needs to be done.</param>
internal sealed record CheckResult(string Check, CheckStatus Status, string Detail, string? Remedy = null)
{
    /// <summary>What was found; nothing of it could be a secret.</summary>
    public string Detail { get; init; } = SecretText.Redact(Detail);

    /// <summary>The command that puts it right, ready to run; null where no single one does.</summary>
    public string? Command { get; init; }

    internal static CheckResult Passed(string check, string detail) => new(check, CheckStatus.Passed, detail);

    internal static CheckResult Failed(string check, SfException error) =>
        new(check, CheckStatus.Failed, error.Message, error.Remedy)
        {
            Command = (error as SfLoginException ?? error.InnerException as SfLoginException)?.Command,
        };
}
