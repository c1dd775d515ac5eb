using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.Core.Tests.Query;

/// <summary>Values in queries become literals, and cannot inject SOQL.</summary>
public sealed class SoqlParametersTests
{
    private static readonly string[] Values = ["a", "b"];

    public static TheoryData<object?, string> Literals() => new()
    {
        { null, "null" },
        { true, "TRUE" },
        { false, "FALSE" },
        { 42, "42" },
        { -7L, "-7" },
        { 1.5m, "1.5" },
        { 0.1, "0.1" },
        { "plain", "'plain'" },
        { "O'Hara", @"'O\'Hara'" },
        { @"back\slash", @"'back\\slash'" },
        { "say \"hi\"", "'say \\\"hi\\\"'" },
        { "a\nb\rc\td", @"'a\nb\rc\td'" },
        { "\0\u0001\a\b\v\f", @"'\u0000\u0001\u0007\u0008\u000B\f'" },
        { "50% a_b", "'50% a_b'" },
        { "Zoë 日本", "'Zoë 日本'" },
        { 'c', "'c'" },
        { new DateOnly(2026, 3, 1), "2026-03-01" },
        { new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2)), "2026-03-01T10:00:00.000Z" },
        { new DateTime(2026, 3, 1, 10, 0, 0, DateTimeKind.Utc), "2026-03-01T10:00:00.000Z" },
        { new List<string> { "b'c" }, @"'b\'c'" },
        { new List<object?> { Values[..1], "a" }, "'a'" },
        { DBNull.Value, "null" },
        { DayOfWeek.Monday, "'Monday'" },
    };

    [Theory]
    [MemberData(nameof(Literals))]
    public void A_value_becomes_a_literal(object? value, string literal) => Assert.Equal($"WHERE x = {literal}", Bind("WHERE x = :v", ("v", value)));

    [Fact]
    public void A_time_without_a_zone_is_local()
    {
        var local = new DateTime(2026, 7, 1, 12, 0, 0, DateTimeKind.Unspecified);

        Assert.Equal(SoqlLiteral.Of(new DateTimeOffset(local, TimeZoneInfo.Local.GetUtcOffset(local))), SoqlLiteral.Of(local));
    }

    [Theory]
    [InlineData("' OR Name != '")]
    [InlineData(@"\' OR Name != \'")]
    [InlineData("x'; DELETE")]
    [InlineData("\\")]
    [InlineData(":other")]
    public void Text_cannot_escape_from_its_literal(string attack)
    {
        var bound = Bind("SELECT Id FROM Contact WHERE LastName = :name AND Id != null", ("name", attack));

        var literal = bound["SELECT Id FROM Contact WHERE LastName = ".Length..^" AND Id != null".Length];
        Assert.Equal('\'', literal[0]);
        Assert.Equal('\'', literal[^1]);
        for (var i = 1; i < literal.Length - 1; i++)
        {
            i += literal[i] == '\\' ? 1 : 0;
            Assert.True(i < literal.Length - 1, "The last quote is escaped.");
            Assert.True(literal[i] != '\'' || literal[i - 1] == '\\', "A quote in the middle is not escaped.");
        }
    }

    [Theory]
    [InlineData("WHERE Name = ':v' AND x = :v", "WHERE Name = ':v' AND x = 1")]
    [InlineData(@"WHERE Name = 'it\':v' AND x = :v", @"WHERE Name = 'it\':v' AND x = 1")]
    [InlineData("WHERE CreatedDate > 2026-01-01T00:00:00Z AND x = :v", "WHERE CreatedDate > 2026-01-01T00:00:00Z AND x = 1")]
    [InlineData("WHERE CreatedDate = LAST_N_DAYS:30 AND x = :v", "WHERE CreatedDate = LAST_N_DAYS:30 AND x = 1")]
    [InlineData("WHERE CreatedDate = LAST_N_DAYS::v", "WHERE CreatedDate = LAST_N_DAYS:1")]
    [InlineData("WHERE x IN :v", "WHERE x IN (1)")]
    [InlineData("WHERE x = :V AND y = :v", "WHERE x = 1 AND y = 1")]
    [InlineData("WHERE x=:v", "WHERE x=1")]
    [InlineData("WHERE x IN:v AND y LIKE:v", "WHERE x IN (1) AND y LIKE 1")]
    [InlineData("WHERE CreatedDate = n_days_ago:30 AND y = :v", "WHERE CreatedDate = n_days_ago:30 AND y = 1")]
    public void Only_parameters_are_replaced(string soql, string bound) => Assert.Equal(bound, Bind(soql, ("v", 1)));

    [Fact]
    public void A_parameter_without_a_value_is_named()
    {
        var error = Fails(SfErrorKind.QueryParameterMissing, "WHERE a = :first AND b = :second", ("first", 1));

        Assert.Contains(":second", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_without_a_parameter_is_named_and_a_parameter_in_quotes_does_not_count()
    {
        var error = Fails(SfErrorKind.QueryParameterUnused, "WHERE a = ':name'", ("name", 1));

        Assert.Contains(":name", error.Message, StringComparison.Ordinal);
        Assert.Contains("outside of quotes", error.Remedy, StringComparison.Ordinal);
    }

    public static TheoryData<object> Unsupported() =>
        [
            double.NaN, double.PositiveInfinity, new Dictionary<string, int>(), new List<object> { new Dictionary<string, int>() },
            new Version(1, 2), Endless(),
        ];

    [Theory]
    [MemberData(nameof(Unsupported))]
    public void A_value_that_SOQL_has_no_literal_for_is_rejected_with_the_parameters_name(object value)
    {
        var error = Fails(SfErrorKind.QueryParameterInvalid, "WHERE a IN :list", ("list", value));

        Assert.Contains(":list", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WHERE Id IN :v", "WHERE Id IN ('a','b')")]
    [InlineData("WHERE Id in:v", "WHERE Id in ('a','b')")]
    [InlineData("WHERE Id NOT IN\n\t:v", "WHERE Id NOT IN\n\t('a','b')")]
    [InlineData("WHERE Id IN (:v)", "WHERE Id IN ('a','b')")]
    [InlineData("WHERE Id IN( :v )", "WHERE Id IN( 'a','b' )")]
    [InlineData("WHERE Id IN ('x', :v, :v)", "WHERE Id IN ('x', 'a','b', 'a','b')")]
    [InlineData("WHERE Id IN ('in (', :v)", "WHERE Id IN ('in (', 'a','b')")]
    [InlineData("WHERE P INCLUDES :v", "WHERE P INCLUDES ('a','b')")]
    [InlineData("WHERE P excludes (:v)", "WHERE P excludes ('a','b')")]
    [InlineData("WHERE a.b.In__c = null AND (Id IN :v)", "WHERE a.b.In__c = null AND (Id IN ('a','b'))")]
    [InlineData(
        "WHERE Id IN (SELECT X FROM Y WHERE Z IN :v) AND W IN (:v)",
        "WHERE Id IN (SELECT X FROM Y WHERE Z IN ('a','b')) AND W IN ('a','b')")]
    public void A_list_is_accepted_after_IN_and_similar_operators(string soql, string bound)
    {
        Assert.Equal(bound, Bind(soql, ("v", Values)));
        Assert.Equal(bound, Bind(soql, ("v", new object[] { Values, "a", new HashSet<string> { "b" } })));
        Assert.Equal(bound.Replace(",'b'", string.Empty, StringComparison.Ordinal), Bind(soql, ("v", "a")));
        Assert.Equal(bound.Replace(",'b'", string.Empty, StringComparison.Ordinal), Bind(soql, ("v", Values[..1])));
        Assert.Equal(bound.Replace(",'b'", ",null", StringComparison.Ordinal), Bind(soql, ("v", new List<string?> { "a", null })));
    }

    [Theory]
    [InlineData("WHERE Id = :v")]
    [InlineData("WHERE Id IN (SELECT Id FROM A WHERE X = :v)")]
    [InlineData("WHERE Id IN ('x') AND Y != :v")]
    [InlineData("WHERE Id IN ('x', (:v))")]
    [InlineData("WHERE In__c = :v")]
    [InlineData("WHERE Name LIKE :v")]
    [InlineData("LIMIT :v")]
    [InlineData("WHERE CreatedDate = LAST_N_DAYS::v")]
    public void A_list_is_rejected_elsewhere(string soql)
    {
        Assert.Contains(
            "a list of 2 values", Fails(SfErrorKind.QueryParameterInvalid, soql, ("v", Values)).Message, StringComparison.Ordinal);
        Assert.Equal(Bind(soql, ("v", "a")), Bind(soql, ("v", Values[..1])));
    }

    [Theory]
    [InlineData("WHERE Id IN :v")]
    [InlineData("WHERE Id NOT IN :v")]
    [InlineData("WHERE Id NOT IN ('a', :v)")]
    [InlineData("WHERE P INCLUDES (:v)")]
    public void A_list_without_a_value_is_an_error_with_a_remedy(string soql)
    {
        object?[] values =
        [
            null, DBNull.Value, Array.Empty<string>(), new List<object?> { null },
            new object[] { Array.Empty<int>(), Array.Empty<int>() },
        ];
        foreach (var value in values)
        {
            var error = Fails(SfErrorKind.QueryParameterInvalid, soql, ("v", value));
            Assert.Contains(":v", error.Message, StringComparison.Ordinal);
            Assert.Contains("holds no value", error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A list that contains itself.</summary>
    private static List<object> Endless()
    {
        var list = new List<object>();
        list.Add(list);
        return list;
    }

    private static SfException Fails(SfErrorKind kind, string soql, params (string Name, object? Value)[] parameters)
    {
        var error = Assert.Throws<SfException>(() => Bind(soql, parameters));
        Assert.Equal(kind, error.Kind);
        return error;
    }

    private static string Bind(string soql, params (string Name, object? Value)[] parameters) =>
        SoqlParameters.Bind(soql, parameters.ToDictionary(p => p.Name, p => p.Value));
}
