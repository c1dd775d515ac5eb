using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>SOSL and parameterized searches.</summary>
public sealed class SearchTests
{
    private static readonly string[] IdAndName = ["Id", "Name"];
    private static readonly string[] IdAlone = ["Id"];

    [Theory]
    [InlineData("FIND {Ada} RETURNING Contact(Id, Name)", 8)]
    [InlineData("find {ada} in name fields returning Contact", 8)]
    [InlineData("FIND {Ad*} RETURNING Contact(Id)", 8)]
    [InlineData("FIND {A?a} RETURNING Contact(Id)", 8)]
    [InlineData("FIND {Ad} RETURNING Contact(Id)", 0)]
    [InlineData("FIND {Ada Kim} RETURNING Contact(Id)", 1)]
    [InlineData("FIND {\"Ada Kim\"} RETURNING Contact(Id)", 1)]
    [InlineData("FIND {\"Kim Ada\"} RETURNING Contact(Id)", 0)]
    [InlineData("FIND {Ada OR Bo} RETURNING Contact(Id)", 16)]
    [InlineData("FIND {Ada AND NOT Kim} RETURNING Contact(Id)", 7)]
    [InlineData("FIND {(Ada OR Bo) AND Kim} RETURNING Contact(Id)", 1)]
    [InlineData("FIND {Ada} RETURNING Contact(Id WHERE LastName = 'Kim' ORDER BY Email LIMIT 3)", 1)]
    [InlineData("FIND {Ada} RETURNING Contact(Id LIMIT 3)", 3)]
    [InlineData("FIND {Ada} RETURNING Contact(Id LIMIT 3 OFFSET 6)", 2)]
    [InlineData("FIND {Ada} RETURNING Contact(Id) LIMIT 5", 5)]
    [InlineData("FIND {contact000001@example.com} IN EMAIL FIELDS RETURNING Contact(Id)", 1)]
    [InlineData("FIND {contact000001@example.com} IN PHONE FIELDS RETURNING Contact(Id)", 0)]
    [InlineData("FIND {C\\-000001} RETURNING Contact(Id)", 1)]
    [InlineData("FIND {example} RETURNING Account(Name), Opportunity(Name), Contact(Id LIMIT 1)", 21)]
    [InlineData("FIND {\"Example Company 0001\"}", 1)]
    public async Task Sosl_finds_records(string search, int expected)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var result = await org.GetAsync($"{TestOrg.Data}/search?q={Uri.EscapeDataString(search)}");
        var records = result.GetProperty("searchRecords");
        Assert.Equal(expected, records.GetArrayLength());
        Assert.All(records.EnumerateArray(), record => Assert.True(record.GetProperty("attributes").TryGetProperty("url", out _)));
    }

    [Theory]
    [InlineData(
        "FIND {John|jane} RETURNING Contact", "MALFORMED_SEARCH",
        "\nFIND {John|jane} RETURNING Contact\n          ^\nERROR at Row:1:Column:11\nline 1:10 mismatched character '|' expecting '}'")]
    [InlineData(
        "FIND {name} IN ALL TYPE RETURNING Account(name)", "MALFORMED_SEARCH",
        "\nFIND {name} IN ALL TYPE RETURNING Account(name)\n                   ^\nERROR at Row:1:Column:20\nMalformed search token: TYPE")]
    [InlineData(
        "FIND {name", "MALFORMED_SEARCH",
        "\nFIND {name\n          ^\nERROR at Row:1:Column:11\nline 1:10 mismatched character '<EOF>' expecting '}'")]
    [InlineData("SEARCH {name}", "MALFORMED_SEARCH", "\nSEARCH {name}\n^\nERROR at Row:1:Column:1\nMalformed search token: SEARCH")]
    [InlineData(
        "FIND {name} RETURNING Contact(Id", "MALFORMED_SEARCH",
        "\nFIND {name} RETURNING Contact(Id\n                                ^\nERROR at Row:1:Column:33\nunexpected token: '<EOF>'")]
    [InlineData("FIND {a} RETURNING Contact", "INVALID_SEARCH", "search term must be longer than one character: a")]
    [InlineData("FIND {a*} RETURNING Contact", "INVALID_SEARCH", "search term must be longer than one character: a*")]
    public async Task The_error_of_a_malformed_search_marks_the_position(string search, string code, string message)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal((400, code, message), await org.FailAsync(Get, $"{TestOrg.Data}/search?q={Uri.EscapeDataString(search)}"));
    }

    [Fact]
    public async Task Names_in_a_search_must_exist()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal("INVALID_TYPE", (await org.FailAsync(Get, $"{TestOrg.Data}/search?q=FIND+%7BAda%7D+RETURNING+Nope")).Code);
        Assert.Equal("INVALID_FIELD", (await org.FailAsync(Get, $"{TestOrg.Data}/search?q=FIND+%7BAda%7D+RETURNING+Contact(Nope)")).Code);
        Assert.Equal("MALFORMED_SEARCH", (await org.FailAsync(Get, $"{TestOrg.Data}/search")).Code);
    }

    [Fact]
    public async Task Parameters_are_equivalent_to_sosl()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var found = await org.GetAsync(
            $"{TestOrg.Data}/parameterizedSearch?q=Ada&sobject=Contact&Contact.fields=Id,Name&Contact.where=LastName='Kim'&sobject=Account&in=NAME");
        var record = Assert.Single(found.GetProperty("searchRecords").EnumerateArray());
        Assert.Equal("Ada Kim", record.GetProperty("Name").GetString());

        var (status, posted) = await org.SendAsync(Post, $"{TestOrg.Data}/parameterizedSearch", new
        {
            q = "Ada",
            fields = IdAndName,
            sobjects = new object[] { new { name = "Contact", limit = 2 }, new { name = "Account", fields = IdAlone } },
            overallLimit = 10,
        });
        Assert.Equal(200, status);
        Assert.Equal(2, posted.GetProperty("searchRecords").GetArrayLength());
        Assert.Equal(JsonValueKind.String, posted.GetProperty("searchRecords")[1].GetProperty("Name").ValueKind);

        Assert.Equal(
            1, (await org.GetAsync($"{TestOrg.Data}/parameterizedSearch?q=C-000001")).GetProperty("searchRecords").GetArrayLength());
        Assert.Equal("MISSING_ARGUMENT", (await org.FailAsync(Get, $"{TestOrg.Data}/parameterizedSearch")).Code);
    }
}
