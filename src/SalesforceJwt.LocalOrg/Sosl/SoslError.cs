using SalesforceJwt.LocalOrg.Rest;
using SalesforceJwt.LocalOrg.Soql;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Sosl;

/// <summary>Errors of a search, with the position marked as Salesforce does.</summary>
internal static class SoslError
{
    public static ApiException MalformedToken(string search, SoqlToken token) =>
        Malformed(search, token.Position, $"Malformed search token: {(token.Kind == SoqlTokenKind.End ? "<EOF>" : token.Value)}");

    public static ApiException Malformed(string search, int position, string message) =>
        SoqlError.At(search, position, "MALFORMED_SEARCH", message);

    public static ApiException TooShort(string term) =>
        ApiException.BadRequest("INVALID_SEARCH", $"search term must be longer than one character: {term}");
}
