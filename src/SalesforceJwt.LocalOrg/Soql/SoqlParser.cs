using System.Globalization;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Parses a query by recursive descent: one method for each clause.</summary>
internal sealed class SoqlParser
{
    private const int MaxLength = 100_000;

    private static readonly string[] FieldGroups = ["ALL", "CUSTOM", "STANDARD"];

    // Words that follow the object and are therefore no other name of it.
    private static readonly string[] Clauses = ["WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FOR", "WITH", "USING", "ALL"];

    private readonly SoqlTokens tokens;
    private readonly SoqlConditionParser conditions;

    private SoqlParser(SoqlTokens tokens)
    {
        this.tokens = tokens;
        conditions = new SoqlConditionParser(tokens, ParseQuery);
    }

    /// <exception cref="Rest.ApiException">MALFORMED_QUERY.</exception>
    public static SoqlQuery Parse(string query)
    {
        if (query.Length > MaxLength)
        {
            throw Rest.ApiException.BadRequest("MALFORMED_QUERY", "SOQL statements can not be longer than 100000 characters");
        }

        var parser = new SoqlParser(new SoqlTokens(query));
        var result = parser.ParseQuery();
        return parser.tokens.Current.Kind == SoqlTokenKind.End ? result : throw parser.tokens.Unexpected();
    }

    /// <summary>Parses the clauses that may follow an object: <c>WHERE</c>, <c>ORDER BY</c>, <c>LIMIT</c>, <c>OFFSET</c>.</summary>
    public static SoqlQuery ParseClauses(SoqlTokens tokens, SoqlQuery query) => new SoqlParser(tokens).ParseClauses(query);

    private SoqlQuery ParseQuery()
    {
        tokens.Expect("SELECT");
        var select = ParseSelect();
        tokens.Expect("FROM");
        var query = new SoqlQuery { Text = tokens.Text, Select = select, From = tokens.ExpectName() };
        return ParseClauses(query with { Alias = ParseAlias()?.Value });
    }

    private SoqlQuery ParseClauses(SoqlQuery query)
    {
        query = query with { Where = tokens.Accept("WHERE") ? conditions.Parse() : null };
        query = query with { GroupBy = ParseGroupBy() };
        query = query with { Having = query.GroupBy.Count > 0 && tokens.Accept("HAVING") ? conditions.Parse() : null };
        query = query with { OrderBy = ParseOrderBy() };
        query = query with { Limit = tokens.Accept("LIMIT") ? ParseCount() : null };
        query = query with { Offset = tokens.Accept("OFFSET") ? ParseCount() : 0 };
        return query with { MarksRecent = ParseFor() };
    }

    private List<SelectItem> ParseSelect()
    {
        if (!tokens.Current.Is("COUNT") || !tokens.Following.Is("("))
        {
            return tokens.List(ParseSelectItem);
        }

        var count = tokens.Take();
        tokens.Expect("(");
        if (tokens.Accept(")"))
        {
            return [];
        }

        var field = SoqlExpressions.ParseField(tokens);
        tokens.Expect(")");
        List<SelectItem> items = [new SelectExpression(new AggregateCall("COUNT", field, count.Position), ParseAlias())];
        if (tokens.Accept(","))
        {
            items.AddRange(tokens.List(ParseSelectItem));
        }

        return items;
    }

    private SelectItem ParseSelectItem()
    {
        if (tokens.Accept("("))
        {
            var query = ParseQuery();
            tokens.Expect(")");
            return new SelectChildren(query);
        }

        if (tokens.Following.Is("(") && tokens.Current.Is("FIELDS"))
        {
            return ParseFieldGroup();
        }

        if (tokens.Following.Is("(") && tokens.Current.Is("toLabel"))
        {
            // The labels of this org's picklists are their values.
            tokens.Take();
            tokens.Take();
            var field = SoqlExpressions.ParseField(tokens);
            tokens.Expect(")");
            return new SelectExpression(field, ParseAlias());
        }

        // After a comma too many, FROM is read as a field, and what follows it is no alias.
        var isFrom = tokens.Current.Is("FROM");
        var expression = SoqlExpressions.Parse(tokens);
        return new SelectExpression(expression, isFrom ? null : ParseAlias());
    }

    private SelectFieldGroup ParseFieldGroup()
    {
        var position = tokens.Take().Position;
        tokens.Expect("(");
        var group = FieldGroups.FirstOrDefault(tokens.Current.Is) ?? throw tokens.Unexpected();
        tokens.Take();
        tokens.Expect(")");
        return new SelectFieldGroup(group, position);
    }

    private SoqlToken? ParseAlias()
    {
        tokens.Accept("AS");
        var token = tokens.Current;
        return token.Kind == SoqlTokenKind.Name && !token.Is("FROM") && !Clauses.Any(token.Is) ? tokens.Take() : null;
    }

    private List<FieldPath> ParseGroupBy()
    {
        if (!tokens.Accept("GROUP"))
        {
            return [];
        }

        tokens.Expect("BY");
        return tokens.List(() => SoqlExpressions.ParseField(tokens));
    }

    private List<SoqlOrdering> ParseOrderBy()
    {
        if (!tokens.Accept("ORDER"))
        {
            return [];
        }

        tokens.Expect("BY");
        return tokens.List(ParseOrdering);
    }

    private SoqlOrdering ParseOrdering()
    {
        var expression = SoqlExpressions.Parse(tokens);
        var descending = tokens.Accept("DESC");
        if (!descending)
        {
            tokens.Accept("ASC");
        }

        // Unless the query says otherwise, empty values come first, in either direction.
        var nullsFirst = true;
        if (tokens.Accept("NULLS"))
        {
            nullsFirst = tokens.Accept("FIRST");
            if (!nullsFirst)
            {
                tokens.Expect("LAST");
            }
        }

        return new SoqlOrdering(expression, descending, nullsFirst);
    }

    private int ParseCount()
    {
        var token = tokens.Current;
        if (token.Kind != SoqlTokenKind.Number || !int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            throw tokens.Unexpected();
        }

        tokens.Take();
        return count;
    }

    private bool ParseFor()
    {
        var found = false;
        while (tokens.Accept("FOR"))
        {
            if (!tokens.Accept("VIEW"))
            {
                tokens.Expect("REFERENCE");
            }

            found = true;
        }

        return found;
    }
}
