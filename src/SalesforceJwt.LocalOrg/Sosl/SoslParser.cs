using System.Globalization;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;
using SalesforceJwt.LocalOrg.Soql;
using SalesforceJwt.LocalOrg.Soql.Parsing;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Sosl;

/// <summary>Parses searches: <c>FIND {…} IN ALL FIELDS RETURNING Contact(Id, Name WHERE … LIMIT n)</c>.</summary>
internal static class SoslParser
{
    private const int MaxResults = 2000;
    private static readonly string[] Groups = ["ALL", "NAME", "EMAIL", "PHONE", "SIDEBAR"];

    /// <exception cref="ApiException">MALFORMED_SEARCH, or the error of an unknown field or object.</exception>
    public static SoslQuery Parse(string search, Schema schema)
    {
        try
        {
            var open = FindBrace(search);
            var (matches, end) = SearchExpressionParser.Parse(search, open + 1);
            var tokens = new SoqlTokenReader(search, end);
            var group = ParseGroup(tokens);
            var returning = tokens.Accept("RETURNING") ? tokens.List(() => ParseReturning(tokens, schema)) : [];
            var limit = tokens.Accept("LIMIT") ? ParseLimit(tokens) : MaxResults;
            return tokens.Current.Kind == SoqlTokenKind.End
                ? new SoslQuery(matches, group, returning, Math.Min(limit, MaxResults))
                : throw SoslError.MalformedToken(search, tokens.Current);
        }
        catch (ApiException error) when (error.ErrorCode == "MALFORMED_QUERY")
        {
            // The clauses are parsed as SOQL, whose errors have another code.
            throw ApiException.BadRequest("MALFORMED_SEARCH", error.Message);
        }
    }

    private static int FindBrace(string search)
    {
        var start = search.Length - search.TrimStart().Length;
        var afterFind = start + "FIND".Length;
        var open = search.IndexOf('{', StringComparison.Ordinal);
        return string.Compare(search, start, "FIND", 0, 4, StringComparison.OrdinalIgnoreCase) == 0
            && open >= afterFind
            && string.IsNullOrWhiteSpace(search[afterFind..open])
                ? open
                : throw SoslError.MalformedToken(search, new SoqlToken(SoqlTokenKind.Name, search[start..].Split(' ', '{')[0], start));
    }

    private static string ParseGroup(SoqlTokenReader tokens)
    {
        if (!tokens.Accept("IN"))
        {
            return "ALL";
        }

        var group = Groups.FirstOrDefault(tokens.Current.Is) ?? throw SoslError.MalformedToken(tokens.Text, tokens.Current);
        tokens.Read();
        return tokens.Accept("FIELDS") ? group : throw SoslError.MalformedToken(tokens.Text, tokens.Current);
    }

    private static (SObjectType Type, SoqlQuery Query) ParseReturning(SoqlTokenReader tokens, Schema schema)
    {
        var name = tokens.ExpectName();
        var type = schema.Find(name.Value) is { IsSearchable: true } found ? found : throw SoqlError.NoSuchType(
            tokens.Text, name.Position, name.Value);
        var query = IdsOf(tokens.Text, name);
        if (!tokens.Accept("("))
        {
            return (type, query);
        }

        query = query with { Select = tokens.List<SelectItem>(() => new SelectExpression(SoqlExpressionParser.ParseField(tokens), null)) };
        query = SoqlParser.ParseClauses(tokens, query);
        tokens.Expect(")");
        return (type, query);
    }

    /// <summary>A query for the ids of an object.</summary>
    public static SoqlQuery IdsOf(string search, SoqlToken type) =>
        new() { Text = search, From = type, Select = [new SelectExpression(new FieldPath(["Id"], type.Position), null)] };

    private static int ParseLimit(SoqlTokenReader tokens) =>
        int.TryParse(tokens.Current.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && tokens.Read() is not null
            ? limit
            : throw SoslError.MalformedToken(tokens.Text, tokens.Current);
}
