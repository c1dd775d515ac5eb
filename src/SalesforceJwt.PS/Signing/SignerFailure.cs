using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.PS.Signing;

/// <summary>The error for what a signer's code threw.</summary>
internal static class SignerFailure
{
    private const int LongestDetail = 300;

    /// <summary>The error, with what was thrown as its inner exception.</summary>
    public static SfException Of(ErrorRecord? record, Exception thrown)
    {
        var cause = Cause(thrown);
        if (cause is SfException { Kind: SfErrorKind.SignerFailed } known)
        {
            return new SfException(known.Kind, known.Message, known.Advice, known);
        }

        var error = SignerErrors.Failed(Text(cause.Message, record?.ErrorDetails?.Message), cause);
        return cause is CommandNotFoundException or ItemNotFoundException
            ? new SfException(
                error.Kind,
                error.Message,
                "A signer runs in a runspace of its own. It has the variables, functions and modules that its text names, as they were "
                    + "when it was given. Import other modules in it, and write values into it.",
                cause)
            : error;
    }

    /// <summary>PowerShell wraps what cmdlets and scripts throw.</summary>
    private static Exception Cause(Exception thrown) => thrown switch
    {
        ActionPreferenceStopException { ErrorRecord.Exception: { } cause } when cause != thrown => Cause(cause),
        CmdletInvocationException { InnerException: { } cause } => Cause(cause),
        MethodInvocationException { InnerException: { } cause } => Cause(cause),
        RuntimeException { InnerException: { } cause } when thrown.GetType() == typeof(RuntimeException) => Cause(cause),
        _ => thrown,
    };

    /// <summary>The message, and what the server answered with (Invoke-RestMethod has it in the details).</summary>
    private static string Text(string message, string? details)
    {
        var text = string.IsNullOrWhiteSpace(details) || details == message ? message
            : $"{message} {(details.Length > LongestDetail ? details[..LongestDetail] + "…" : details)}";
        return text.EndsWith('.') ? text : text + ".";
    }
}
