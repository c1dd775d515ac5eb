using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql;

namespace SalesforceJwt.LocalOrg.Sosl;

/// <summary>A parsed search.</summary>
/// <param name="Matches">Whether texts, those of a record's fields, contain what is looked for.</param>
/// <param name="Group">Which fields are looked into: ALL, NAME, EMAIL, PHONE or SIDEBAR.</param>
/// <param name="Returning">What to return of which objects; none for the ids of all.</param>
/// <param name="Limit">Most records in all.</param>
internal sealed record SoslQuery(
    Func<IReadOnlyList<string>, bool> Matches, string Group, IReadOnlyList<(SObjectType Type, SoqlQuery Query)> Returning, int Limit);
