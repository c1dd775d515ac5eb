namespace SalesforceJwt.Core;

/// <summary>
/// An error that says what was wrong (<see cref="Exception.Message"/>) and what to do about it
/// (<see cref="Remedy"/>). No message of it ever holds a key, an assertion or a token.
/// </summary>
public class SfException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="kind">Its stable name.</param>
    /// <param name="message">What was wrong, in whole sentences.</param>
    /// <param name="remedy">What to do about it, in whole sentences.</param>
    /// <param name="innerException">The fault below it, if there is one.</param>
    public SfException(SfErrorKind kind, string message, string? remedy = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Remedy = remedy;
    }

    /// <summary>The stable name of what went wrong.</summary>
    public SfErrorKind Kind { get; }

    /// <summary>What to do about it; null where the message says all.</summary>
    public string? Remedy { get; }

    /// <summary>HTTP status of the answer; null where there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>What the server said, as it came (shortened where long); null where it said nothing.</summary>
    public string? ServerText { get; init; }
}
