using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>The token endpoint refused (RFC 6749 section 5.2), or answered with something else than its protocol.</summary>
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

    /// <summary>The <c>error</c> field as it came; null where the answer had none.</summary>
    public string? Error { get; init; }

    /// <summary>The <c>error_description</c> field as it came; null where the answer had none.</summary>
    public string? ErrorDescription
    {
        get => _errorDescription;
        init => _errorDescription = SecretText.Redact(value);
    }

    /// <summary>The login host that was asked.</summary>
    public Uri? LoginUrl { get; init; }

    /// <summary>The <c>aud</c> that was sent; null where the flow has none.</summary>
    public string? Audience { get; init; }

    /// <summary>The server's clock (<c>Date</c> header) minus this machine's; null where the server sent no date.</summary>
    public TimeSpan? ClockDifference { get; init; }
}
