using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Queries for all records of an object, whose pages are cached.</summary>
public sealed class PlainQueryTests
{
    private const string Query = $"{TestOrg.Data}/query?q=SELECT+Id,FirstName,LastName,Email,CreatedDate+FROM+Contact";

    [Fact]
    public async Task A_million_records_take_no_time_to_start_and_can_be_read_and_changed()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { Records = 1_000_000 });
        var first = await org.GetAsync(Query);
        Assert.Equal(1_000_000, first.GetProperty("totalSize").GetInt32());
        var last = await org.GetAsync(
            first.GetProperty("nextRecordsUrl").GetString()!.Replace("-2000", "-998000", StringComparison.Ordinal));
        Assert.True(last.GetProperty("done").GetBoolean());
        var contact = last.GetProperty("records")[1999];
        Assert.Equal("contact1000000@example.com", contact.GetProperty("Email").GetString());

        var path = $"{TestOrg.Data}/sobjects/Contact/{contact.GetProperty("Id").GetString()}";
        Assert.Equal("C-1000000", (await org.GetAsync(path)).GetProperty("External_Id__c").GetString());
        Assert.Equal(204, (await org.SendAsync(Patch, path, new { LastName = "Changed" })).Status);
        Assert.Equal("Changed", (await org.QueryAsync("SELECT LastName FROM Contact WHERE Email = 'contact1000000@example.com'"))
            .GetProperty("records")[0].GetProperty("LastName").GetString());
    }

    [Fact]
    public async Task The_same_query_returns_cached_pages_until_a_record_changes()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { Records = 25, MaxPageSize = 10 });
        var first = await org.GetAsync(Query);
        Assert.Equal(first.GetRawText(), (await org.GetAsync(Query)).GetRawText());
        var next = first.GetProperty("nextRecordsUrl").GetString()!;
        var second = await org.GetAsync(next);
        Assert.Equal(second.GetRawText(), (await org.GetAsync(next)).GetRawText());

        await org.SendAsync(Post, $"{TestOrg.Data}/sobjects/Contact", new { LastName = "New" });
        Assert.Equal(26, (await org.GetAsync(Query)).GetProperty("totalSize").GetInt32());
        Assert.Equal(second.GetRawText(), (await org.GetAsync(next)).GetRawText());

        var id = first.GetProperty("records")[0].GetProperty("Id").GetString();
        await org.SendAsync(Delete, $"{TestOrg.Data}/sobjects/Contact/{id}");
        var without = await org.GetAsync(Query);
        Assert.Equal(25, without.GetProperty("totalSize").GetInt32());
        Assert.NotEqual(id, without.GetProperty("records")[0].GetProperty("Id").GetString());
        Assert.Equal(
            26, (await org.GetAsync(Query.Replace("/query", "/queryAll", StringComparison.Ordinal))).GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task Cached_pages_are_of_the_requested_version()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { Records = 25, MaxPageSize = 10 });
        await org.GetAsync(Query);
        var older = await org.GetAsync(Query.Replace("v68.0", "v60.0", StringComparison.Ordinal));
        Assert.StartsWith("/services/data/v60.0/query/", older.GetProperty("nextRecordsUrl").GetString(), StringComparison.Ordinal);
        Assert.StartsWith(
            "/services/data/v60.0/", older.GetProperty("records")[0].GetProperty("attributes").GetProperty("url").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cached_pages_are_compressed_on_request()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { Records = 25, MaxPageSize = 10 });
        var plain = await org.GetAsync(Query);
        for (var round = 0; round < 2; round++)
        {
            using var request =
                new HttpRequestMessage(Get, Query) { Headers = { AcceptEncoding = { new StringWithQualityHeaderValue("gzip") } } };
            using var response = await org.Client.SendAsync(request, TestOrg.Cancellation);
            Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
            await using var gzip = new GZipStream(
                await response.Content.ReadAsStreamAsync(TestOrg.Cancellation), CompressionMode.Decompress);
            Assert.Equal(
                plain.GetRawText(), (
                    await JsonSerializer.DeserializeAsync<JsonElement>(gzip, cancellationToken: TestOrg.Cancellation)).GetRawText());
        }
    }

    [Fact]
    public async Task Locators_expire_with_time_and_on_request()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { Records = 25, MaxPageSize = 10 });
        var next = (await org.GetAsync(Query)).GetProperty("nextRecordsUrl").GetString()!;
        org.Org.ExpireQueryLocators();
        Assert.Equal((400, "INVALID_QUERY_LOCATOR", "invalid query locator"), await org.FailAsync(Get, next));

        var fresh = (await org.GetAsync(Query)).GetProperty("nextRecordsUrl").GetString()!;
        Assert.NotEqual(next, fresh);
        await org.GetAsync(fresh);
        Assert.Equal(204, (await org.SendAsync(Patch, "_localorg/settings", new { queryLocatorLifetimeSeconds = 0 })).Status);
        Assert.Equal("INVALID_QUERY_LOCATOR", (await org.FailAsync(Get, fresh)).Code);
        Assert.Equal(204, (await org.SendAsync(Post, "_localorg/queries/expire")).Status);
    }

    [Theory]
    [InlineData("SELECT Id FROM Contact")]
    [InlineData("SELECT Id, (SELECT Id FROM Contacts) FROM Account")]
    public async Task A_locator_works_only_for_the_user_who_ran_the_query(string soql)
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { Records = 25, MaxPageSize = 10, NestedPageSize = 2 });
        var result = await org.QueryAsync(soql);
        var page = soql.Contains("Contacts", StringComparison.Ordinal) ? result.GetProperty("records")[0].GetProperty("Contacts") : result;
        var next = page.GetProperty("nextRecordsUrl").GetString()!;
        var mine = org.Client.DefaultRequestHeaders.Authorization;

        org.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenOfOtherAsync(org));
        Assert.Equal((400, "INVALID_QUERY_LOCATOR", "invalid query locator"), await org.FailAsync(Get, next));

        org.Client.DefaultRequestHeaders.Authorization = mine;
        Assert.NotEmpty((await org.GetAsync(next)).GetProperty("records").EnumerateArray());
    }

    private static async Task<string> TokenOfOtherAsync(TestOrg org)
    {
        org.Org.Users.Add("other@example.com");
        org.Org.Apps.Approve(TestOrg.ClientId, "other@example.com");
        var claims = org.Claims();
        claims["sub"] = "other@example.com";
        using var response = await org.PostAssertionAsync(TestOrg.Sign(claims));
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestOrg.Cancellation)).GetProperty("access_token").GetString()!;
    }
}
