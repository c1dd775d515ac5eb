using System.Globalization;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Parses a query by recursive descent: one method for each clause.</summary>
internal sealed class SoqlParser
{
    private static readonly string[] Comparisons = ["=", "!=", "<>", "<", "<=", ">", ">="];

    private readonly string query;
    private readonly List<SoqlToken> tokens;
    private int next;

    private SoqlParser(string query)
    {
        this.query = query;
        tokens = SoqlTokenizer.Tokenize(query);
    }

    private SoqlToken Current => tokens[next];

    /// <exception cref="Rest.ApiException">MALFORMED_QUERY.</exception>
    public static SoqlQuery Parse(string query) => new SoqlParser(query).ParseQuery();

    private SoqlQuery ParseQuery()
    {
        Expect("SELECT");
        var fields = ParseFields();
        Expect("FROM");
        var result = new SoqlQuery { Text = query, Fields = fields, From = ExpectName() };
        result = result with { Where = Accept("WHERE") ? ParseConjunction() : null };
        result = result with { OrderBy = ParseOrderBy() };
        result = result with { Limit = Accept("LIMIT") ? ParseCount() : null };
        result = result with { Offset = Accept("OFFSET") ? ParseCount() : 0 };
        return Current.Kind == SoqlTokenKind.End ? result : throw Unexpected();
    }

    private List<FieldPath> ParseFields()
    {
        if (Current.Is("COUNT") && tokens[next + 1].Is("("))
        {
            next += 2;
            Expect(")");
            return [];
        }

        return ParseList(ParseField);
    }

    private FieldPath ParseField()
    {
        var name = ExpectName();
        var segments = name.Value.Split('.');
        return segments.Contains("") ? throw SoqlError.UnexpectedToken(query, name) : new FieldPath(segments, name.Position);
    }

    private SoqlCondition ParseConjunction()
    {
        var condition = ParseCondition();
        while (Accept("AND"))
        {
            condition = new AndCondition(condition, ParseCondition());
        }

        return condition;
    }

    private SoqlCondition ParseCondition()
    {
        if (Accept("("))
        {
            var inner = ParseConjunction();
            Expect(")");
            return inner;
        }

        var field = ParseField();
        var comparison = Current;
        if (comparison.Kind != SoqlTokenKind.Symbol || !Comparisons.Contains(comparison.Value))
        {
            throw Unexpected();
        }

        next++;
        return new ComparisonCondition(field, comparison.Value == "<>" ? "!=" : comparison.Value, ParseLiteral());
    }

    private SoqlLiteral ParseLiteral()
    {
        var token = Current;
        object? value = token.Kind switch
        {
            SoqlTokenKind.Text => token.Value,
            SoqlTokenKind.Number => decimal.Parse(token.Value, CultureInfo.InvariantCulture),
            SoqlTokenKind.Date when DateOnly.TryParseExact(token.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
            SoqlTokenKind.DateTime when DateTimeOffset.TryParse(token.Value, CultureInfo.InvariantCulture, out var time) => time,
            SoqlTokenKind.Name when token.Is("TRUE") => true,
            SoqlTokenKind.Name when token.Is("FALSE") => false,
            SoqlTokenKind.Name when token.Is("NULL") => null,
            _ => throw Unexpected(),
        };
        next++;
        return new SoqlLiteral(value, token.Position);
    }

    private List<SoqlOrdering> ParseOrderBy()
    {
        if (!Accept("ORDER"))
        {
            return [];
        }

        Expect("BY");
        return ParseList(ParseOrdering);
    }

    private SoqlOrdering ParseOrdering()
    {
        var field = ParseField();
        var descending = Accept("DESC");
        if (!descending)
        {
            Accept("ASC");
        }

        // Unless the query says otherwise, empty values count as the smallest.
        var nullsFirst = !descending;
        if (Accept("NULLS"))
        {
            nullsFirst = Accept("FIRST");
            if (!nullsFirst)
            {
                Expect("LAST");
            }
        }

        return new SoqlOrdering(field, descending, nullsFirst);
    }

    private int ParseCount()
    {
        if (Current.Kind != SoqlTokenKind.Number || !int.TryParse(Current.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            throw Unexpected();
        }

        next++;
        return count;
    }

    private List<T> ParseList<T>(Func<T> parseItem)
    {
        var items = new List<T> { parseItem() };
        while (Accept(","))
        {
            items.Add(parseItem());
        }

        return items;
    }

    private SoqlToken ExpectName()
    {
        var token = Current;
        if (token.Kind != SoqlTokenKind.Name)
        {
            throw Unexpected();
        }

        next++;
        return token;
    }

    private void Expect(string word)
    {
        if (!Accept(word))
        {
            throw Unexpected();
        }
    }

    private bool Accept(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        next++;
        return true;
    }

    private Rest.ApiException Unexpected() => SoqlError.UnexpectedToken(query, Current);
}
