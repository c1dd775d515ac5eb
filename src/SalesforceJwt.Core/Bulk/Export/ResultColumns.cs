namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>The columns that Salesforce adds before those of the data in the results of an ingest job.</summary>
internal static class ResultColumns
{
    internal const string Id = "sf__Id";
    internal const string Created = "sf__Created";
    internal const string Error = "sf__Error";

    /// <summary>Whether a column is one of them, and not a field of the record.</summary>
    public static bool Contain(string name) => name.StartsWith("sf__", StringComparison.OrdinalIgnoreCase)
        && (name.Equals(Id, StringComparison.OrdinalIgnoreCase) || name.Equals(Created, StringComparison.OrdinalIgnoreCase)
            || name.Equals(Error, StringComparison.OrdinalIgnoreCase));
}
