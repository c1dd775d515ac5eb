namespace SalesforceJwt.LocalOrg.Rest.Collections;

/// <summary>Why one record of several was not saved.</summary>
internal sealed record SaveError(string StatusCode, string Message, IReadOnlyList<string> Fields)
{
    /// <summary>What the records get that were fine, in a request that is all or none.</summary>
    public static readonly SaveError RolledBack = new(
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "Record rolled back because not all records were valid and the request was using AllOrNone header",
        []);

    public static SaveError Of(ApiException exception) => new(exception.ErrorCode, exception.Message, exception.Fields);
}
