using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apex;

/// <summary>
/// Runs anonymous Apex (Tooling API Reference: "executeAnonymous"). The call is a GET that acts: it is repeated only where
/// Salesforce certainly did not run the code.
/// </summary>
internal static class AnonymousApex
{
    // Salesforce accepts about 16 KB of URI and headers together, and the token is one of the headers.
    private const int LongestEncoded = 14 * 1024;

    // Characters of the line with the error in messages.
    private const int LongestLine = 200;

    /// <summary>Runs code to its end.</summary>
    /// <param name="session">The session.</param>
    /// <param name="code">The code.</param>
    /// <param name="options">How; null for the default.</param>
    /// <param name="cancellationToken">Cancels the waiting; Salesforce runs the code to its end all the same.</param>
    /// <exception cref="SfApexException">It did not compile, or threw.</exception>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    public static async Task RunAsync(
        SfSession session,
        string code,
        ApexOptions? options = null,
        IHttpObserver? observer = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new ApexOptions();
        RequireFit(code, options.Name);
        var request = new SfRequest
        {
            Uri = "tooling/executeAnonymous",
            Query = [new("anonymousBody", code)],
            ApiVersion = options.ApiVersion,
            Timeouts = options.Timeouts,
            Retry = options.Retry,
            HttpSettings = options.HttpSettings,
            RetrySafety = RetrySafety.OnlyIfNotActed,
            MaximumRedirects = 0,
        };
        SfApexException? error;
        try
        {
            error = await session.Rest.SendAsync(
                request,
                (response, cancel) => ReadAsync(response, code, options.Name, cancel),
                observer,
                cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.OutcomeUnknown)
        {
            throw UnknownOutcome.Of(
                $"Whether {Named(options.Name)} ran is not known, and it was not sent again",
                e,
                "Look whether it did before you run it again (Setup > Debug Logs, or the records that it changes).");
        }

        if (error is not null)
        {
            throw error;
        }
    }

    /// <summary>Reads code from a file.</summary>
    /// <param name="path">Full path of the file: UTF-8, or what its byte order mark says.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.FileAccessFailed"/>, or <see cref="SfErrorKind.UriTooLong"/> for a file that is too long to be run.
    /// </exception>
    public static string ReadFile(string path)
    {
        // Each character has one byte at least, so a longer file is too long, and never read.
        const int Most = LongestEncoded * 4;
        var file = new FileInfo(path);
        return SmallFile.ReadUserText(path, Most) ?? throw TooLong(file.Exists ? Math.Max(file.Length, Most) : Most, path);
    }

    private static string Named(string? name) => name is null ? "the Apex" : $"the Apex in '{name}'";

    private static void RequireFit(string code, string? name)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            throw new SfException(
                SfErrorKind.ValueMissing,
                name is null ? "There is no Apex to run." : $"There is no Apex in '{name}'.",
                "Give code, or a file that contains code.");
        }

        var length = code.Length > LongestEncoded ? code.Length : Uri.EscapeDataString(code).Length;
        if (length > LongestEncoded)
        {
            throw TooLong(length, name);
        }
    }

    private static SfException TooLong(long length, string? name) => new(
        SfErrorKind.UriTooLong,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(name is null ? "The Apex" : $"The Apex in '{name}'")} is too long to run anonymously: it has {length:N0} characters when "
                + $"escaped for a URL, and Salesforce's REST API takes it in a URL only, of about {LongestEncoded:N0}."),
        "Move long code into a class of the org and call that, or run it in parts. Comments and indentation count.");

    /// <summary>Reads the result; null if the Apex succeeded.</summary>
    private static async Task<SfApexException?> ReadAsync(
        SfResponse response, string code, string? name, CancellationToken cancellationToken)
    {
        var result = await response.ReadJsonAsync<ValueTuple<SfApexException?>>(
            "a result",
            answer => new(answer.GetProperty("success").GetBoolean() ? null : Error(answer, code, name)),
            cancellationToken).ConfigureAwait(false);
        return result.Item1;
    }

    private static SfApexException Error(JsonElement answer, string code, string? name)
    {
        var line = Position("line");
        var column = Position("column");
        var place = line is null ? string.Empty : string.Create(
            CultureInfo.InvariantCulture,
            $" at line {line}{(column is null ? string.Empty : $", column {column}")}");
        if (!answer.GetProperty("compiled").GetBoolean())
        {
            return new SfApexException(
                SfErrorKind.ApexCompileFailed,
                $"The Apex{(name is null ? string.Empty : $" in '{name}'")} does not compile{place}: "
                    + End(answer.Text("compileProblem")) + Source(code, line),
                "Correct it there. Nothing ran.")
            {
                Line = line,
                Column = column,
            };
        }

        var stack = answer.Text("exceptionStackTrace");
        return new SfApexException(
            SfErrorKind.ApexFailed,
            $"The Apex{(name is null ? string.Empty : $" in '{name}'")} failed{place}: {End(answer.Text("exceptionMessage"))}"
                + (stack is null ? string.Empty : "\n" + stack.Trim()),
            "What it did before was rolled back. Where the cause is not clear, set a trace flag and read the log (Setup > Debug Logs).")
        {
            Line = line,
            Column = column,
            ApexStackTrace = stack,
        };

        int? Position(string name) => answer.Number(name) is > 0 and <= int.MaxValue and var number ? (int)number : null;
    }

    private static string End(string? text)
    {
        var trimmed = text?.Trim();
        return string.IsNullOrEmpty(trimmed) ? "Salesforce does not say why." : trimmed.EndsWith('.') ? trimmed : trimmed + ".";
    }

    /// <summary>The line with the error; empty if there is no such line.</summary>
    private static string Source(string code, int? line)
    {
        var text = line is null ? null : code.ReplaceLineEndings("\n").Split('\n').ElementAtOrDefault(line.Value - 1)?.Trim();
        return string.IsNullOrEmpty(text)
            ? string.Empty
            : new StringBuilder("\n  ").Append(SecretText.Shorten(text, LongestLine)).ToString();
    }
}
