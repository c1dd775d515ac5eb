using SalesforceJwt.Core;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.PS.Models;

/// <summary>Why a record was not saved, or a subrequest failed.</summary>
public sealed class SfApiError
{
    internal SfApiError(SfRestError error)
    {
        ErrorCode = error.ErrorCode;
        Message = error.Message;
        Fields = [.. error.Fields];
        ReferenceId = error.ReferenceId;
    }

    internal SfApiError(SfException error)
    {
        ErrorCode = "Sf" + error.Kind;
        Message = error.Message;
        Fields = [];
    }

    /// <summary>Salesforce's code, such as <c>REQUIRED_FIELD_MISSING</c>; the id of the module's own error where Salesforce gave none.</summary>
    public string ErrorCode { get; }

    /// <summary>What was wrong.</summary>
    public string Message { get; }

    /// <summary>The fields that are at fault; often empty.</summary>
    public string[] Fields { get; }

    /// <summary>The record or subrequest that has the error; empty if Salesforce names none.</summary>
    public string? ReferenceId { get; }

    /// <summary>Code, message and fields.</summary>
    public override string ToString() => $"{ErrorCode}: {Message}{(Fields.Length == 0 ? string.Empty : $" ({string.Join(", ", Fields)})")}";

    /// <summary>All that an error says of what it is about.</summary>
    internal static SfApiError[] Of(SfException? error) => error switch
    {
        null => [],
        SfRestException { Errors.Count: > 0 } rest => [.. rest.Errors.Select(e => new SfApiError(e))],
        _ => [new SfApiError(error)],
    };
}
