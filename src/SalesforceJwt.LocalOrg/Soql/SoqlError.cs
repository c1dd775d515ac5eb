using System.Globalization;
using SalesforceJwt.LocalOrg.Rest;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Errors of a query, with the position marked as Salesforce does.</summary>
internal static class SoqlError
{
    // Of a longer line only the part around the position is shown.
    private const int LongestLine = 100;

    private const string CustomFieldHint =
        "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. "
        + "Please reference your WSDL or the describe call for the appropriate names.";

    private const string CustomObjectHint =
        "If you are attempting to use a custom object, be sure to append the '__c' after the entity name. "
        + "Please reference your WSDL or the describe call for the appropriate names.";

    public static ApiException UnexpectedToken(string query, SoqlToken token) => At(
        query, token.Position, "MALFORMED_QUERY", $"unexpected token: '{(token.Kind == SoqlTokenKind.End ? "<EOF>" : token.Value)}'");

    public static ApiException UnexpectedCharacter(string query, int position) =>
        At(query, position, "MALFORMED_QUERY", $"line 1:{position} no viable alternative at character '{query[position]}'");

    public static ApiException IllegalSequence(string query, int position, string sequence) =>
        At(query, position, "MALFORMED_QUERY", $"Illegal character sequence '\\{sequence}' in string literal");

    public static ApiException NoSuchField(string query, int position, string field, string type) =>
        At(query, position, "INVALID_FIELD", $"No such column '{field}' on entity '{type}'. {CustomFieldHint}");

    public static ApiException NoSuchRelationship(string query, int position, string relationship) => At(
        query, position, "INVALID_FIELD", $"Didn't understand relationship '{relationship}' in field path. "
        + "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. "
        + "Please reference your WSDL or the describe call for the appropriate names.");

    public static ApiException NoSuchType(string query, int position, string type) =>
        At(query, position, "INVALID_TYPE", $"sObject type '{type}' is not supported. {CustomObjectHint}");

    public static ApiException Malformed(string query, int position, string message) => At(query, position, "MALFORMED_QUERY", message);

    public static ApiException NoSuchChildren(string query, int position, string relationship) => At(
        query, position, "INVALID_TYPE", $"Didn't understand relationship '{relationship}' in FROM part of query call. "
        + "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. "
        + "Please reference your WSDL or the describe call for the appropriate names.");

    public static ApiException At(string query, int position, string errorCode, string message)
    {
        var before = query.AsSpan(0, position);
        var row = before.Count('\n') + 1;
        var column = position - (before.LastIndexOf('\n') + 1) + 1;
        var line = query.Split('\n')[row - 1].TrimEnd('\r');
        var start = line.Length > LongestLine ? Math.Max(0, column - 1 - (LongestLine / 2)) : 0;
        line = line.Substring(start, Math.Min(LongestLine, line.Length - start));
        var marker = new string(' ', column - 1 - start) + '^';
        return ApiException.BadRequest(
            errorCode, string.Create(CultureInfo.InvariantCulture, $"\n{line}\n{marker}\nERROR at Row:{row}:Column:{column}\n{message}"));
    }
}
