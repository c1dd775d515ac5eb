namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>
/// The line break after each row of a job's data, as Salesforce names it (Bulk API 2.0 Developer Guide: "Create a Job", <c>lineEnding</c>).
/// </summary>
internal enum LineEnding
{
    /// <summary>A line feed.</summary>
    LF,

    /// <summary>A carriage return and a line feed.</summary>
    CRLF,
}
