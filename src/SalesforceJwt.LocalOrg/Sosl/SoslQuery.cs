using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Sosl;

/// <summary>A parsed search.</summary>
/// <param name="Matches">Whether the texts of a record's fields match the search.</param>
/// <param name="Group">The fields searched: ALL, NAME, EMAIL, PHONE or SIDEBAR.</param>
/// <param name="Returning">The objects and fields to return; empty for the ids of all objects.</param>
/// <param name="Limit">Most records in total.</param>
internal sealed record SoslQuery(
    Func<IReadOnlyList<string>, bool> Matches, string Group, IReadOnlyList<(SObjectType Type, SoqlQuery Query)> Returning, int Limit);
