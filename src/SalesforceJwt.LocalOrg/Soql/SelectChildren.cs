namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>A query for the records that belong to each record: <c>(SELECT LastName FROM Contacts)</c>.</summary>
internal sealed record SelectChildren(SoqlQuery Query) : SelectItem(Query.From.Position);
