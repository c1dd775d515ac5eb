namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>An error response in the REST shape: <c>[{"message", "errorCode", "fields"}]</c>.</summary>
internal sealed class ApiException(int status, string errorCode, string message, params string[] fields) : Exception(message)
{
    public int Status => status;

    public string ErrorCode => errorCode;

    public IReadOnlyList<string> Fields => fields;

    public static ApiException NotFound() =>
        new(StatusCodes.Status404NotFound, "NOT_FOUND", "The requested resource does not exist");

    public static ApiException MethodNotAllowed(string method, string allowed) => new(
        StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", $"HTTP Method '{method}' not allowed. Allowed are {allowed}");

    public static ApiException BadRequest(string errorCode, string message, params string[] fields) =>
        new(StatusCodes.Status400BadRequest, errorCode, message, fields);

    public static ApiException InvalidSession() =>
        new(StatusCodes.Status401Unauthorized, "INVALID_SESSION_ID", "Session expired or invalid");

    public static ApiException LimitExceeded() =>
        new(StatusCodes.Status403Forbidden, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
}
