namespace SalesforceJwt.Core.Sessions;

/// <summary>One error of a REST answer (REST API Developer Guide: "Status Codes and Error Responses").</summary>
/// <param name="ErrorCode">Such as <c>INVALID_FIELD</c>.</param>
/// <param name="Message">Salesforce's words.</param>
/// <param name="Fields">The fields that are at fault; often empty.</param>
public sealed record SfRestError(string ErrorCode, string Message, IReadOnlyList<string> Fields)
{
    /// <summary>The subrequest or record of a composite, tree or graph call that it is of; null if the answer names none.</summary>
    public string? ReferenceId { get; init; }

    /// <summary>Whether it is of a part of the request only, so that it says nothing of the others.</summary>
    internal bool IsOfPart { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        (ReferenceId is null ? string.Empty : $"[{ReferenceId}] ")
        + (ErrorCode.Length == 0 ? Message : Message.Length == 0 ? ErrorCode : $"{ErrorCode}: {Message.Trim()}")
        + (Fields.Count == 0 ? string.Empty : $" (fields: {string.Join(", ", Fields)})");
}
