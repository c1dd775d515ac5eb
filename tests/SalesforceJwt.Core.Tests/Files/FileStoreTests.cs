using System.Security.Cryptography;
using SalesforceJwt.Core.Files;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Files;

/// <summary>Files are uploaded and downloaded unchanged, completely or not at all.</summary>
public sealed class FileStoreTests : ConnectedTests
{
    private const string Upload = "/services/data/v68.0/sobjects/ContentVersion";

    private readonly TemporaryFolder _folder = new();

    private FileStore Store => new(Session);

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3_000_001)]
    public async Task An_uploaded_file_is_downloaded_unchanged(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var sent = new List<long>();

        var version = await UploadAsync("Häßlich \"name\".bin", content, progress: new Watch(sent.Add));
        await Store.DownloadAsync(await Store.FindAsync(version.ContentDocumentId, TestOrg.Cancellation), _folder["back.bin"], null, TestOrg.Cancellation);

        Assert.Equal(content, File.ReadAllBytes(_folder["back.bin"]));
        Assert.Equal(("Häßlich \"name\"", "bin", (long)size, "1"), (version.Title, version.Extension, version.Size, version.VersionNumber));
        Assert.Matches("^[0-9a-f]{32}$", version.Checksum);
        Assert.Equal(size, sent[^1]);
    }

    [Theory]
    [InlineData("../../../../services/oauth2/revoke")]
    [InlineData("068gL0000000001/../../Account")]
    [InlineData("068gL0000000001?x=")]
    [InlineData("")]
    public async Task An_invalid_id_from_the_server_is_an_error_and_not_used(string id)
    {
        Test.Answer(Upload, 200, $$"""{"Id":"{{id}}","ContentDocumentId":"069gL0000000001","Title":"x"}""");
        Assert.Equal(SfErrorKind.ResponseInvalid, (await FailsAsync("068gL0000000001")).Kind);

        Test.Answer("/sobjects/ContentDocument", 200, $$"""{"LatestPublishedVersionId":"{{id}}"}""");
        Assert.Equal(SfErrorKind.ResponseInvalid, (await FailsAsync("069gL0000000001")).Kind);
        Assert.Equal(2, Test.Requests.Count);

        async Task<SfException> FailsAsync(string of) =>
            await Assert.ThrowsAsync<SfException>(() => Store.FindAsync(of, TestOrg.Cancellation));
    }

    [Fact]
    public async Task A_new_version_replaces_the_first()
    {
        var first = await UploadAsync("a.txt", "one"u8.ToArray(), new FileDescription { Title = "Title", Description = "what" });
        var second = await UploadAsync("a.txt", "two"u8.ToArray(), new FileDescription { ContentDocumentId = first.ContentDocumentId });

        Assert.Equal((first.ContentDocumentId, "2"), (second.ContentDocumentId, second.VersionNumber));
        Assert.Equal(second.Id, (await Store.FindAsync(first.ContentDocumentId, TestOrg.Cancellation)).Id);
        Assert.Equal("Title", (await Store.FindAsync(first.Id, TestOrg.Cancellation)).Title);
    }

    [Fact]
    public async Task An_upload_that_may_have_arrived_is_not_sent_again()
    {
        Test.Fail(Upload, FaultKind.ResetAfterActing);

        var error = await Assert.ThrowsAsync<SfRestException>(() => UploadAsync("a.txt", [1]));

        Assert.Equal(SfErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("'a.txt'", error.Message, StringComparison.Ordinal);
        Assert.Contains("FROM ContentVersion", error.Remedy, StringComparison.Ordinal);
        Assert.Single(Test.Requests, r => r.Method == "POST");
    }

    [Fact]
    public async Task After_an_expired_session_the_whole_upload_is_sent_again()
    {
        var content = RandomNumberGenerator.GetBytes(400_000);
        Test.Fail(Upload, 401, code: "INVALID_SESSION_ID", message: "Session expired or invalid");

        var version = await UploadAsync("a.bin", content);

        await Store.DownloadAsync(version, _folder["back.bin"], null, TestOrg.Cancellation);
        Assert.Equal(content, File.ReadAllBytes(_folder["back.bin"]));
    }

    [Fact]
    public async Task If_only_the_answer_is_lost_the_error_says_that_the_file_was_uploaded()
    {
        Test.Fail(Upload + "/068", 404);

        var error = await Assert.ThrowsAsync<SfException>(() => UploadAsync("a.txt", [1]));

        Assert.Contains("was uploaded and is ContentVersion 068", error.Message, StringComparison.Ordinal);
        Assert.Equal("Do not upload it again.", error.Remedy);
    }

    [Theory]
    [InlineData("""{"success":true}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public async Task An_answer_without_an_id_is_an_error(string body)
    {
        Test.Answer(Upload, 201, body);

        Assert.Equal(SfErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<SfRestException>(() => UploadAsync("a.txt", [1]))).Kind);
    }

    [Fact]
    public async Task A_file_beyond_2_GB_is_not_sent()
    {
        using (var file = new FileStream(_folder["large.bin"], FileMode.CreateNew))
        {
            // Sparse: it uses no space on the disk.
            file.SetLength(FileStore.LongestFile + 1);
        }

        var error = await Assert.ThrowsAsync<SfException>(() => Store.UploadAsync(_folder["large.bin"], new FileDescription(), null, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.FileTooLarge, error.Kind);
        Assert.Empty(Test.Requests);
    }

    [Theory]
    [InlineData("069000000000001AAA", "001000000000001AAA", SfErrorKind.ArgumentConflict)]
    [InlineData("068000000000001AAA", null, SfErrorKind.IdInvalid)]
    [InlineData("069", null, SfErrorKind.IdInvalid)]
    [InlineData(null, "../x", SfErrorKind.IdInvalid)]
    public async Task Invalid_arguments_are_errors_before_anything_is_sent(string? document, string? link, SfErrorKind kind)
    {
        var description = new FileDescription { ContentDocumentId = document, LinkTo = link };

        Assert.Equal(kind, (await Assert.ThrowsAsync<SfException>(() => UploadAsync("a.txt", [1], description))).Kind);
        Assert.Empty(Test.Requests);
    }

    [Fact]
    public async Task A_missing_file_is_an_error()
    {
        var error = await Assert.ThrowsAsync<SfException>(() => Store.UploadAsync(_folder["none"], new FileDescription(), null, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.FileNotFound, error.Kind);
        Assert.Empty(Test.Requests);
    }

    [Theory]
    [InlineData("003000000000001AAA")]
    [InlineData("06800")]
    [InlineData("068000000000001AAB")]
    [InlineData("068/../../limits01")]
    public async Task An_id_of_another_object_is_not_requested(string id)
    {
        Assert.Equal(SfErrorKind.IdInvalid, (await Assert.ThrowsAsync<SfException>(() => Store.FindAsync(id, TestOrg.Cancellation))).Kind);
        Assert.Empty(Test.Requests);
    }

    [Fact]
    public async Task A_broken_download_starts_again_and_leaves_no_file_if_it_never_completes()
    {
        var content = RandomNumberGenerator.GetBytes(500_000);
        var version = await UploadAsync("a.bin", content);
        var path = $"{Upload}/{version.Id}/VersionData";
        Test.Fail(path, FaultKind.Truncate);

        await Store.DownloadAsync(version, _folder["b.bin"], null, TestOrg.Cancellation);
        Assert.Equal(content, File.ReadAllBytes(_folder["b.bin"]));

        Test.Fail(path, FaultKind.Truncate, times: 0);
        var error = await Assert.ThrowsAsync<SfException>(() => Store.DownloadAsync(version, _folder["c.bin"], null, TestOrg.Cancellation));
        Assert.Equal(SfErrorKind.ConnectionBroken, error.Kind);
        Assert.Equal(["a.bin", "b.bin"], _folder.Names);
    }

    private Task<SfFile> UploadAsync(string name, byte[] content, FileDescription? description = null, IProgress<long>? progress = null) =>
        Store.UploadAsync(_folder.Write(name, content), description ?? new FileDescription(), progress, TestOrg.Cancellation);

    private sealed class Watch(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
