namespace SalesforceJwt.LocalOrg.Rest.Collections;

/// <summary>The error of a record in a request for several.</summary>
internal sealed record SaveError(string StatusCode, string Message, IReadOnlyList<string> Fields)
{
    /// <summary>The error of valid records when all are rolled back.</summary>
    public static readonly SaveError RolledBack = new(
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "Record rolled back because not all records were valid and the request was using AllOrNone header",
        []);

    public static SaveError Of(ApiException exception) => new(exception.ErrorCode, exception.Message, exception.Fields);
}
