using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Upload and download of files: ContentVersion.</summary>
public sealed class FileTests
{
    private const string Versions = $"{TestOrg.Data}/sobjects/ContentVersion";

    [Fact]
    public async Task A_multipart_file_is_downloaded_unchanged()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var data = RandomNumberGenerator.GetBytes(3_000_001);
        var (status, created) = await UploadAsync(org, data, new { PathOnClient = "photo.of.me.jpg" });
        Assert.Equal(201, status);
        var id = created.GetProperty("id").GetString();

        var record = await org.GetAsync($"{Versions}/{id}");
        Assert.Equal(("photo.of.me", "jpg", "JPG", 3_000_001, "1", true), (
            record.GetProperty("Title").GetString(),
            record.GetProperty("FileExtension").GetString(),
            record.GetProperty("FileType").GetString(),
            record.GetProperty("ContentSize").GetInt32(),
            record.GetProperty("VersionNumber").GetString(),
            record.GetProperty("IsLatest").GetBoolean()));
        Assert.Equal($"/{Versions}/{id}/VersionData", record.GetProperty("VersionData").GetString());

        Assert.Equal(data, await org.Client.GetByteArrayAsync(record.GetProperty("VersionData").GetString(), TestOrg.Cancellation));
        using var head = await org.Client.SendAsync(new HttpRequestMessage(Head, $"{Versions}/{id}/VersionData"), TestOrg.Cancellation);
        Assert.Equal(3_000_001, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_second_version_follows_the_first()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (_, first) = await org.SendAsync(Post, Versions, new { PathOnClient = "a.txt", VersionData = Convert.ToBase64String("one"u8) });
        var documentId = (
            await org.GetAsync($"{Versions}/{first.GetProperty("id").GetString()}")).GetProperty("ContentDocumentId").GetString();
        await org.SendAsync(
            Post, Versions, new { PathOnClient = "a.txt", VersionData = Convert.ToBase64String("two"u8), ContentDocumentId = documentId });
        var versions = (
            await org.QueryAsync(
                $"SELECT Id, VersionNumber, IsLatest FROM ContentVersion WHERE ContentDocumentId = '{documentId}' ORDER BY VersionNumber"))
            .GetProperty("records");
        Assert.Equal(["1 False", "2 True"], versions.EnumerateArray().Select(
            version => $"{version.GetProperty("VersionNumber").GetString()} {version.GetProperty("IsLatest").GetBoolean()}"));
        var latest = await org.Client.GetStringAsync(
            $"{Versions}/{versions[1].GetProperty("Id").GetString()}/VersionData", TestOrg.Cancellation);
        Assert.Equal("two", latest);
    }

    [Fact]
    public async Task Missing_or_wrong_parts_are_named()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal("REQUIRED_FIELD_MISSING", (await org.FailAsync(Post, Versions, new { PathOnClient = "a.txt" })).Code);
        Assert.Equal("JSON_PARSER_ERROR", (await org.FailAsync(Post, Versions, new { PathOnClient = "a.txt", VersionData = "?" })).Code);
        var (status, errors) = await UploadAsync(org, [1], new { Title = "no path" });
        Assert.Equal((400, "REQUIRED_FIELD_MISSING"), (status, errors[0].GetProperty("errorCode").GetString()));
        Assert.Equal("NOT_FOUND", (await org.FailAsync(Get, $"{Versions}/068gL000000zzzz/VersionData")).Code);

        using var lonely = new MultipartFormDataContent { { new ByteArrayContent([1]), "VersionData", "a.txt" } };
        using var response = await org.Client.PostAsync(Versions, lonely, TestOrg.Cancellation);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>(TestOrg.Cancellation))[0];
        Assert.Equal("INVALID_MULTIPART_REQUEST", error.GetProperty("errorCode").GetString());
    }

    private static async Task<(int Status, JsonElement Body)> UploadAsync(TestOrg org, byte[] data, object metadata)
    {
        using var json = JsonContent.Create(metadata);
        using var bytes = new ByteArrayContent(data);
        bytes.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var content = new MultipartFormDataContent { { json, "entity_content" }, { bytes, "VersionData", "file.bin" } };
        using var response = await org.Client.PostAsync(Versions, content, TestOrg.Cancellation);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestOrg.Cancellation));
    }
}
