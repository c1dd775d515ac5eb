using System.Globalization;
using SalesforceJwt.LocalOrg.Soql.Compiling;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Parsing;

/// <summary>Parses fields, functions and literals.</summary>
internal static class SoqlExpressionParser
{
    public static FieldPath ParseField(SoqlTokenReader tokens)
    {
        var name = tokens.ExpectName();
        var segments = name.Value.Split('.');
        return segments.Contains("") ? throw SoqlError.UnexpectedToken(tokens.Text, name) : new FieldPath(segments, name.Position);
    }

    /// <summary>A field, or an aggregate function of one.</summary>
    public static SoqlExpression Parse(SoqlTokenReader tokens)
    {
        if (!tokens.Following.Is("("))
        {
            return ParseField(tokens);
        }

        var name = tokens.Current;
        if (!AggregateCall.IsName(name.Value))
        {
            throw tokens.Unexpected();
        }

        tokens.Read();
        tokens.Expect("(");
        var field = ParseField(tokens);
        tokens.Expect(")");
        return new AggregateCall(name.Value.ToUpperInvariant(), field, name.Position);
    }

    /// <param name="isPattern">Whether it follows LIKE, where wildcards can be escaped.</param>
    public static SoqlLiteral ParseLiteral(SoqlTokenReader tokens, bool isPattern = false)
    {
        var token = tokens.Current;
        if (token.Is(":"))
        {
            throw SoqlError.At(tokens.Text, token.Position, "MALFORMED_QUERY", "Bind variables only allowed in Apex code");
        }

        object? value = token.Kind switch
        {
            SoqlTokenKind.Text when !isPattern && token.Value.IndexOf(LikePattern.Escape) is >= 0 and var escape =>
                throw SoqlError.IllegalSequence(tokens.Text, token.Position, token.Value.Substring(escape + 1, 1)),
            SoqlTokenKind.Text => token.Value,
            SoqlTokenKind.Number when decimal.TryParse(
                token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            SoqlTokenKind.Date when DateOnly.TryParseExact(
                token.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
            SoqlTokenKind.DateTime when DateTimeOffset.TryParse(token.Value, CultureInfo.InvariantCulture, out var time) => time,
            SoqlTokenKind.Name when token.Is("TRUE") => true,
            SoqlTokenKind.Name when token.Is("FALSE") => false,
            SoqlTokenKind.Name when token.Is("NULL") => null,
            SoqlTokenKind.Name when DateLiteral.Parse(token.Value) is { } literal => literal,
            _ => throw tokens.Unexpected(),
        };
        tokens.Read();
        return new SoqlLiteral(value, token.Position);
    }
}
