namespace SalesforceJwt.Model;

/// <summary>One error of a response, a record or a subrequest (REST API Developer Guide: "Status Codes and Error Responses").</summary>
public sealed class SfApiError
{
    internal SfApiError(string errorCode, string message, string[] fields)
    {
        ErrorCode = errorCode;
        Message = message;
        Fields = fields;
    }

    /// <summary>
    /// Salesforce's code, such as <c>REQUIRED_FIELD_MISSING</c>. For a record or subrequest whose error has none: the module's error id.
    /// </summary>
    public string ErrorCode { get; }

    /// <summary>Salesforce's message.</summary>
    public string Message { get; private set; }

    /// <summary>The fields that caused the error; often empty.</summary>
    public string[] Fields { get; }

    /// <summary>The record or subrequest that has the error; empty if Salesforce names none.</summary>
    public string? ReferenceId { get; internal init; }

    /// <summary>Whether it is about a part of the request only: it says nothing about the other parts.</summary>
    internal bool IsOfPart { get; init; }

    /// <summary>Code, message and fields.</summary>
    public override string ToString() => $"{ErrorCode}: {Message}{(Fields.Length == 0 ? string.Empty : $" ({string.Join(", ", Fields)})")}";

    internal SfApiError WithMessage(string message)
    {
        var copy = (SfApiError)MemberwiseClone();
        copy.Message = message;
        return copy;
    }
}
