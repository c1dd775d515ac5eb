namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>One of the things that a query selects.</summary>
/// <param name="Position">Where it stands in the query.</param>
internal abstract record SelectItem(int Position);
