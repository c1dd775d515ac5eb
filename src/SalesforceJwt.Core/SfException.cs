using System.Diagnostics.CodeAnalysis;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core;

/// <summary>
/// An error with what was wrong (<see cref="Exception.Message"/>) and what to do about it (<see cref="Remedy"/>). It never holds a key, an
/// assertion or a token: the constructor redacts what could be one, wherever the text came from.
/// </summary>
public class SfException : Exception
{
    private readonly string? _serverText;
    private string? _addition;

    /// <summary>Makes an error.</summary>
    /// <param name="kind">Its stable name.</param>
    /// <param name="message">What was wrong, in whole sentences.</param>
    /// <param name="advice">What to do about it.</param>
    /// <param name="innerException">The exception that caused it, if there is one.</param>
    internal SfException(SfErrorKind kind, string message, Advice? advice = null, Exception? innerException = null)
        : base(Printable(message), WithoutSecrets(innerException))
    {
        Kind = kind;
        Advice = advice is null
            ? null : advice with { Text = Printable(advice.Text), Facts = Array.ConvertAll(advice.Facts, f => Printable(f)) };
    }

    /// <inheritdoc/>
    public override string Message => _addition is null ? base.Message : $"{base.Message} {_addition}";

    /// <summary>The stable name of what went wrong.</summary>
    public SfErrorKind Kind { get; }

    /// <summary>What to do about it; null if the message says all.</summary>
    public string? Remedy => Advice?.Text;

    /// <summary>The same, with the step that commands are known for.</summary>
    internal Advice? Advice { get; }

    /// <summary>HTTP status of the response; null if there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The server's text, unchanged (shortened if long); null if there was none.</summary>
    public string? ServerText
    {
        get => _serverText;
        init => _serverText = SecretText.Redact(value);
    }

    /// <summary>The errors of the response; if there are none, this error, with its id as the code.</summary>
    internal virtual SfApiError[] ToApiErrors() => [new SfApiError("Sf" + Kind, Message, [])];

    /// <summary>Adds a sentence that is known only where the error is reported.</summary>
    internal void Add(string sentence) => _addition = sentence;

    // Texts of servers and files are quoted, and a terminal would execute an escape sequence in them.
    [return: NotNullIfNotNull(nameof(text))]
    private static string? Printable(string? text)
    {
        var clean = SecretText.Redact(text);
        return clean is null || !clean.Any(IsUnprintable) ? clean : string.Concat(clean.Select(c => IsUnprintable(c) ? '\uFFFD' : c));
    }

    private static bool IsUnprintable(char c) => char.IsControl(c) && c is not ('\n' or '\r' or '\t');

    /// <summary>
    /// The inner exception. One that quotes what could be a secret (a path that is a key) is removed: an error is displayed with all its
    /// inner exceptions.
    /// </summary>
    private static Exception? WithoutSecrets(Exception? inner) => inner is null or SfException || !SecretText.IsIn(inner) ? inner : null;
}
