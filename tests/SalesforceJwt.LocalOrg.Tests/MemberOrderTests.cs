using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>JSON objects with members in another order, and with unknown members.</summary>
public sealed class MemberOrderTests
{
    private const string Query = "SELECT Id, LastName, Account.Name FROM Contact LIMIT 20";
    private const string Children = "SELECT Name, (SELECT LastName FROM Contacts) FROM Account LIMIT 5";

    [Fact]
    public async Task The_same_seed_gives_the_same_order()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { MemberOrder = 7 });
        var first = await TextAsync(org, Query);

        Assert.Equal(first, await TextAsync(org, Query));
        org.Org.Options.MemberOrder = 8;
        Assert.NotEqual(first, await TextAsync(org, Query));
    }

    [Fact]
    public async Task Members_are_shuffled_and_values_are_unchanged()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var plain = await org.QueryAsync(Query);
        org.Org.Options.MemberOrder = 7;
        var shuffled = await org.QueryAsync(Query);

        var records = shuffled.GetProperty("records").EnumerateArray().ToList();
        Assert.True(records.Select(r => string.Join(',', Names(r))).Distinct().Count() > 3, "The records' members hardly move.");
        Assert.True(JsonElement.DeepEquals(plain.GetProperty("records"), shuffled.GetProperty("records")));
        Assert.Equal(plain.GetProperty("totalSize").GetInt32(), shuffled.GetProperty("totalSize").GetInt32());
        Assert.Contains("unknownMember", Names(shuffled));
    }

    [Fact]
    public async Task Responses_get_unknown_members_and_records_do_not()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { MemberOrder = 7 });
        var account = (await org.QueryAsync(Children)).GetProperty("records")[0];

        Assert.DoesNotContain("unknownMember", Names(account));
        Assert.Contains("unknownMember", Names(account.GetProperty("Contacts")));
        Assert.DoesNotContain("unknownMember", Names(account.GetProperty("Contacts").GetProperty("records")[0]));
    }

    [Fact]
    public async Task Errors_are_shuffled_too_and_other_content_is_unchanged()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { MemberOrder = 7 });
        using var rejected = await org.Client.GetAsync($"{TestOrg.Data}/query?q=SELECT", TestOrg.Cancellation);
        var error = (await rejected.Content.ReadFromJsonAsync<JsonElement>(TestOrg.Cancellation))[0];

        Assert.Equal("MALFORMED_QUERY", error.GetProperty("errorCode").GetString());
        Assert.Contains("unknownMember", Names(error));
        org.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "none");
        using var word = await org.Client.GetAsync("services/oauth2/userinfo", TestOrg.Cancellation);
        Assert.Equal("Bad_OAuth_Token", await word.Content.ReadAsStringAsync(TestOrg.Cancellation));
    }

    private static async Task<string> TextAsync(TestOrg org, string soql) =>
        await org.Client.GetStringAsync($"{TestOrg.Data}/query?q={Uri.EscapeDataString(soql)}", TestOrg.Cancellation);

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(m => m.Name);
}
