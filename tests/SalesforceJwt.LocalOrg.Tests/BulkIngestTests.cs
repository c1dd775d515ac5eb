using System.IO.Compression;
using System.Text;
using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Uploads of records with Bulk API 2.0: <c>/jobs/ingest</c>.</summary>
public sealed class BulkIngestTests
{
    private const string Ingest = BulkOrg.Ingest;

    [Fact]
    public async Task A_job_goes_through_its_states()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Options.Bulk.UploadCompletePolls = 1;
        org.Org.Options.Bulk.InProgressPolls = 2;
        var (_, created) = await org.SendAsync(Post, Ingest, new { @object = "Contact", operation = "insert", lineEnding = "LF" });
        var id = created.Text("id");
        Assert.StartsWith("750", id, StringComparison.Ordinal);
        Assert.Equal("Open", created.Text("state"));
        Assert.Equal($"services/data/v68.0/jobs/ingest/{id}/batches", created.Text("contentUrl"));
        Assert.Equal(68.0m, created.GetProperty("apiVersion").GetDecimal());
        Assert.Equal("INVALIDJOBSTATE", (await org.FailAsync(Get, $"{Ingest}/{id}/successfulResults")).Code);
        Assert.Equal(201, await org.UploadAsync(id, "FirstName,LastName\nAda,Bulk\nBo,Bulk\n"u8.ToArray()));
        Assert.Equal("UploadComplete", (await org.SendAsync(Patch, $"{Ingest}/{id}", new { state = "UploadComplete" })).Body.Text("state"));

        var states = new List<string>();
        JsonElement job;
        do
        {
            job = await org.GetAsync($"{Ingest}/{id}");
            states.Add(job.Text("state"));
        }
        while (states[^1] is not ("JobComplete" or "Failed"));

        Assert.Equal(["UploadComplete", "InProgress", "JobComplete"], states.Distinct());
        Assert.True(states.Count(state => state == "InProgress") >= 2);
        Assert.Equal(
            ("V2Ingest", 2, 0), (
                job.Text("jobType"), job.GetProperty("numberRecordsProcessed").GetInt32(),
                job.GetProperty("numberRecordsFailed").GetInt32()));
        var rows = (await org.ResultsAsync(job, "successfulResults")).Split('\n');
        Assert.Equal("\"sf__Id\",\"sf__Created\",FirstName,LastName", rows[0]);
        Assert.Matches("^\"003gL[A-Za-z0-9]{13}\",\"true\",Ada,Bulk$", rows[1]);
        Assert.Equal("\"sf__Id\",\"sf__Error\",FirstName,LastName\n", await org.ResultsAsync(job, "failedResults"));
        Assert.Equal("FirstName,LastName\n", await org.ResultsAsync(job, "unprocessedrecords"));
        Assert.Equal(2, await CountAsync(org, "LastName = 'Bulk'"));
    }

    [Fact]
    public async Task Values_are_parsed_from_csv()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var job = await org.RunAsync(
            "insert",
            "\"LastName\",Description,Birthdate,DoNotCall,Account.External_Id__c,Title\n"
            + "\"Quo\"\"ted, Name\",\"two\nlines\",1990-02-03,true,A-0001,#N/A\n");
        Assert.Equal("JobComplete", job.Text("state"));
        var record = await org.QueryAsync(
            "SELECT LastName,Description,Birthdate,DoNotCall,Account.Name,Title FROM Contact WHERE Birthdate = 1990-02-03");
        var contact = record.GetProperty("records")[0];
        Assert.Equal(
            ("Quo\"ted, Name", "two\nlines", "1990-02-03"), (
                contact.Text("LastName"), contact.Text("Description"), contact.Text("Birthdate")));
        Assert.True(contact.GetProperty("DoNotCall").GetBoolean());
        Assert.Equal("Example Company 0001", contact.GetProperty("Account").Text("Name"));
        Assert.Contains("\"Quo\"\"ted, Name\",\"two\nlines\",", await org.ResultsAsync(job, "successfulResults"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Case", "User:Owner.Email", true)]
    [InlineData("Case", "Owner.Email", false)]
    [InlineData("Case", "Owner:User.Email", false)]
    [InlineData("Case", "Contact:Owner.Email", false)]
    [InlineData("Contact", "Owner.Email", true)]
    [InlineData("Contact", "User:Owner.Email", false)]
    [InlineData("Contact", "Account.Owner.Email", false)]
    [InlineData("Contact", "Account.Name", false)]
    public async Task A_parent_has_its_object_where_the_reference_is_polymorphic_and_only_there(string type, string column, bool isRight)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var email = (await org.QueryAsync("SELECT Email FROM User LIMIT 1")).GetProperty("records")[0].Text("Email");
        var job = await org.RunAsync("insert", $"{(type == "Case" ? "Subject" : "LastName")},{column}\nX,{email}\n", type: type);
        Assert.Equal(
            (isRight ? "JobComplete" : "Failed", 0), (job.Text("state"), job.GetProperty("numberRecordsFailed").GetInt32()));
    }

    [Theory]
    [InlineData("LF", "LastName,Description\nBreaks,\"a\nb\"\n", true)]
    [InlineData("LF", "LastName,Description\nBreaks,\"a\r\nb\"\n", false)]
    [InlineData("CRLF", "LastName,Description\r\nBreaks,\"a\r\nb\"\r\n", true)]
    [InlineData("CRLF", "LastName,Description\r\nBreaks,\"a\nb\"\r\n", false)]
    public async Task Strict_line_endings_include_quoted_values(string lineEnding, string csv, bool isOneKind)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal("JobComplete", await StateAsync());
        org.Org.Options.Bulk.StrictLineEndings = true;
        Assert.Equal(isOneKind ? "JobComplete" : "Failed", await StateAsync());

        async Task<string> StateAsync()
        {
            var (_, created) = await org.SendAsync(Post, Ingest, new { @object = "Contact", operation = "insert", lineEnding });
            var id = created.Text("id");
            await org.UploadAsync(id, Encoding.UTF8.GetBytes(csv));
            await org.SendAsync(Patch, $"{Ingest}/{id}", new { state = "UploadComplete" });
            JsonElement job;
            while ((job = await org.GetAsync($"{Ingest}/{id}")).Text("state") is "UploadComplete" or "InProgress")
            {
            }

            return job.Text("state");
        }
    }

    [Fact]
    public async Task Empty_values_change_nothing_and_the_null_value_clears()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var before = await org.GetAsync($"{TestOrg.Data}/sobjects/Contact/003gL0000000001");
        var job = await org.RunAsync("update", "Id,FirstName,MailingCity\n003gL0000000001,,#N/A\n");
        Assert.Equal(0, job.GetProperty("numberRecordsFailed").GetInt32());
        var after = await org.GetAsync($"{TestOrg.Data}/sobjects/Contact/003gL0000000001");
        Assert.Equal(before.Text("FirstName"), after.Text("FirstName"));
        Assert.Equal(JsonValueKind.Null, after.GetProperty("MailingCity").ValueKind);
        Assert.Contains("\"false\",003gL0000000001", await org.ResultsAsync(job, "successfulResults"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_fail_one_by_one()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.RecordFaults.Add(new RecordFault { Index = 3 });
        var job = await org.RunAsync("insert", "LastName,Birthdate,AccountId\n,,\nB,soon,\nC,,abc\nD,,\nE,,\n");
        Assert.Equal((5, 4), (job.GetProperty("numberRecordsProcessed").GetInt32(), job.GetProperty("numberRecordsFailed").GetInt32()));
        var rows = (await org.ResultsAsync(job, "failedResults")).TrimEnd('\n').Split('\n');
        Assert.Equal("\"\",\"REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --\",,,", rows[1]);
        Assert.Equal("\"\",\"INVALID_FIELD:Failed to deserialize field at col 1. Due to, 'soon' is not a valid value for the type xsd:date:Birthdate --\",B,soon,", rows[2]);
        Assert.StartsWith("\"\",\"MALFORMED_ID:", rows[3], StringComparison.Ordinal);
        Assert.Equal("\"\",\"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--\",D,,", rows[4]);
        Assert.EndsWith(",E,,\n", await org.ResultsAsync(job, "successfulResults"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upserts_and_deletes()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var upsert = await org.RunAsync(
            "upsert", "External_Id__c,LastName\nC-000001,Changed\nnew,New\nnew,Twice\n,No key\n#N/A,No key\n#N/A,No key\n", key: "External_Id__c");
        Assert.Equal(4, upsert.GetProperty("numberRecordsFailed").GetInt32());
        var saved = await org.ResultsAsync(upsert, "successfulResults");
        Assert.Contains("\"false\",C-000001,Changed", saved, StringComparison.Ordinal);
        Assert.Contains("\"true\",new,New", saved, StringComparison.Ordinal);
        var failed = await org.ResultsAsync(upsert, "failedResults");
        Assert.Contains("DUPLICATE_VALUE:Duplicate external id specified: new:External_Id__c --", failed, StringComparison.Ordinal);
        Assert.Equal(4, failed.Split("MISSING_ARGUMENT:External_Id__c not specified:External_Id__c --").Length);

        var delete = await org.RunAsync("delete", "Id\n003gL0000000002\n003gL0000000002\n003gL000000zzzz\n");
        Assert.Equal(2, delete.GetProperty("numberRecordsFailed").GetInt32());
        var hard = await org.RunAsync("hardDelete", "Id\n003gL0000000003\n");
        Assert.Equal(0, hard.GetProperty("numberRecordsFailed").GetInt32());
        Assert.Equal("NOT_FOUND", (await org.FailAsync(Get, $"{TestOrg.Data}/sobjects/Contact/003gL0000000003")).Code);
        Assert.Equal("ENTITY_IS_DELETED", (await org.FailAsync(Get, $"{TestOrg.Data}/sobjects/Contact/003gL0000000002")).Code);
    }

    [Theory]
    [InlineData("insert", "LastName,Foo\nA,1\n", "InvalidBatch : Field name not found : Foo")]
    [InlineData("insert", "LastName\r\nA\r\n", "ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF")]
    [InlineData("delete", "Id,LastName\n003gL0000000001,A\n", "InvalidBatch : 'delete' batch must contain only ids")]
    [InlineData("update", "LastName\nA\n", "InvalidBatch : Field name not found : Id")]
    [InlineData("insert", "", "InvalidBatch : Records not found for this batch")]
    public async Task An_invalid_file_fails_the_job(string operation, string csv, string message)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var job = await org.RunAsync(operation, csv);
        Assert.Equal(
            ("Failed", message, 0), (job.Text("state"), job.Text("errorMessage"), job.GetProperty("numberRecordsProcessed").GetInt32()));
        Assert.Equal(csv, await org.ResultsAsync(job, "unprocessedrecords"));
        Assert.Equal("\"sf__Id\",\"sf__Created\"\n", await org.ResultsAsync(job, "successfulResults"));
    }

    [Theory]
    [InlineData("CRLF", "COMMA", ",")]
    [InlineData("LF", "TAB", "\t")]
    [InlineData("LF", "SEMICOLON", ";")]
    [InlineData("CRLF", "PIPE", "|")]
    [InlineData("LF", "CARET", "^")]
    [InlineData("LF", "BACKQUOTE", "`")]
    public async Task Delimiters_and_line_endings_are_those_of_the_job(string lineEnding, string name, string delimiter)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var end = lineEnding == "CRLF" ? "\r\n" : "\n";
        var job = await org.RunAsync(
            "insert", $"FirstName{delimiter}LastName{end}Ada{delimiter}Delimited{end}", lineEnding: lineEnding, delimiter: name);
        Assert.Equal("JobComplete", job.Text("state"));
        Assert.EndsWith(
            $"\"true\"{delimiter}Ada{delimiter}Delimited{end}", await org.ResultsAsync(job, "successfulResults"), StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync(org, "LastName = 'Delimited' AND FirstName = 'Ada'"));
    }

    [Fact]
    public async Task Uploads_may_be_gzip_are_allowed_once_and_have_a_limit()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var id = await org.CreateAsync();
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write("LastName\nZipped\n"u8);
        }

        Assert.Equal(201, await org.UploadAsync(id, zipped.ToArray(), "gzip"));
        Assert.Equal(400, await org.UploadAsync(id, "LastName\nAgain\n"u8.ToArray()));
        await org.SendAsync(Patch, $"{Ingest}/{id}", new { state = "UploadComplete" });
        await org.WaitAsync($"{Ingest}/{id}");
        Assert.Equal(1, await CountAsync(org, "LastName = 'Zipped'"));

        org.Org.Options.Bulk.MaxUploadBytes = 400;
        var large = await org.CreateAsync();
        Assert.Equal(413, await org.UploadAsync(large, Encoding.ASCII.GetBytes(new string('x', 301))));
        Assert.Equal(201, await org.UploadAsync(large, Encoding.ASCII.GetBytes(new string('x', 300))));
        Assert.Equal(415, (await org.SendAsync(Put, $"{Ingest}/{large}/batches", new { })).Status);
    }

    [Fact]
    public async Task A_small_job_can_be_created_in_one_multipart_request()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var content = new MultipartFormDataContent
        {
            { new StringContent("""{"object":"Contact","operation":"insert","contentType":"CSV"}""", Encoding.UTF8, "application/json"), "job" },
            { new StringContent("LastName\nMultipart\n", Encoding.UTF8, "text/csv"), "content", "content" },
        };
        using var response = await org.Client.PostAsync(Ingest, content, TestOrg.Cancellation);
        var job = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestOrg.Cancellation));
        await org.WaitAsync($"{Ingest}/{job.Text("id")}");
        Assert.Equal(1, await CountAsync(org, "LastName = 'Multipart'"));
    }

    private static async Task<int> CountAsync(TestOrg org, string condition) =>
        (await org.QueryAsync($"SELECT COUNT() FROM Contact WHERE {condition}")).GetProperty("totalSize").GetInt32();
}
