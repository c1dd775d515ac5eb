using System.Net.Http.Headers;
using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The deploy resource: its requests, states and answers.</summary>
public sealed class DeployTests
{
    private static readonly string[] OneTest = ["EchoServiceTest"];
    private static readonly string[] Missing = ["modifyMetadata"];
    private static readonly (string, string, string, string)[] Echo = [DeployOrg.Class("A", "public class A { }"), DeployOrg.ClassMeta("A")];

    [Fact]
    public async Task A_deploy_is_pending_then_succeeds_with_details()
    {
        await using var org = await DeployOrg.StartAsync();
        var (status, body) = await org.PostAsync(DeployOrg.ZipOf(68, Echo), DeployOrg.Options(testLevel: "NoTestRun"), part: "entity_content");
        Assert.Equal(201, status);
        Assert.StartsWith("0Af", body.Text("id"), StringComparison.Ordinal);
        Assert.Equal("NoTestRun", body.GetProperty("deployOptions").Text("testLevel"));
        var pending = body.GetProperty("deployResult");
        Assert.Equal("Pending", pending.Text("status"));
        Assert.False(pending.GetProperty("done").GetBoolean());

        var brief = (await org.Inner.GetAsync($"{DeployOrg.Deploys}/{body.Text("id")}")).GetProperty("deployResult");
        Assert.Equal("Succeeded", brief.Text("status"));
        Assert.Equal(JsonValueKind.Null, brief.GetProperty("details").ValueKind);
        var result = await org.ResultAsync(body.Text("id"));
        Assert.True(result.GetProperty("done").GetBoolean() && result.GetProperty("success").GetBoolean());
        Assert.Equal((1, 1, 0), (Number(result, "numberComponentsTotal"), Number(result, "numberComponentsDeployed"), Number(result, "numberComponentErrors")));
        Assert.Equal("ci", result.Text("createdByName"));
        var saved = result.GetProperty("details").GetProperty("componentSuccesses").EnumerateArray().Single(each => each.Text("fullName") == "A");
        Assert.Equal(("ApexClass", "classes/A.cls"), (saved.Text("componentType"), saved.Text("fileName")));
        Assert.True(saved.GetProperty("created").GetBoolean() && saved.GetProperty("changed").GetBoolean());
        Assert.Equal(
            "public class A { }", (await org.Inner.QueryAsync("SELECT Body FROM ApexClass WHERE Name = 'A'")).Records().Single().Text("Body"));

        var again = await org.SucceedAsync(DeployOrg.ZipOf(68, Echo));
        saved = again.GetProperty("details").GetProperty("componentSuccesses").EnumerateArray().Single(each => each.Text("fullName") == "A");
        Assert.False(saved.GetProperty("created").GetBoolean() || saved.GetProperty("changed").GetBoolean());
    }

    [Fact]
    public async Task It_waits_in_the_queue_and_takes_its_time()
    {
        await using var org = await DeployOrg.StartAsync();
        (org.Settings.QueueTime, org.Settings.DeployTime) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        var first = await org.StartAsync(DeployOrg.ZipOf(68, [.. Echo, DeployOrg.Class("B", "class B {}"), DeployOrg.ClassMeta("B")]));
        var second = await org.StartAsync(DeployOrg.ZipOf(68, DeployOrg.Class("C", "class C {}"), DeployOrg.ClassMeta("C")));
        Assert.Equal("Pending", (await org.ResultAsync(first)).Text("status"));
        org.Org.Options.ClockOffset = TimeSpan.FromMinutes(6.5);
        var progress = await org.ResultAsync(first);
        Assert.Equal(("InProgress", 2, 1), (progress.Text("status"), Number(progress, "numberComponentsTotal"), Number(progress, "numberComponentsDeployed")));
        Assert.Equal("Pending", (await org.ResultAsync(second)).Text("status"));
        org.Org.Options.ClockOffset = TimeSpan.FromMinutes(11.5);
        Assert.Equal("Succeeded", (await org.ResultAsync(first)).Text("status"));
        Assert.Equal("InProgress", (await org.ResultAsync(second)).Text("status"));
        org.Org.Options.ClockOffset = TimeSpan.FromMinutes(21.5);
        Assert.Equal("Succeeded", (await org.ResultAsync(second)).Text("status"));
    }

    [Fact]
    public async Task It_can_be_cancelled_until_it_is_done()
    {
        await using var org = await DeployOrg.StartAsync();
        (org.Settings.QueueTime, org.Settings.CancelTime) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        var pending = await org.StartAsync(DeployOrg.ZipOf(68, Echo));
        var (status, body) = await CancelAsync(org, pending);
        Assert.Equal((202, "Canceled"), (status, body.GetProperty("deployResult").Text("status")));
        Assert.Equal("ci", (await org.ResultAsync(pending)).Text("canceledByName"));

        (org.Settings.QueueTime, org.Settings.DeployTime) = (TimeSpan.Zero, TimeSpan.FromHours(2));
        var running = await org.StartAsync(DeployOrg.ZipOf(68, Echo));
        Assert.Equal("InProgress", (await org.ResultAsync(running)).Text("status"));
        Assert.Equal("Canceling", (await CancelAsync(org, running)).Body.GetProperty("deployResult").Text("status"));
        Assert.Equal("Canceling", (await org.ResultAsync(running)).Text("status"));
        org.Org.Options.ClockOffset = TimeSpan.FromHours(1.5);
        Assert.Equal("Canceled", (await org.ResultAsync(running)).Text("status"));
        Assert.Empty((await org.Inner.QueryAsync("SELECT Id FROM ApexClass WHERE Name = 'A'")).Records());
        Assert.Equal((400, "INVALID_ID_FIELD", "Deployment already completed"), await org.FailToCancelAsync(running));
        Assert.Equal("INVALID_OPERATION", (await org.Inner.FailAsync(Patch, $"{DeployOrg.Deploys}/{running}", new { deployResult = new { status = "Failed" } })).Code);
    }

    [Fact]
    public async Task It_is_finalized_and_then_cannot_be_cancelled()
    {
        await using var org = await DeployOrg.StartAsync();
        (org.Settings.DeployTime, org.Settings.FinalizeTime) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        var id = await org.StartAsync(DeployOrg.ZipOf(68, Echo));
        Assert.Equal(("InProgress", "Processing components"), await RecordAsync(org, id));
        org.Org.Options.ClockOffset = TimeSpan.FromMinutes(1.5);
        var finalizing = await org.ResultAsync(id);
        Assert.Equal(("FinalizingDeploy", false, 1), (
            finalizing.Text("status"), finalizing.GetProperty("done").GetBoolean(), Number(finalizing, "numberComponentsDeployed")));
        Assert.Equal(("FinalizingDeploy", null), await RecordAsync(org, id));
        Assert.Equal((400, "INVALID_OPERATION"), (await org.FailToCancelAsync(id)) is var (status, code, _) ? (status, code) : default);
        Assert.Empty((await org.Inner.QueryAsync("SELECT Id FROM ApexClass WHERE Name = 'A'")).Records());
        org.Org.Options.ClockOffset = TimeSpan.FromMinutes(2.5);
        Assert.Equal("Succeeded", (await org.ResultAsync(id)).Text("status"));
        Assert.Single((await org.Inner.QueryAsync("SELECT Id FROM ApexClass WHERE Name = 'A'")).Records());
    }

    [Fact]
    public async Task Finalizing_can_fail_and_then_nothing_is_changed()
    {
        await using var org = await DeployOrg.StartAsync();
        Assert.Equal(204, (await org.Inner.SendAsync(Patch, "_localorg/settings", new { metadata = new { failsFinalizing = true } })).Status);
        var result = await org.DeployAsync(DeployOrg.ZipOf(68, Echo));
        Assert.Equal(("FinalizingDeployFailed", true, false), (
            result.Text("status"), result.GetProperty("done").GetBoolean(), result.GetProperty("success").GetBoolean()));
        Assert.Empty((await org.Inner.QueryAsync("SELECT Id FROM ApexClass WHERE Name = 'A'")).Records());
        await org.SucceedAsync(DeployOrg.ZipOf(68, Echo), DeployOrg.Options(checkOnly: true));
        Assert.Single(await org.FailAsync(DeployOrg.ZipOf(68, DeployOrg.Class("A", "class A {"), DeployOrg.ClassMeta("A"))));
    }

    [Fact]
    public async Task A_validation_with_tests_can_be_deployed_quickly_for_ten_days()
    {
        await using var org = await DeployOrg.StartAsync();
        var zip = DeployOrg.ZipOf(68, Echo);
        var untested = await org.StartAsync(zip, DeployOrg.Options(checkOnly: true));
        var validated = await org.StartAsync(zip, DeployOrg.Options(checkOnly: true, testLevel: "RunSpecifiedTests", runTests: OneTest));
        Assert.Equal("Succeeded", (await org.ResultAsync(validated)).Text("status"));
        Assert.Empty((await org.Inner.QueryAsync("SELECT Id FROM ApexClass WHERE Name = 'A'")).Records());
        Assert.Equal("INVALID_ID_FIELD", (await QuickAsync(org, untested)).Code);
        Assert.Equal(404, (await QuickAsync(org, "0AfgL0000000099")).Status);

        org.Org.Options.ClockOffset = TimeSpan.FromDays(11);
        org.Org.Options.SessionTimeout = TimeSpan.FromDays(100);
        Assert.Equal("INVALID_ID_FIELD", (await QuickAsync(org, validated)).Code);
        org.Org.Options.ClockOffset = TimeSpan.FromDays(9);
        var (status, body) = await org.Inner.SendAsync(Post, DeployOrg.Deploys, new { validatedDeployRequestId = validated });
        Assert.Equal((201, validated), (status, body.Text("validatedDeployRequestId")));
        var result = await org.ResultAsync(body.Text("id"));
        Assert.Equal(("Succeeded", false), (result.Text("status"), result.GetProperty("runTestsEnabled").GetBoolean()));
        Assert.Single((await org.Inner.QueryAsync("SELECT Id FROM ApexClass WHERE Name = 'A'")).Records());
        Assert.Equal("INVALID_ID_FIELD", (await QuickAsync(org, validated)).Code);
    }

    [Theory]
    [InlineData("""{"deployOptions":{"nope":true}}""", "JSON_PARSER_ERROR")]
    [InlineData("""{"deployOptions":{"checkOnly":"yes"}}""", "JSON_PARSER_ERROR")]
    [InlineData("""{"deployOptions":{"testLevel":"Some"}}""", "JSON_PARSER_ERROR")]
    [InlineData("""{"deployOptions":{"testLevel":"1"}}""", "JSON_PARSER_ERROR")]
    [InlineData("""{"deployOptions":{"runTests":"A"}}""", "JSON_PARSER_ERROR")]
    [InlineData("""{"other":{}}""", "JSON_PARSER_ERROR")]
    [InlineData("{}", "REQUIRED_FIELD_MISSING")]
    [InlineData("[]", "JSON_PARSER_ERROR")]
    [InlineData("""{"deployOptions":{"runTests":["A"]}}""", "INVALID_OPERATION")]
    [InlineData("""{"deployOptions":{"testLevel":"RunSpecifiedTests"}}""", "INVALID_OPERATION")]
    [InlineData("""{"deployOptions":{"performRetrieve":true}}""", "INVALID_OPERATION")]
    public async Task Options_that_do_not_exist_or_fit_are_refused(string json, string code)
    {
        await using var org = await DeployOrg.StartAsync();
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(json, new MediaTypeHeaderValue("application/json")), "json");
        form.Add(FilePart(DeployOrg.ZipOf(68, Echo)), "file", "x.zip");
        Assert.Equal((400, code), await PostAsync(org, form));
    }

    [Fact]
    public async Task The_body_has_two_parts_of_the_right_types()
    {
        await using var org = await DeployOrg.StartAsync();
        var zip = DeployOrg.ZipOf(68, Echo);
        Assert.Equal(400, (await org.PostAsync(zip, part: "options")).Status);
        Assert.Equal(400, (await org.PostAsync(zip, zipType: "application/octet-stream")).Status);
        using var onlyFile = new MultipartFormDataContent { { FilePart(zip), "file", "x.zip" } };
        Assert.Equal((400, "INVALID_MULTIPART_REQUEST"), await PostAsync(org, onlyFile));
        Assert.Equal((415, "UNSUPPORTED_MEDIA_TYPE"), await PostAsync(org, FilePart(zip)));
        Assert.Equal("REQUIRED_FIELD_MISSING", (await org.Inner.FailAsync(Post, DeployOrg.Deploys, new { })).Code);
        org.Settings.MaxZipBytes = zip.Length - 1;
        var (status, body) = await org.PostAsync(zip);
        Assert.Equal((400, "LIMIT_EXCEEDED"), (status, body[0].Text("errorCode")));
        Assert.Equal(404, (await org.Inner.SendAsync(Get, $"{DeployOrg.Deploys}/0AfgL0000000099")).Status);
    }

    [Fact]
    public async Task Results_can_have_strings_for_booleans_and_numbers()
    {
        await using var org = await DeployOrg.StartAsync();
        org.Settings.TextValues = true;
        var result = await org.SucceedAsync(DeployOrg.ZipOf(68, Echo));
        Assert.Equal(("true", "1", "true"), (result.Text("done"), result.Text("numberComponentsTotal"), result.Text("success")));
    }

    [Fact]
    public async Task Only_users_with_the_permission_deploy()
    {
        await using var org = await DeployOrg.StartAsync();
        var (status, _) = await org.Inner.SendAsync(Post, "_localorg/users", new { username = TestOrg.Username, missingPermissions = Missing });
        Assert.Equal(204, status);
        var (refused, body) = await org.PostAsync(DeployOrg.ZipOf(68, Echo));
        Assert.Equal((403, "INSUFFICIENT_ACCESS"), (refused, body[0].Text("errorCode")));
    }

    [Fact]
    public async Task Production_demands_tests()
    {
        await using var org = await DeployOrg.StartAsync();
        Assert.Equal(204, (await org.Inner.SendAsync(Patch, "_localorg/settings", new { metadata = new { isProduction = true } })).Status);
        var (status, body) = await org.PostAsync(new DeployedApp().Zip(), DeployOrg.Options(testLevel: "NoTestRun"));
        Assert.Equal(
            (400, "INVALID_OPERATION", "testLevel of NoTestRun cannot be used in production organizations"),
            (status, body[0].Text("errorCode"), body[0].Text("message")));
        Assert.Equal(400, (await org.PostAsync(new DeployedApp().Zip(), DeployOrg.Options(rollbackOnError: false))).Status);
        Assert.False((await org.SucceedAsync(new DeployedApp().Zip())).GetProperty("runTestsEnabled").GetBoolean());
        Assert.True((await org.SucceedAsync(DeployOrg.ZipOf(68, Echo))).GetProperty("runTestsEnabled").GetBoolean());
        org.Settings.RequiresTests = true;
        Assert.Equal(400, (await org.PostAsync(new DeployedApp().Zip())).Status);
        await org.SucceedAsync(new DeployedApp().Zip(), DeployOrg.Options(testLevel: "RunSpecifiedTests", runTests: OneTest));
    }

    [Fact]
    public async Task A_lost_answer_leaves_a_deploy_that_the_Tooling_API_lists()
    {
        await using var org = await DeployOrg.StartAsync();
        var before = DateTimeOffset.UtcNow.AddMinutes(-1);
        org.Inner.Fail("/services/data/v68.0/metadata", FaultKind.ResetAfterActing);
        await Assert.ThrowsAsync<HttpRequestException>(() => org.PostAsync(DeployOrg.ZipOf(68, Echo)));
        var soql = "SELECT Id, Status, CreatedDate, CreatedBy.Username, CreatedById, CheckOnly, StartDate, CompletedDate, NumberComponentsTotal "
            + $"FROM DeployRequest WHERE CreatedById = '{org.Org.Users.Find(TestOrg.Username)!.Id}' AND CreatedDate > {before:yyyy-MM-dd'T'HH:mm:ss'Z'} "
            + "ORDER BY CreatedDate DESC";
        var found = (await org.Inner.GetAsync($"{TestOrg.Data}/tooling/query?q={Uri.EscapeDataString(soql)}")).Records().Single();
        Assert.Equal(("Succeeded", TestOrg.Username), (found.Text("Status"), found.GetProperty("CreatedBy").Text("Username")));
        Assert.Equal(1, Number(found, "NumberComponentsTotal"));
        Assert.Equal("Succeeded", (await org.ResultAsync(found.Text("Id"))).Text("status"));
        Assert.Equal("INVALID_TYPE", (await org.Inner.FailAsync(Get, $"{TestOrg.Data}/query?q={Uri.EscapeDataString("SELECT Id FROM DeployRequest")}")).Code);

        org.Inner.Fail("/services/data/v68.0/metadata", 503);
        Assert.Equal(503, (await org.PostAsync(DeployOrg.ZipOf(68, Echo))).Status);
        const string All = "SELECT Id FROM DeployRequest";
        Assert.Single((await org.Inner.GetAsync($"{TestOrg.Data}/tooling/query?q={Uri.EscapeDataString(All)}")).Records());
    }

    private static async Task<(string Status, string? Detail)> RecordAsync(DeployOrg org, string id)
    {
        var soql = $"SELECT Status, StateDetail FROM DeployRequest WHERE Id = '{id}'";
        var record = (await org.Inner.GetAsync($"{TestOrg.Data}/tooling/query?q={Uri.EscapeDataString(soql)}")).Records().Single();
        return (record.Text("Status"), record.GetProperty("StateDetail").GetString());
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static Task<(int Status, JsonElement Body)> CancelAsync(DeployOrg org, string id) =>
        org.Inner.SendAsync(Patch, $"{DeployOrg.Deploys}/{id}", new { deployResult = new { status = "Canceling" } });

    private static Task<(int Status, string Code, string Message)> QuickAsync(DeployOrg org, string id) =>
        org.Inner.FailAsync(Post, DeployOrg.Deploys, new { validatedDeployRequestId = id });

    private static ByteArrayContent FilePart(byte[] zip) => new(zip) { Headers = { ContentType = new MediaTypeHeaderValue("application/zip") } };

    private static async Task<(int Status, string Code)> PostAsync(DeployOrg org, HttpContent content)
    {
        using var response = await org.Inner.Client.PostAsync(DeployOrg.Deploys, content, TestOrg.Cancellation);
        var body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestOrg.Cancellation));
        return ((int)response.StatusCode, body[0].Text("errorCode"));
    }
}
