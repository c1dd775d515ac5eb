using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>The token endpoint returned an error (RFC 6749 section 5.2), or a response that its protocol does not have.</summary>
public sealed class SfLoginException : SfException
{
    private readonly string? _errorDescription;

    /// <summary>Makes an error.</summary>
    /// <param name="kind">Its stable name.</param>
    /// <param name="message">What was wrong.</param>
    /// <param name="advice">What to do about it.</param>
    internal SfLoginException(SfErrorKind kind, string message, Advice? advice)
        : base(kind, message, advice)
    {
    }

    /// <summary>The <c>error</c> field unchanged; null if the response had none.</summary>
    public string? Error { get; init; }

    /// <summary>The <c>error_description</c> field unchanged; null if the response had none.</summary>
    public string? ErrorDescription
    {
        get => _errorDescription;
        init => _errorDescription = SecretText.Redact(value);
    }

    /// <summary>The login host.</summary>
    public Uri? LoginUrl { get; init; }

    /// <summary>The <c>aud</c> that was sent; null if the flow has none.</summary>
    public string? Audience { get; init; }

    /// <summary>The server's clock (<c>Date</c> header) minus this machine's; null if the server sent no date.</summary>
    public TimeSpan? ClockDifference { get; init; }
}
