using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Records with their children in one request: <c>/composite/tree</c>.</summary>
public sealed class TreeTests
{
    private const string Root = $"{TestOrg.Data}/composite/tree";

    [Fact]
    public async Task Children_are_created_below_their_parents()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, body) = await org.SendAsync(Post, $"{Root}/Account", new
        {
            records = new[] { Account("a1", Contact("c1", "One"), Contact("c2", "Two")), Account("a2", Contact("c3", "Three")) },
        });
        Assert.Equal(201, status);
        Assert.False(body.GetProperty("hasErrors").GetBoolean());
        var ids = body.GetProperty("results").EnumerateArray()
            .ToDictionary(result => result.GetProperty("referenceId").GetString()!, result => result.GetProperty("id").GetString());
        Assert.Equal(["a1", "a2", "c1", "c2", "c3"], ids.Keys);
        var child = await org.GetAsync($"{TestOrg.Data}/sobjects/Contact/{ids["c3"]}");
        Assert.Equal(ids["a2"], child.GetProperty("AccountId").GetString());
    }

    [Fact]
    public async Task An_error_anywhere_saves_nothing()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, body) = await org.SendAsync(
            Post, $"{Root}/Account", new { records = new[] { Account("a1", Contact("c1", "One"), Contact("c2", null)) } });
        Assert.Equal(400, status);
        Assert.True(body.GetProperty("hasErrors").GetBoolean());
        var result = Assert.Single(body.GetProperty("results").EnumerateArray());
        Assert.Equal("c2", result.GetProperty("referenceId").GetString());
        Assert.Equal("REQUIRED_FIELD_MISSING", result.GetProperty("errors")[0].GetProperty("statusCode").GetString());
        Assert.Equal(0, (await org.QueryAsync("SELECT COUNT() FROM Account WHERE Name = 'Tree'")).GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task Reference_ids_are_required_and_unique()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, body) = await org.SendAsync(
            Post, $"{Root}/Account", new { records = new[] { Account("a"), Account("a"), Account("") } });
        Assert.Equal((400, 3), (status, body.GetProperty("results").GetArrayLength()));
    }

    [Fact]
    public async Task Trees_hold_200_records_of_the_type_in_the_url()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var accounts = Enumerable.Range(0, 201).Select(i => Account($"a{i}")).ToArray();
        Assert.Equal("LIMIT_EXCEEDED", (await org.FailAsync(Post, $"{Root}/Account", new { records = accounts })).Code);
        Assert.Equal(201, (await org.SendAsync(Post, $"{Root}/Account", new { records = accounts[1..] })).Status);
        Assert.Equal("INVALID_TYPE", (await org.FailAsync(Post, $"{Root}/Contact", new { records = accounts[1..] })).Code);
        Assert.Equal("NOT_FOUND", (await org.FailAsync(Post, $"{Root}/Nope", new { records = accounts[1..] })).Code);
    }

    private static object Account(string referenceId, params object[] contacts) => new
    {
        attributes = new { type = "Account", referenceId },
        Name = "Tree",
        Contacts = new { records = contacts },
    };

    private static object Contact(string referenceId, string? lastName) =>
        new { attributes = new { type = "Contact", referenceId }, LastName = lastName };
}
