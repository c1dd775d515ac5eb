using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Links between files and records: ContentDocumentLink.</summary>
public sealed class FileLinkTests
{
    private const string Links = $"{TestOrg.Data}/sobjects/ContentDocumentLink";

    [Fact]
    public async Task An_uploaded_file_is_linked_to_its_owner_and_its_record()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (accountId, documentId) = await UploadAsync(org);
        var links = (await org.QueryAsync(
            $"SELECT LinkedEntityId, ShareType, Visibility FROM ContentDocumentLink WHERE ContentDocumentId = '{documentId}'")).Records();
        Assert.Equal(
            [$"{org.Org.Users.Find(TestOrg.Username)!.Id} I AllUsers", $"{accountId} V AllUsers"],
            links.Select(link => $"{link.Text("LinkedEntityId")} {link.Text("ShareType")} {link.Text("Visibility")}"));
        var account = (await org.QueryAsync(
            "SELECT Id, (SELECT ContentDocument.Title, ContentDocument.LatestPublishedVersionId FROM ContentDocumentLinks) FROM Account "
            + $"WHERE Id = '{accountId}'")).Records()[0];
        Assert.Equal("a", account.GetProperty("ContentDocumentLinks").Records()[0].GetProperty("ContentDocument").Text("Title"));
    }

    [Fact]
    public async Task A_file_is_linked_to_further_records_once_each()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (_, documentId) = await UploadAsync(org);
        var contactId = (await org.QueryAsync("SELECT Id FROM Contact LIMIT 1")).Records()[0].Text("Id");
        var link = new { ContentDocumentId = documentId, LinkedEntityId = contactId, ShareType = "v" };
        var (status, created) = await org.SendAsync(Post, Links, link);
        Assert.Equal(201, status);
        Assert.Equal("V", (await org.GetAsync($"{Links}/{created.Text("id")}")).Text("ShareType"));
        Assert.Equal(
            (400, "DUPLICATE_VALUE", $"{contactId![..15]} is already linked with {documentId[..15]}"), await org.FailAsync(Post, Links, link));
        Assert.Equal(
            (400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "ShareType: bad value for restricted picklist field: X"),
            await org.FailAsync(Post, Links, link with { ShareType = "X" }));
        Assert.Equal(
            (400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [ShareType]"),
            await org.FailAsync(Post, Links, new { link.ContentDocumentId, link.LinkedEntityId }));
        var organization = new { ContentDocumentId = documentId, LinkedEntityId = org.Org.Id, ShareType = "V" };
        Assert.Equal("MALFORMED_ID", (await org.FailAsync(Post, Links, organization)).Code);
    }

    [Theory]
    [InlineData("", "requires a filter by a single Id")]
    [InlineData("WHERE ShareType = 'V'", "requires a filter by a single Id")]
    [InlineData("WHERE LinkedEntityId != '001000000000001'", "requires a filter by a single Id")]
    [InlineData("WHERE ContentDocumentId NOT IN ('069000000000001')", "requires a filter by a single Id")]
    [InlineData("WHERE LinkedEntityId = '001000000000001' OR ShareType = 'V'", "requires a filter by a single Id")]
    [InlineData("WHERE ContentDocumentId = '069000000000001' AND ShareType = 'V'", "filtering on non-id fields is only permitted")]
    [InlineData("WHERE LinkedEntityId IN ('001000000000001') AND ShareType = 'V'", "filtering on non-id fields is only permitted")]
    public async Task Queries_need_a_filter_by_id(string where, string message)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var soql = Uri.EscapeDataString($"SELECT Id FROM ContentDocumentLink {where}");
        var error = await org.FailAsync(Get, $"{TestOrg.Data}/query?q={soql}");
        Assert.Equal((400, "MALFORMED_QUERY"), (error.Status, error.Code));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Semi_joins_work_from_links_but_not_to_them()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (accountId, documentId) = await UploadAsync(org);
        var ofAccounts = await org.QueryAsync("SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId IN (SELECT Id FROM Account)");
        Assert.Equal([documentId], ofAccounts.Records().Select(link => link.Text("ContentDocumentId")));
        var narrowed = await org.QueryAsync(
            $"SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '{accountId}' AND ContentDocument.Title LIKE 'a%'");
        Assert.Single(narrowed.Records());
        var soql = "SELECT Id FROM ContentVersion WHERE ContentDocumentId IN "
            + $"(SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '{accountId}')";
        var error = await org.FailAsync(Get, $"{TestOrg.Data}/query?q={Uri.EscapeDataString(soql)}");
        Assert.EndsWith("Entity 'ContentDocumentLink' is not supported for semi join inner selects", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_document_takes_its_versions_and_links_with_it()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (accountId, documentId) = await UploadAsync(org);
        Assert.Equal("INVALID_TYPE_FOR_OPERATION", (await org.FailAsync(
            Delete, $"{TestOrg.Data}/sobjects/ContentVersion/068000000000001")).Code);
        Assert.Equal(204, (await org.SendAsync(Delete, $"{TestOrg.Data}/sobjects/ContentDocument/{documentId}")).Status);
        Assert.Empty((await org.QueryAsync("SELECT Id FROM ContentVersion")).Records());
        Assert.Empty((await org.QueryAsync($"SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '{accountId}'")).Records());
    }

    private static async Task<(string AccountId, string DocumentId)> UploadAsync(TestOrg org)
    {
        var accountId = (await org.QueryAsync("SELECT Id FROM Account LIMIT 1")).Records()[0].Text("Id")!;
        var (_, created) = await org.SendAsync(Post, $"{TestOrg.Data}/sobjects/ContentVersion", new
        {
            PathOnClient = "a.txt",
            VersionData = Convert.ToBase64String("one"u8),
            FirstPublishLocationId = accountId,
        });
        var version = await org.GetAsync($"{TestOrg.Data}/sobjects/ContentVersion/{created.Text("id")}");
        return (accountId, version.Text("ContentDocumentId")!);
    }
}
