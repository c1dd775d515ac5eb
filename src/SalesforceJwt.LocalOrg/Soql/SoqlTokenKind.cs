namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Kind of a <see cref="SoqlToken"/>.</summary>
internal enum SoqlTokenKind
{
    Name,
    Text,
    Number,
    Date,
    DateTime,
    Symbol,
    End,
}
