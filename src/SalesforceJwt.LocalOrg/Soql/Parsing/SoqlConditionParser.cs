using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Parsing;

/// <summary>Parses the conditions of WHERE and HAVING.</summary>
internal sealed class SoqlConditionParser(SoqlTokenReader tokens, Func<SoqlQuery> parseQuery)
{
    private static readonly string[] Comparisons = ["=", "!=", "<>", "<", "<=", ">", ">=", "LIKE"];

    /// <summary>Conditions joined by AND only or by OR only: both together need parentheses. So does NOT unless it comes first.</summary>
    public SoqlCondition Parse()
    {
        var first = tokens.Accept("NOT") ? new NotCondition(ParseSimple()) : ParseSimple();
        var word = tokens.Current.Is("AND") ? "AND" : "OR";
        var parts = new List<SoqlCondition> { first };
        while (tokens.Accept(word))
        {
            parts.Add(ParseSimple());
        }

        return tokens.Current.Is("AND") || tokens.Current.Is("OR") ? throw tokens.Unexpected()
            : parts.Count == 1 ? first
            : new LogicalCondition(word == "AND", parts);
    }

    private SoqlCondition ParseSimple()
    {
        if (tokens.Accept("("))
        {
            var inner = Parse();
            tokens.Expect(")");
            return inner;
        }

        if (tokens.Current.Is("NOT"))
        {
            throw tokens.Unexpected();
        }

        var left = SoqlExpressionParser.Parse(tokens);
        if (tokens.Accept("IN"))
        {
            return ParseIn(left, isNegated: false);
        }

        if (tokens.Accept("NOT"))
        {
            tokens.Expect("IN");
            return ParseIn(left, isNegated: true);
        }

        var comparison = Comparisons.FirstOrDefault(tokens.Current.Is) ?? throw tokens.Unexpected();
        tokens.Read();
        return new ComparisonCondition(
            left, comparison == "<>" ? "!=" : comparison, SoqlExpressionParser.ParseLiteral(tokens, isPattern: comparison == "LIKE"));
    }

    private InCondition ParseIn(SoqlExpression left, bool isNegated)
    {
        tokens.Expect("(");
        var query = tokens.Current.Is("SELECT") ? parseQuery() : null;
        var literals = query is null ? tokens.List(() => SoqlExpressionParser.ParseLiteral(tokens)) : [];
        tokens.Expect(")");
        return new InCondition(left, isNegated, literals, query);
    }
}
