using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Http;

/// <summary>Salesforce refused a REST call.</summary>
public sealed class SfRestException : SfException
{
    private readonly IReadOnlyList<SfApiError> _errors = [];
    private readonly string _url = string.Empty;

    /// <summary>Makes an error.</summary>
    /// <param name="kind">Its stable name.</param>
    /// <param name="message">What was wrong.</param>
    /// <param name="advice">What to do about it.</param>
    /// <param name="innerException">The exception that caused it, if there is one.</param>
    internal SfRestException(SfErrorKind kind, string message, Advice? advice, Exception? innerException = null)
        : base(kind, message, advice, innerException)
    {
    }

    /// <summary>The errors as they came; empty where the answer was not in Salesforce's shape.</summary>
    public IReadOnlyList<SfApiError> Errors
    {
        get => _errors;
        init => _errors = [.. value.Select(e => e.WithMessage(SecretText.Redact(e.Message)))];
    }

    /// <summary>The first error's code, such as <c>INVALID_FIELD</c>; null where there is none.</summary>
    public string? ErrorCode => Errors.Count == 0 ? null : Errors[0].ErrorCode;

    /// <summary>HTTP method of the call.</summary>
    public required string Method { get; init; }

    /// <summary>URL of the call without its query.</summary>
    public required string Url
    {
        get => _url;
        init => _url = SecretText.Redact(value);
    }

    /// <summary>How long Salesforce asked to wait; null if it did not ask.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc/>
    internal override SfApiError[] ToApiErrors() => Errors.Count > 0 ? [.. Errors] : base.ToApiErrors();

    /// <summary>The same error with other advice.</summary>
    internal SfRestException With(Advice advice) => With(Kind, Message, advice, InnerException);

    /// <summary>The same answer with another kind and message.</summary>
    internal SfRestException With(SfErrorKind kind, string message, Advice? advice, Exception? innerException = null) =>
        new(kind, message, advice, innerException)
        {
            StatusCode = StatusCode,
            ServerText = ServerText,
            Errors = Errors,
            Method = Method,
            Url = Url,
            RetryAfter = RetryAfter,
        };
}
