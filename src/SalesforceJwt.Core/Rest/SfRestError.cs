namespace SalesforceJwt.Core.Rest;

/// <summary>One error of a REST answer (REST API Developer Guide: "Status Codes and Error Responses").</summary>
/// <param name="ErrorCode">Such as <c>INVALID_FIELD</c>.</param>
/// <param name="Message">Salesforce's words.</param>
/// <param name="Fields">The fields that are at fault; often empty.</param>
public sealed record SfRestError(string ErrorCode, string Message, IReadOnlyList<string> Fields)
{
    /// <inheritdoc/>
    public override string ToString() =>
        (ErrorCode.Length == 0 ? Message : $"{ErrorCode}: {Message.Trim()}") + (Fields.Count == 0 ? string.Empty : $" (fields: {string.Join(", ", Fields)})");
}
