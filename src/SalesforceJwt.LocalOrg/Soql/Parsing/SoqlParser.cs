using System.Globalization;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Parsing;

/// <summary>Parses a query by recursive descent: one method for each clause.</summary>
internal sealed class SoqlParser
{
    private const int MaxLength = 100_000;

    private static readonly string[] FieldGroups = ["ALL", "CUSTOM", "STANDARD"];

    // Keywords that can follow the object, so that they are not its alias.
    private static readonly string[] Clauses = ["WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FOR", "WITH", "USING", "ALL"];

    private readonly SoqlTokenReader _tokens;
    private readonly SoqlConditionParser _conditions;

    private SoqlParser(SoqlTokenReader tokens)
    {
        _tokens = tokens;
        _conditions = new SoqlConditionParser(tokens, ParseQuery);
    }

    /// <exception cref="Rest.ApiException">MALFORMED_QUERY.</exception>
    public static SoqlQuery Parse(string query)
    {
        if (query.Length > MaxLength)
        {
            throw Rest.ApiException.BadRequest("MALFORMED_QUERY", "SOQL statements can not be longer than 100000 characters");
        }

        var parser = new SoqlParser(new SoqlTokenReader(query));
        var result = parser.ParseQuery();
        return parser._tokens.Current.Kind == SoqlTokenKind.End ? result : throw parser._tokens.Unexpected();
    }

    /// <summary>Parses the clauses that may follow an object: <c>WHERE</c>, <c>ORDER BY</c>, <c>LIMIT</c>, <c>OFFSET</c>.</summary>
    public static SoqlQuery ParseClauses(SoqlTokenReader tokens, SoqlQuery query) => new SoqlParser(tokens).ParseClauses(query);

    private SoqlQuery ParseQuery()
    {
        _tokens.Expect("SELECT");
        var select = ParseSelect();
        _tokens.Expect("FROM");
        var query = new SoqlQuery { Text = _tokens.Text, Select = select, From = _tokens.ExpectName() };
        return ParseClauses(query with { Alias = ParseAlias()?.Value });
    }

    private SoqlQuery ParseClauses(SoqlQuery query)
    {
        query = query with { Where = _tokens.Accept("WHERE") ? _conditions.Parse() : null };
        query = query with { GroupBy = ParseGroupBy() };
        query = query with { Having = query.GroupBy.Count > 0 && _tokens.Accept("HAVING") ? _conditions.Parse() : null };
        query = query with { OrderBy = ParseOrderBy() };
        query = query with { Limit = _tokens.Accept("LIMIT") ? ParseCount() : null };
        query = query with { Offset = _tokens.Accept("OFFSET") ? ParseCount() : 0 };
        return query with { MarksRecent = ParseFor() };
    }

    private List<SelectItem> ParseSelect()
    {
        if (!_tokens.Current.Is("COUNT") || !_tokens.Following.Is("("))
        {
            return _tokens.List(ParseSelectItem);
        }

        var count = _tokens.Read();
        _tokens.Expect("(");
        if (_tokens.Accept(")"))
        {
            return [];
        }

        var field = SoqlExpressionParser.ParseField(_tokens);
        _tokens.Expect(")");
        List<SelectItem> items = [new SelectExpression(new AggregateCall("COUNT", field, count.Position), ParseAlias())];
        if (_tokens.Accept(","))
        {
            items.AddRange(_tokens.List(ParseSelectItem));
        }

        return items;
    }

    private SelectItem ParseSelectItem()
    {
        if (_tokens.Accept("("))
        {
            var query = ParseQuery();
            _tokens.Expect(")");
            return new SelectChildren(query);
        }

        if (_tokens.Following.Is("(") && _tokens.Current.Is("FIELDS"))
        {
            return ParseFieldGroup();
        }

        if (_tokens.Following.Is("(") && _tokens.Current.Is("toLabel"))
        {
            // The labels of this org's picklists are their values.
            _tokens.Read();
            _tokens.Read();
            var field = SoqlExpressionParser.ParseField(_tokens);
            _tokens.Expect(")");
            return new SelectExpression(field, ParseAlias());
        }

        // After a trailing comma, FROM is parsed as a field; the word after it is not an alias.
        var isFrom = _tokens.Current.Is("FROM");
        var expression = SoqlExpressionParser.Parse(_tokens);
        return new SelectExpression(expression, isFrom ? null : ParseAlias());
    }

    private SelectFieldGroup ParseFieldGroup()
    {
        var position = _tokens.Read().Position;
        _tokens.Expect("(");
        var group = FieldGroups.FirstOrDefault(_tokens.Current.Is) ?? throw _tokens.Unexpected();
        _tokens.Read();
        _tokens.Expect(")");
        return new SelectFieldGroup(group, position);
    }

    private SoqlToken? ParseAlias()
    {
        _tokens.Accept("AS");
        var token = _tokens.Current;
        return token.Kind == SoqlTokenKind.Name && !token.Is("FROM") && !Clauses.Any(token.Is) ? _tokens.Read() : null;
    }

    private List<FieldPath> ParseGroupBy()
    {
        if (!_tokens.Accept("GROUP"))
        {
            return [];
        }

        _tokens.Expect("BY");
        return _tokens.List(() => SoqlExpressionParser.ParseField(_tokens));
    }

    private List<SoqlOrdering> ParseOrderBy()
    {
        if (!_tokens.Accept("ORDER"))
        {
            return [];
        }

        _tokens.Expect("BY");
        return _tokens.List(ParseOrdering);
    }

    private SoqlOrdering ParseOrdering()
    {
        var expression = SoqlExpressionParser.Parse(_tokens);
        var descending = _tokens.Accept("DESC");
        if (!descending)
        {
            _tokens.Accept("ASC");
        }

        // By default, nulls come first in either direction.
        var nullsFirst = true;
        if (_tokens.Accept("NULLS"))
        {
            nullsFirst = _tokens.Accept("FIRST");
            if (!nullsFirst)
            {
                _tokens.Expect("LAST");
            }
        }

        return new SoqlOrdering(expression, descending, nullsFirst);
    }

    private int ParseCount()
    {
        var token = _tokens.Current;
        if (token.Kind != SoqlTokenKind.Number || !int.TryParse(
            token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            throw _tokens.Unexpected();
        }

        _tokens.Read();
        return count;
    }

    private bool ParseFor()
    {
        var found = false;
        while (_tokens.Accept("FOR"))
        {
            if (!_tokens.Accept("VIEW"))
            {
                _tokens.Expect("REFERENCE");
            }

            found = true;
        }

        return found;
    }
}
