using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Child queries.</summary>
public sealed class ChildQueryTests
{
    [Fact]
    public async Task Each_record_has_its_children_as_a_nested_result()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var result = await org.QueryAsync(
            "SELECT Name, (SELECT LastName, Account.Name FROM Contacts WHERE DoNotCall = true ORDER BY Email DESC LIMIT 1), "
            + "(SELECT Id FROM ChildAccounts), (SELECT Name FROM Opportunities) FROM Account ORDER BY Name LIMIT 2");
        Assert.Equal(2, result.GetProperty("totalSize").GetInt32());
        var account = result.GetProperty("records")[0];
        Assert.Equal(
            ["attributes", "Name", "Contacts", "ChildAccounts", "Opportunities"], account.EnumerateObject().Select(
                property => property.Name));
        Assert.Equal(JsonValueKind.Null, account.GetProperty("ChildAccounts").ValueKind);
        Assert.Equal(3, account.GetProperty("Opportunities").GetProperty("totalSize").GetInt32());
        var contacts = account.GetProperty("Contacts");
        Assert.Equal((1, true), (contacts.GetProperty("totalSize").GetInt32(), contacts.GetProperty("done").GetBoolean()));
        var contact = Assert.Single(contacts.GetProperty("records").EnumerateArray());
        Assert.Equal("Contact", contact.GetProperty("attributes").GetProperty("type").GetString());
        Assert.Equal("Kim", contact.GetProperty("LastName").GetString());
        Assert.Equal(account.GetProperty("Name").GetString(), contact.GetProperty("Account").GetProperty("Name").GetString());
    }

    [Fact]
    public async Task Long_lists_of_children_have_pages_of_their_own()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { NestedPageSize = 8 });
        var result = await org.QueryAsync("SELECT Id, (SELECT Id, AccountId FROM Contacts) FROM Account");
        var account = result.GetProperty("records")[3];
        var page = account.GetProperty("Contacts");
        var ids = new HashSet<string>();
        for (var start = 0; start < 20; start += 8)
        {
            Assert.Equal(20, page.GetProperty("totalSize").GetInt32());
            Assert.Equal(start == 16, page.GetProperty("done").GetBoolean());
            foreach (var contact in page.GetProperty("records").EnumerateArray())
            {
                Assert.Equal(account.GetProperty("Id").GetString(), contact.GetProperty("AccountId").GetString());
                Assert.True(ids.Add(contact.GetProperty("Id").GetString()!));
            }

            page = start == 16 ? page : await org.GetAsync(page.GetProperty("nextRecordsUrl").GetString()!);
        }

        Assert.Equal(20, ids.Count);
    }

    [Fact]
    public async Task Children_can_have_children_and_parents_pages()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { MaxPageSize = 2 });
        var first = await org.QueryAsync("SELECT Id, (SELECT Id, (SELECT CaseNumber FROM Cases) FROM Contacts) FROM Account");
        var second = await org.GetAsync(first.GetProperty("nextRecordsUrl").GetString()!);
        var contact = second.GetProperty("records")[0].GetProperty("Contacts").GetProperty("records")[0];
        Assert.Equal("00001005", contact.GetProperty("Cases").GetProperty("records")[0].GetProperty("CaseNumber").GetString());
    }

    [Fact]
    public async Task Deleted_children_are_omitted_except_by_query_all()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var id = (await org.QueryAsync("SELECT Id FROM Contact LIMIT 1")).GetProperty("records")[0].GetProperty("Id").GetString();
        await org.SendAsync(Delete, $"{TestOrg.Data}/sobjects/Contact/{id}");
        const string Query = "SELECT+(SELECT+Id+FROM+Contacts)+FROM+Account+LIMIT+1";
        Assert.Equal(19, Count(await org.GetAsync($"{TestOrg.Data}/query?q={Query}")));
        Assert.Equal(20, Count(await org.GetAsync($"{TestOrg.Data}/queryAll?q={Query}")));

        static int Count(JsonElement result) =>
            result.GetProperty("records")[0].GetProperty("Contacts").GetProperty("totalSize").GetInt32();
    }

    [Theory]
    [InlineData(
        "SELECT (SELECT Id FROM Contact) FROM Account", "INVALID_TYPE",
        "Didn't understand relationship 'Contact' in FROM part of query call.")]
    [InlineData(
        "SELECT (SELECT COUNT(Id) FROM Contacts) FROM Account", "MALFORMED_QUERY", "only root queries support aggregate expressions")]
    [InlineData("SELECT (SELECT Nope FROM Contacts) FROM Account", "INVALID_FIELD", "No such column 'Nope' on entity 'Contact'.")]
    [InlineData("SELECT (SELECT Id FROM Contacts FROM Account", "MALFORMED_QUERY", "unexpected token: 'FROM'")]
    public async Task A_wrong_child_query_is_rejected(string query, string code, string part)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, actual, message) = await org.FailAsync(Get, $"{TestOrg.Data}/query?q={Uri.EscapeDataString(query)}");
        Assert.Equal((400, code), (status, actual));
        Assert.Contains(part, message, StringComparison.Ordinal);
    }
}
