using System.Text.Json;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Search;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Search;

/// <summary>The text to search for is escaped in SOSL.</summary>
public sealed class SoslTextTests
{
    [Theory]
    [InlineData("acme", "FIND {acme} IN ALL FIELDS")]
    [InlineData("  acme \t corp ", "FIND {acme corp} IN ALL FIELDS")]
    [InlineData("O'Neil-Smith", "FIND {O\\'Neil\\-Smith} IN ALL FIELDS")]
    [InlineData("acme} RETURNING User(Id)", "FIND {acme\\} RETURNING User\\(Id\\)} IN ALL FIELDS")]
    [InlineData("a?b&c|d!e{f}g[h]i(j)k^l~m*n:o\\p\"q'r+s-t", "FIND {a\\?b\\&c\\|d\\!e\\{f\\}g\\[h\\]i\\(j\\)k\\^l\\~m\\*n\\:o\\\\p\\\"q\\'r\\+s\\-t} IN ALL FIELDS")]
    [InlineData("rock and ROLL or NOT", "FIND {rock \"and\" ROLL \"or\" \"NOT\"} IN ALL FIELDS")]
    [InlineData("Smith & Sons", "FIND {Smith Sons} IN ALL FIELDS")]
    [InlineData("京都", "FIND {京都} IN ALL FIELDS")]
    [InlineData("京", "FIND {京} IN ALL FIELDS")]
    public void Every_character_is_searched_for_literally(string text, string sosl) =>
        Assert.Equal(sosl, SoslText.Build(text, wildcards: false, SearchScope.All, [], null));

    [Theory]
    [InlineData("acm* j?hn", "FIND {acm* j?hn} IN NAME FIELDS")]
    [InlineData("acm* (x1)", "FIND {acm* \\(x1\\)} IN NAME FIELDS")]
    public void Wildcards_are_kept_if_enabled(string text, string sosl) =>
        Assert.Equal(sosl, SoslText.Build(text, wildcards: true, SearchScope.Name, [], null));

    [Fact]
    public void Objects_fields_and_limit_follow() => Assert.Equal(
        "FIND {acme} IN EMAIL FIELDS RETURNING Contact(Id, Owner.Name), Account LIMIT 5",
        SoslText.Build("acme", wildcards: false, SearchScope.Email, [SearchReturn.Parse(" Contact ( Id,Owner.Name ) "), new SearchReturn("Account", [])], 5));

    [Theory]
    [InlineData("a", false)]
    [InlineData("acme x", false)]
    [InlineData("a*", true)]
    [InlineData("&", false)]
    [InlineData("   ", false)]
    [InlineData("*cme", true)]
    [InlineData("?cme", true)]
    public void Text_that_Salesforce_cannot_search_for_is_rejected(string text, bool wildcards)
    {
        var error = Assert.Throws<SfException>(() => SoslText.Build(text, wildcards, SearchScope.All, [], null));

        Assert.Equal(SfErrorKind.SearchTextInvalid, error.Kind);
        Assert.NotNull(error.Remedy);
    }

    [Theory]
    [InlineData("Contact(Id) LIMIT 1")]
    [InlineData("Contact(Id WHERE Name = 'x')")]
    [InlineData("Contact(Id), User")]
    [InlineData("Contact(Id")]
    [InlineData("Contact()")]
    [InlineData("Contact(Owner.)")]
    [InlineData("")]
    public void An_invalid_object_or_field_to_return_is_rejected(string text) =>
        Assert.Equal(SfErrorKind.NameInvalid, Assert.Throws<SfException>(() => SearchReturn.Parse(text)).Kind);

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task A_search_works_whether_or_not_it_fits_in_a_URL(int fields)
    {
        await using var org = await TestOrg.StartShuffledAsync();
        using var session = await org.ConnectAsync();
        await session.PostAsync("sobjects/Account", """{"Name":"Zephyr {Sons}"}""");
        var sosl = SoslText.Build(
            "zephyr {sons}", wildcards: false, SearchScope.Name, [new SearchReturn("Account", ["Name"]), .. Enumerable.Repeat(new SearchReturn("Contact", ["Id"]), fields)], null);

        var page = await new SearchReader(session).ReadAsync(sosl, Parse, TestOrg.Cancellation);

        var record = Assert.IsType<JsonElement>(Assert.Single(page.Records));
        Assert.Equal("Zephyr {Sons}", record.GetProperty("Name").GetString());

        static object[] Parse(QueryPage page, ICollection<ChildQuery> children)
        {
            var reader = new Utf8JsonReader(page.Records);
            return [.. JsonElement.ParseValue(ref reader).EnumerateArray().Cast<object>()];
        }
    }
}
