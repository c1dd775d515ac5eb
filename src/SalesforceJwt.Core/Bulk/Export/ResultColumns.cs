namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>The columns that Salesforce puts before those of the data in the results of an import.</summary>
internal static class ResultColumns
{
    internal const string Id = "sf__Id";
    internal const string Created = "sf__Created";
    internal const string Error = "sf__Error";

    /// <summary>Whether a column is one of them, and so none of a record's fields.</summary>
    /// <param name="name">Its name.</param>
    public static bool Contain(string name)
    {
        return name.StartsWith("sf__", StringComparison.OrdinalIgnoreCase)
            && (name.Equals(Id, StringComparison.OrdinalIgnoreCase) || name.Equals(Created, StringComparison.OrdinalIgnoreCase)
                || name.Equals(Error, StringComparison.OrdinalIgnoreCase));
    }
}
