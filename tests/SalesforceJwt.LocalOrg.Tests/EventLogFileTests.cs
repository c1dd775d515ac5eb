using System.Text;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Event log files and their content.</summary>
public sealed class EventLogFileTests
{
    private const string Fields =
        "SELECT Id, EventType, LogDate, LogFileLength, Interval, Sequence, LogFileContentType, LogFileFieldNames, LogFile FROM EventLogFile";

    [Fact]
    public async Task Files_of_yesterday_are_there_with_deterministic_content()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var files = (await org.QueryAsync($"{Fields} WHERE LogDate = YESTERDAY AND Interval = 'Daily' ORDER BY EventType")).Records();
        Assert.Equal(["API", "Login", "RestApi"], files.Select(file => file.Text("EventType")));
        foreach (var file in files)
        {
            var content = await DownloadAsync(org, file.Text("LogFile"));
            Assert.Equal(file.GetProperty("LogFileLength").GetDouble(), Encoding.UTF8.GetByteCount(content));
            Assert.StartsWith($"\"{file.Text("LogFileFieldNames").Replace(",", "\",\"", StringComparison.Ordinal)}\"\n", content, StringComparison.Ordinal);
            Assert.Equal(content, await DownloadAsync(org, $"/{TestOrg.Data}/sobjects/EventLogFile/{file.Text("Id")}/LogFile"));
        }
    }

    [Fact]
    public async Task A_test_adds_files_of_any_size()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var body = new { eventType = "RestApi", logDate = "2026-01-02T03:00:00Z", interval = "Hourly", sequence = 2, rows = 1000 };
        var (status, added) = await org.SendAsync(Post, "_localorg/event-log-files", body);
        Assert.Equal(200, status);
        var file = (await org.QueryAsync($"{Fields} WHERE Id = '{added.Text("id")}'")).Records()[0];
        Assert.Equal(("Hourly", 2), (file.Text("Interval"), file.GetProperty("Sequence").GetInt32()));
        var content = await DownloadAsync(org, file.Text("LogFile"));
        Assert.Equal(1001, content.Split("\n\"").Length);
        Assert.Contains("\"Example, \"\"quoted\"\"\nwith a line break\"", content, StringComparison.Ordinal);
        foreach (var invalid in new object[] { new { eventType = "Login", rows = -1 }, new { eventType = "Login", interval = "Weekly" } })
        {
            Assert.Equal(400, (await org.SendAsync(Post, "_localorg/event-log-files", invalid)).Status);
        }
    }

    [Fact]
    public async Task They_need_a_permission()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var url = (await org.QueryAsync(Fields)).Records()[0].Text("LogFile");
        await org.SendAsync(Post, "_localorg/users", new { username = TestOrg.Username, profile = "Standard User" });
        Assert.Equal("INVALID_TYPE", (await org.FailAsync(Get, $"{TestOrg.Data}/query?q=SELECT+Id+FROM+EventLogFile")).Code);
        Assert.Equal(404, (await org.FailAsync(Get, url)).Status);
    }

    [Fact]
    public async Task The_organization_tells_what_administrators_look_at()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var found = Assert.Single((await org.QueryAsync(
            "SELECT Name, OrganizationType, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, LanguageLocaleKey, TimeZoneSidKey, "
            + "DefaultLocaleSidKey, PrimaryContact FROM Organization")).Records());
        Assert.Equal(("Developer Edition", "GMT", false), (found.Text("OrganizationType"), found.Text("TimeZoneSidKey"), found.GetProperty("IsSandbox").GetBoolean()));
        await org.SendAsync(Post, "_localorg/records", new { type = "Organization", id = org.Org.Id, fields = new { IsSandbox = true, TrialExpirationDate = "2030-01-01T00:00:00Z" } });
        found = (await org.QueryAsync("SELECT IsSandbox FROM Organization WHERE TrialExpirationDate > 2029-01-01T00:00:00Z")).Records()[0];
        Assert.True(found.GetProperty("IsSandbox").GetBoolean());
        var counts = (await org.GetAsync($"{TestOrg.Data}/limits/recordCount?sObjects=User,Profile")).GetProperty("sObjects").EnumerateArray();
        Assert.Equal([("Profile", 4), ("User", 1)], counts.Select(one => (one.Text("name"), one.GetProperty("count").GetInt32())));
    }

    private static async Task<string> DownloadAsync(TestOrg org, string url)
    {
        using var response = await org.Client.GetAsync(url, TestOrg.Cancellation);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsStringAsync(TestOrg.Cancellation);
    }
}
