using SalesforceJwt.Core;

namespace SalesforceJwt.PS.Output;

/// <summary>A page of records as objects.</summary>
/// <param name="Records">The records.</param>
/// <param name="Url">Its URL, without the query.</param>
/// <param name="Total">Number of records of all pages; null if the server gives none.</param>
/// <param name="IsLast">Whether no page follows.</param>
/// <param name="Fault">The error of a child query whose number of records differs from the server's; null if there is none.</param>
internal sealed record RecordPage(object[] Records, string Url, long? Total, bool IsLast, SfException? Fault);
