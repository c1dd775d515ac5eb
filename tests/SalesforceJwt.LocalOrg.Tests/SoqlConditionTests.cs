using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>WHERE clauses, date literals, FIELDS and their errors.</summary>
public sealed class SoqlConditionTests
{
    [Theory]
    [InlineData("Contact WHERE FirstName LIKE 'a%'", 8)]
    [InlineData("Contact WHERE LastName LIKE '%AN%'", 27)]
    [InlineData("Contact WHERE LastName LIKE 'I_o'", 9)]
    [InlineData("Contact WHERE LastName LIKE 'I\\_o'", 0)]
    [InlineData("Contact WHERE Email LIKE '%000_1@%.com'", 10)]
    [InlineData("Contact WHERE FirstName IN ('Ada', 'bo')", 16)]
    [InlineData("Contact WHERE FirstName NOT IN ('Ada', 'bo')", 84)]
    [InlineData("Contact WHERE Phone IN ('x', null)", 100)]
    [InlineData("Contact WHERE Phone = ''", 100)]
    [InlineData("Contact WHERE DoNotCall = true OR FirstName = 'Ada'", 17)]
    [InlineData("Contact WHERE NOT DoNotCall = true", 90)]
    [InlineData("Contact WHERE FirstName = 'Ada' AND (NOT DoNotCall = true)", 7)]
    [InlineData("Contact WHERE FirstName = 'Ada' AND (DoNotCall = true OR LastName = 'Kim')", 2)]
    [InlineData("Contact WHERE (FirstName = 'Ada' AND LastName = 'Kim') OR (Account.Name LIKE '%0005' AND DoNotCall = true)", 3)]
    [InlineData("Contact c WHERE c.FirstName = 'Ada' AND c.Account.Name LIKE 'Example%'", 8)]
    [InlineData("Account WHERE Id IN (SELECT AccountId FROM Contact WHERE FirstName = 'Ada' AND LastName = 'Kim')", 1)]
    [InlineData("Account WHERE Id NOT IN (SELECT AccountId FROM Contact WHERE FirstName = 'Ada' AND LastName = 'Kim')", 4)]
    [InlineData("Contact WHERE AccountId IN (SELECT Id FROM Account WHERE NumberOfEmployees > 5)", 80)]
    [InlineData("Contact WHERE CreatedDate = LAST_N_DAYS:1", 100)]
    [InlineData("Contact WHERE CreatedDate < N_DAYS_AGO:2", 0)]
    [InlineData("Contact WHERE CreatedDate > LAST_YEAR", 100)]
    [InlineData("Contact WHERE Birthdate < LAST_N_YEARS:20", 100)]
    [InlineData("Contact WHERE Birthdate IN (THIS_YEAR, 1950-01-01)", 1)]
    [InlineData("Opportunity WHERE Amount >= 1.4e4", 1)]
    [InlineData("Opportunity WHERE Amount = null", 2)]
    [InlineData("Opportunity WHERE IsWon = true AND StageName = 'Closed Won'", 3)]
    [InlineData("Case WHERE Contact.Account.Industry != null FOR VIEW", 10)]
    public async Task Conditions_select_records(string query, int expected)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var result = await org.QueryAsync($"SELECT Id FROM {query}");
        Assert.Equal(expected, result.GetProperty("totalSize").GetInt32());
        Assert.Equal(expected, result.GetProperty("records").GetArrayLength());
    }

    [Theory]
    [InlineData(@"%a\_b%", 1)]
    [InlineData(@"%a\\_b%", 0)]
    [InlineData(@"%c\\_%", 1)]
    [InlineData(@"%c\\\_%", 0)]
    [InlineData(@"%c\\d%", 1)]
    public async Task A_backslash_in_a_pattern_escapes_one_wildcard_or_one_backslash(string pattern, int expected)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        await org.SendAsync(Post, $"{TestOrg.Data}/sobjects/Contact", new { LastName = @"a_b c\d" });
        var result = await org.QueryAsync($"SELECT Id FROM Contact WHERE LastName LIKE '{pattern}'");
        Assert.Equal(expected, result.GetProperty("totalSize").GetInt32());
    }

    [Theory]
    [InlineData(@"a\u00e9b", "a\u00E9b")]
    [InlineData(@"a\u00E9b", "a\u00E9b")]
    [InlineData(@"\u0027 OR \u0027", "' OR '")]
    [InlineData(@"a\u005Cn", @"a\n")]
    [InlineData(@"\uD83D\uDE00", "\U0001F600")]
    [InlineData(@"\u0041\u00420", "AB0")]
    [InlineData(@"\""\'\\", @"""'\")]
    [InlineData(@"a\tb\Nc\r\f\bd", "a\tb\nc\r\f\bd")]
    public async Task Escape_sequences_stand_for_characters(string literal, string expected)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        await org.SendAsync(Post, $"{TestOrg.Data}/sobjects/Contact", new { LastName = expected });
        await org.SendAsync(Post, $"{TestOrg.Data}/sobjects/Contact", new { LastName = "other" });
        var result = await org.QueryAsync($"SELECT LastName FROM Contact WHERE LastName = '{literal}'");
        Assert.Equal(expected, Assert.Single(result.GetProperty("records").EnumerateArray()).GetProperty("LastName").GetString());
    }

    [Theory]
    [InlineData("TODAY", "2024-02-29", "2024-03-01")]
    [InlineData("yesterday", "2024-02-28", "2024-02-29")]
    [InlineData("TOMORROW", "2024-03-01", "2024-03-02")]
    [InlineData("LAST_WEEK", "2024-02-18", "2024-02-25")]
    [InlineData("THIS_WEEK", "2024-02-25", "2024-03-03")]
    [InlineData("NEXT_WEEK", "2024-03-03", "2024-03-10")]
    [InlineData("LAST_MONTH", "2024-01-01", "2024-02-01")]
    [InlineData("THIS_MONTH", "2024-02-01", "2024-03-01")]
    [InlineData("NEXT_MONTH", "2024-03-01", "2024-04-01")]
    [InlineData("THIS_QUARTER", "2024-01-01", "2024-04-01")]
    [InlineData("LAST_FISCAL_QUARTER", "2023-10-01", "2024-01-01")]
    [InlineData("NEXT_YEAR", "2025-01-01", "2026-01-01")]
    [InlineData("THIS_FISCAL_YEAR", "2024-01-01", "2025-01-01")]
    [InlineData("LAST_90_DAYS", "2023-12-01", "2024-03-01")]
    [InlineData("NEXT_90_DAYS", "2024-03-01", "2024-05-30")]
    [InlineData("LAST_N_DAYS:3", "2024-02-26", "2024-03-01")]
    [InlineData("NEXT_N_DAYS:3", "2024-03-01", "2024-03-04")]
    [InlineData("N_DAYS_AGO:3", "2024-02-26", "2024-02-27")]
    [InlineData("LAST_N_WEEKS:2", "2024-02-11", "2024-02-25")]
    [InlineData("NEXT_N_MONTHS:2", "2024-03-01", "2024-05-01")]
    [InlineData("N_MONTHS_AGO:2", "2023-12-01", "2024-01-01")]
    [InlineData("LAST_N_QUARTERS:2", "2023-07-01", "2024-01-01")]
    [InlineData("N_YEARS_AGO:4", "2020-01-01", "2021-01-01")]
    [InlineData("NEXT_N_FISCAL_YEARS:1", "2025-01-01", "2026-01-01")]
    [InlineData("LAST_N_YEARS:9999", "0001-01-01", "2024-01-01")]
    [InlineData("N_YEARS_AGO:2024", "0001-01-01", "0001-01-01")]
    [InlineData("LAST_N_QUARTERS:9999", "0001-01-01", "2024-01-01")]
    [InlineData("NEXT_N_FISCAL_QUARTERS:9999", "2024-04-01", "4524-01-01")]
    [InlineData("NEXT_N_YEARS:9999", "2025-01-01", "9999-12-31")]
    [InlineData("LAST_N_WEEKS:9999", "1832-07-08", "2024-02-25")]
    public void Date_literals_are_ranges_of_days(string literal, string start, string end)
    {
        var range = Soql.Syntax.DateLiteral.Parse(literal)!.Resolve(new DateOnly(2024, 2, 29));
        Assert.Equal((start, end), ($"{range.Start:yyyy-MM-dd}", $"{range.End:yyyy-MM-dd}"));
    }

    [Fact]
    public async Task FIELDS_selects_groups_of_fields()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var custom = await org.QueryAsync("SELECT FIELDS(CUSTOM) FROM Contact LIMIT 1");
        Assert.Equal(
            ["attributes", "External_Id__c"], custom.GetProperty("records")[0].EnumerateObject().Select(property => property.Name));
        var standard = (await org.QueryAsync("SELECT FIELDS(STANDARD), External_Id__c FROM Contact")).GetProperty("records")[0];
        var all = (await org.QueryAsync("SELECT FIELDS(ALL) FROM Contact LIMIT 200")).GetProperty("records")[0];
        Assert.Equal(
            standard.EnumerateObject().Select(
                property => property.Name).Order(), all.EnumerateObject().Select(property => property.Name).Order());
    }

    [Theory]
    [InlineData("SELECT Id FROM Contact WHERE Id = null AND Id = null OR Id = null", "MALFORMED_QUERY", "unexpected token: 'OR'")]
    [InlineData("SELECT Id FROM Contact WHERE Id = null AND NOT Id = null", "MALFORMED_QUERY", "unexpected token: 'NOT'")]
    [InlineData("SELECT Id FROM Contact WHERE Name = :name", "MALFORMED_QUERY", "Bind variables only allowed in Apex code")]
    [InlineData("SELECT Id FROM Contact WHERE Name = LAST_N_DAYS", "MALFORMED_QUERY", "unexpected token: 'LAST_N_DAYS'")]
    [InlineData("SELECT Id FROM Contact WHERE Name IN ()", "MALFORMED_QUERY", "unexpected token: ')'")]
    [InlineData("SELECT Id FROM Contact ALL ROWS", "MALFORMED_QUERY", "unexpected token: 'ALL'")]
    [InlineData(@"SELECT Id FROM Contact WHERE Name = 'a\dw'", "MALFORMED_QUERY", @"Illegal character sequence '\d' in string literal")]
    [InlineData(@"SELECT Id FROM Contact WHERE Name = 'a\ b'", "MALFORMED_QUERY", @"Illegal character sequence '\ ' in string literal")]
    [InlineData(@"SELECT Id FROM Contact WHERE Name = '\u12'", "MALFORMED_QUERY", @"Illegal character sequence '\u12'' in string literal")]
    [InlineData(@"SELECT Id FROM Contact WHERE Name = '\u12G4'", "MALFORMED_QUERY", @"Illegal character sequence '\u12G4' in string literal")]
    [InlineData(@"SELECT Id FROM Contact WHERE Name = '\u+123'", "MALFORMED_QUERY", @"Illegal character sequence '\u+123' in string literal")]
    [InlineData(@"SELECT Id FROM Contact WHERE Name = '\U00e9'", "MALFORMED_QUERY", @"Illegal character sequence '\U' in string literal")]
    [InlineData(@"SELECT Id FROM Contact WHERE Name = 'a\_b'", "MALFORMED_QUERY", @"Illegal character sequence '\_' in string literal")]
    [InlineData(@"SELECT Id FROM Contact WHERE Name IN ('c', 'a\%b')", "MALFORMED_QUERY", @"Illegal character sequence '\%' in string literal")]
    [InlineData(@"SELECT Id FROM Contact WHERE Name = 'a\'", "MALFORMED_QUERY", "unexpected token: '<EOF>'")]
    [InlineData("SELECT Id x FROM Contact", "MALFORMED_QUERY", "only aggregate expressions use field aliasing")]
    [InlineData("SELECT FIELDS(ALL) FROM Contact", "MALFORMED_QUERY", "The SOQL FIELDS function must have a LIMIT of at most 200")]
    [InlineData(
        "SELECT FIELDS(CUSTOM) FROM Contact LIMIT 201", "MALFORMED_QUERY", "The SOQL FIELDS function must have a LIMIT of at most 200")]
    [InlineData("SELECT Id, FIELDS(STANDARD) FROM Contact", "INVALID_FIELD", "duplicate field selected: Id")]
    [InlineData(
        "SELECT Id FROM Contact WHERE Description = 'x'", "INVALID_FIELD", "field 'Description' can not be filtered in a query call")]
    [InlineData("SELECT Id FROM Contact ORDER BY Description", "INVALID_FIELD", "field 'Description' can not be sorted in a query call")]
    [InlineData("SELECT Id FROM Contact WHERE Id LIKE '003%'", "INVALID_FIELD", "invalid operator on id field")]
    [InlineData("SELECT Id FROM Contact WHERE DoNotCall > true", "INVALID_FIELD", "invalid operator on boolean field")]
    [InlineData(
        "SELECT Id FROM Contact WHERE Birthdate = 2020-01-01T00:00:00Z", "INVALID_FIELD",
        "value of filter criterion for field 'Birthdate' must be of type date and should not be enclosed in quotes")]
    [InlineData(
        "SELECT Id FROM Contact WHERE CreatedDate = 2020-01-01", "INVALID_FIELD",
        "value of filter criterion for field 'CreatedDate' must be of type datetime and should not be enclosed in quotes")]
    [InlineData(
        "SELECT Id FROM Contact WHERE COUNT(Id) > 1", "MALFORMED_QUERY",
        "Aggregate functions are only allowed in the SELECT, HAVING and ORDER BY clauses of grouped queries")]
    [InlineData(
        "SELECT Id FROM Account WHERE Name IN (SELECT AccountId FROM Contact)", "MALFORMED_QUERY",
        "The left operand field in the where expression for outer query should be an id field, cannot use: 'Name'")]
    [InlineData(
        "SELECT Id FROM Account WHERE Id IN (SELECT Name FROM Contact)", "MALFORMED_QUERY",
        "Semi join sub-selects can only query id fields, cannot use: 'Name'")]
    [InlineData(
        "SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Account)", "MALFORMED_QUERY",
        "The inner and outer selects should not be on the same object type")]
    [InlineData(
        "SELECT Id FROM Account WHERE Name = 'x' OR Id IN (SELECT AccountId FROM Contact)", "MALFORMED_QUERY",
        "Semi join sub-selects are not allowed with the 'OR' operator")]
    [InlineData("SELECT Id FROM Account WHERE Id IN (SELECT ContactId FROM Case)", "MALFORMED_QUERY", "The selected field 'ContactId' in the subquery and the left operand field in the where expression in the outer query 'Id' should point to the same object type")]
    [InlineData("SELECT Id FROM Contact OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000")]
    public async Task Invalid_soql_is_rejected(string query, string code, string messageEnd)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, actual, message) = await org.FailAsync(Get, $"{TestOrg.Data}/query?q={Uri.EscapeDataString(query)}");
        Assert.Equal((400, code), (status, actual));
        Assert.EndsWith(messageEnd, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_part_of_a_long_line_around_the_error_is_shown()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var names = string.Join(", ", Enumerable.Repeat("Id", 60));
        var (_, _, message) = await org.FailAsync(
            Get, $"{TestOrg.Data}/query?q={Uri.EscapeDataString($"SELECT Nope, {names} FROM Contact WHERE !")}");
        var lines = message.Split('\n');
        Assert.Equal(4, lines.Length - 1);
        Assert.EndsWith("FROM Contact WHERE !", lines[1], StringComparison.Ordinal);
        Assert.Equal('!', lines[1][lines[2].IndexOf('^', StringComparison.Ordinal)]);
        Assert.Equal("ERROR at Row:1:Column:272", lines[3]);
    }

    [Fact]
    public async Task A_url_beyond_16_kilobytes_is_rejected()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var response = await org.Client.GetAsync(
            $"{TestOrg.Data}/query?q=SELECT+Id+FROM+Contact+WHERE+Name='{new string('x', 17_000)}'", TestOrg.Cancellation);
        Assert.Equal(414, (int)response.StatusCode);
    }
}
