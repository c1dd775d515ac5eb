using SalesforceJwt.Core;

namespace SalesforceJwt.PS.Output;

/// <summary>A page of records as objects.</summary>
/// <param name="Records">The records.</param>
/// <param name="Url">Where it came from, without its query.</param>
/// <param name="Total">Records of the whole answer; null where the server does not say.</param>
/// <param name="IsLast">Whether no page follows.</param>
/// <param name="Fault">The error of a child query that has other records than the server says; null for none.</param>
internal sealed record RecordPage(object[] Records, string Url, long? Total, bool IsLast, SfException? Fault);
