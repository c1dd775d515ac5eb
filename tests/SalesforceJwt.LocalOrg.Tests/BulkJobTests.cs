using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>What ingest and query jobs share: errors, states, lists, faults.</summary>
public sealed class BulkJobTests
{
    private const string Ingest = BulkOrg.Ingest;

    [Fact]
    public async Task Invalid_jobs_are_rejected()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal(
            (400, "INVALIDJOB", "Unable to find object: Nope"), await org.FailAsync(
                Post, Ingest, new { @object = "Nope", operation = "insert" }));
        Assert.Equal("INVALIDJOB", (await org.FailAsync(Post, Ingest, new { @object = "Contact", operation = "upsert" })).Code);
        Assert.Equal(
            "INVALIDJOB", (
                await org.FailAsync(Post, Ingest, new { @object = "Contact", operation = "upsert", externalIdFieldName = "Title" })).Code);
        Assert.Equal("JSON_PARSER_ERROR", (await org.FailAsync(Post, Ingest, new { @object = "Contact", operation = "merge" })).Code);
        Assert.Equal(
            "JSON_PARSER_ERROR", (
                await org.FailAsync(Post, Ingest, new { @object = "Contact", operation = "insert", lineEnding = "CR" })).Code);
        Assert.Equal(
            "JSON_PARSER_ERROR", (
                await org.FailAsync(Post, Ingest, new { @object = "Contact", operation = "insert", columnDelimiter = "," })).Code);
        Assert.Equal(
            "JSON_PARSER_ERROR", (await org.FailAsync(Post, Ingest, new { @object = "Contact", operation = "insert", size = 1 })).Code);
        Assert.Equal("INVALIDJOB", (await org.FailAsync(Get, $"{Ingest}/abc")).Code);
        Assert.Equal("NOT_FOUND", (await org.FailAsync(Get, $"{Ingest}/750gL000000zzzz")).Code);
    }

    [Fact]
    public async Task A_job_is_aborted_then_deleted()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var id = await org.CreateAsync();
        await org.UploadAsync(id, "LastName\nA\n"u8.ToArray());
        Assert.Equal("INVALIDJOBSTATE", (await org.FailAsync(Delete, $"{Ingest}/{id}")).Code);
        Assert.Equal("Aborted", (await org.SendAsync(Patch, $"{Ingest}/{id}", new { state = "Aborted" })).Body.Text("state"));
        Assert.Equal(
            (400, "INVALIDJOBSTATE", "Aborting already Aborted Job not allowed"),
            await org.FailAsync(Patch, $"{Ingest}/{id}", new { state = "Aborted" }));
        Assert.Equal("INVALIDJOBSTATE", (await org.FailAsync(Patch, $"{Ingest}/{id}", new { state = "UploadComplete" })).Code);
        Assert.Equal("LastName\nA\n", await org.ResultsAsync(await org.GetAsync($"{Ingest}/{id}"), "unprocessedrecords"));
        Assert.Equal(204, (await org.SendAsync(Delete, $"{Ingest}/{id}")).Status);
        Assert.Equal("NOT_FOUND", (await org.FailAsync(Get, $"{Ingest}/{id}")).Code);
        Assert.Equal("JSON_PARSER_ERROR", (await org.FailAsync(Patch, $"{Ingest}/{await org.CreateAsync()}", new { state = "Open" })).Code);
    }

    [Fact]
    public async Task Lists_have_pages()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Options.Bulk.ListPageSize = 2;
        string[] ids = [await org.CreateAsync(), await org.CreateAsync(), await org.CreateAsync()];
        var first = await org.GetAsync($"{Ingest}?isPkChunkingEnabled=false&jobType=V2Ingest");
        Assert.False(first.GetProperty("done").GetBoolean());
        var second = await org.GetAsync(first.Text("nextRecordsUrl")[1..]);
        Assert.True(second.GetProperty("done").GetBoolean());
        Assert.Equal(
            ids,
            first.GetProperty("records").EnumerateArray().Concat(
                second.GetProperty("records").EnumerateArray()).Select(job => job.Text("id")));
        Assert.Empty((await org.GetAsync($"{Ingest}?isPkChunkingEnabled=true")).GetProperty("records").EnumerateArray());
        Assert.Equal("INVALID_QUERY_PARAMETER", (await org.FailAsync(Get, $"{Ingest}?page=1")).Code);
    }

    [Fact]
    public async Task An_administrator_can_end_jobs()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Options.Bulk.InProgressPolls = 1000;
        var id = await org.CreateAsync();
        await org.UploadAsync(id, "LastName\nA\n"u8.ToArray());
        await org.SendAsync(Patch, $"{Ingest}/{id}", new { state = "UploadComplete" });
        Assert.Equal(204, (await org.SendAsync(Post, "_localorg/jobs", new { id, state = "Failed", message = "InternalServerError : Oops" })).Status);
        var failed = await org.WaitAsync($"{Ingest}/{id}");
        Assert.Equal(("Failed", "InternalServerError : Oops"), (failed.Text("state"), failed.Text("errorMessage")));

        Assert.Equal(204, (await org.SendAsync(Post, "_localorg/jobs", new { state = "Aborted" })).Status);
        Assert.Equal("Aborted", (await org.RunAsync("insert", "LastName\nA\n")).Text("state"));
        Assert.Equal(204, (await org.SendAsync(Patch, "_localorg/settings", new { bulk = new { inProgressPolls = 0, savesRecords = false } })).Status);
        Assert.Equal("JobComplete", (await org.RunAsync("insert", "LastName\nNobody\n")).Text("state"));
        Assert.Equal(
            0, (await org.QueryAsync("SELECT COUNT() FROM Contact WHERE LastName = 'Nobody'")).GetProperty("totalSize").GetInt32());
        Assert.Equal(404, (await org.SendAsync(Post, "_localorg/jobs", new { id = "750gL000000zzzz", state = "Failed" })).Status);
    }

    [Fact]
    public async Task A_session_can_end_in_the_middle_of_a_job()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var id = await org.CreateAsync();
        org.Org.ExpireAllTokens();
        Assert.Equal((401, "INVALID_SESSION_ID", "Session expired or invalid"), await org.FailAsync(Get, $"{Ingest}/{id}"));
        Assert.Equal(401, await org.UploadAsync(id, "LastName\nA\n"u8.ToArray()));
        org.Client.DefaultRequestHeaders.Authorization = new("Bearer", await org.GetAccessTokenAsync());
        Assert.Equal("Open", (await org.GetAsync($"{Ingest}/{id}")).Text("state"));
        org.Org.Faults.Add(new Fault { Method = "PUT", Path = "/batches$", Kind = FaultKind.Reset });
        await Assert.ThrowsAsync<HttpRequestException>(() => org.UploadAsync(id, "LastName\nA\n"u8.ToArray()));
        Assert.Equal(201, await org.UploadAsync(id, "LastName\nA\n"u8.ToArray()));
    }
}
