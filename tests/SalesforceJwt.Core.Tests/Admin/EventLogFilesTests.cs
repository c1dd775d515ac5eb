using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Admin;

/// <summary>Event log files are listed, and downloaded whole or not at all.</summary>
public sealed class EventLogFilesTests : ConnectedTests
{
    private const string Files = "/services/data/v68.0/sobjects/EventLogFile";
    private const string Query = "/services/data/v68.0/query";

    private readonly TemporaryFolder _folder = new();

    private EventLogFiles Logs => new(Session);

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task Files_are_listed_over_several_pages_by_kind_and_interval()
    {
        Test.Org.Options.MaxPageSize = 2;
        for (var hour = 1; hour <= 5; hour++)
        {
            await AddAsync(new { eventType = "Hourly_Test", logDate = $"2026-01-02T0{hour}:00:00Z", interval = "Hourly", sequence = hour });
        }

        var files = await ListAsync(["hourly_t*"], SfEventLogInterval.Hourly);

        Assert.Equal([5, 4, 3, 2, 1], files.Select(file => file.Sequence));
        Assert.Equal(TimeSpan.Zero, files[0].LogDate.Offset);
        Assert.Empty(await ListAsync(["hourly_t*"], SfEventLogInterval.Daily));
        Assert.Empty(await ListAsync(["HourlyXT*"], null));
    }

    [Fact]
    public async Task A_download_that_is_interrupted_is_repeated_or_leaves_nothing()
    {
        await AddAsync(new { eventType = "Long", rows = 5000 });
        var log = Assert.Single(await ListAsync(["Long"], null));
        Test.Fail($"{Files}/{log.Id}", FaultKind.Truncate);
        await SaveAsync(log, "a.csv");
        Assert.Equal(log.Length, new FileInfo(_folder["a.csv"]).Length);
        Assert.True(EventLogFiles.IsComplete(log, _folder["a.csv"]));

        Test.Fail($"{Files}/{log.Id}", FaultKind.Truncate, times: 0);
        Assert.Equal(SfErrorKind.ConnectionBroken, (await Assert.ThrowsAsync<SfException>(() => SaveAsync(log, "b.csv"))).Kind);
        Assert.Equal(["a.csv"], _folder.Names);
    }

    [Theory]
    [InlineData("\"A\"\n1\n", SfErrorKind.ResponseInvalid)]
    [InlineData("", SfErrorKind.ResponseInvalid)]
    public async Task A_file_of_another_length_is_not_saved_and_the_old_one_stays(string body, SfErrorKind kind)
    {
        var log = (await ListAsync(["Login"], null))[0];
        _folder.Write("a.csv", [1]);
        Test.Org.Faults.Add(new Fault { Path = $"{Files}/{log.Id}", Status = 200, Body = body, ContentType = "text/csv", Times = 0 });

        Assert.Equal(kind, (await Assert.ThrowsAsync<SfException>(() => SaveAsync(log, "a.csv"))).Kind);

        Assert.Equal([1], File.ReadAllBytes(_folder["a.csv"]));
        Assert.Equal(["a.csv"], _folder.Names);
    }

    [Fact]
    public async Task A_file_that_is_gone_has_its_own_error_with_the_answer_as_cause()
    {
        var error = await Assert.ThrowsAsync<SfException>(() => SaveAsync(
            new SfEventLog("0AT000000009999GAA", "Login") { LogDate = DateTimeOffset.UnixEpoch }, "a.csv"));

        Assert.Equal(SfErrorKind.NotFound, error.Kind);
        Assert.Contains("no event log file with the id '0AT000000009999GAA'", error.Message, StringComparison.Ordinal);
        Assert.Equal(404, Assert.IsType<SfRestException>(error.InnerException).StatusCode);
    }

    [Fact]
    public async Task A_missing_folder_is_found_before_the_request()
    {
        var log = (await ListAsync(["Login"], null))[0];
        Test.Org.Requests.Clear();

        var error = await Assert.ThrowsAsync<SfException>(() => SaveAsync(log, Path.Combine("none", "a.csv")));

        Assert.Equal(SfErrorKind.FolderNotFound, error.Kind);
        Assert.Empty(Test.Requests);
    }

    [Theory]
    [InlineData("""{"Id":"../../limits","EventType":"Login","LogDate":"2026-01-02T00:00:00Z"}""")]
    [InlineData("""{"Id":"0AT000000000001AAA","EventType":"Login"}""")]
    [InlineData("""{"Id":"0AT000000000001AAA","LogDate":"2026-01-02T00:00:00Z"}""")]
    [InlineData("""{"Id":"0AT000000000001AAA","EventType":"Login","LogDate":"yesterday"}""")]
    public async Task A_row_that_is_not_of_a_file_is_an_error(string row)
    {
        Test.Answer(Query, 200, $$"""{"records":[{{row}}]}""");

        Assert.Equal(SfErrorKind.ResponseInvalid, (await Assert.ThrowsAsync<SfException>(() => ListAsync([], null))).Kind);
    }

    [Theory]
    [InlineData("../../etc/x")]
    [InlineData(@"C:\x")]
    [InlineData("a\0b")]
    public void A_name_never_leaves_its_folder(string eventType)
    {
        var name = EventLogFiles.NameOf(new SfEventLog("0AT000000000001AAA", eventType) { LogDate = DateTimeOffset.UnixEpoch });

        Assert.Equal(name, Path.GetFileName(name));
        Assert.DoesNotContain(name, c => c is '\\' or ':' or '\0');
        Assert.EndsWith("0AT000000000001AAA.csv", name, StringComparison.Ordinal);
    }

    private async Task<List<SfEventLog>> ListAsync(string[] eventTypes, SfEventLogInterval? interval)
    {
        var all = new List<SfEventLog>();
        await foreach (var page in Logs.ListAsync(null, null, eventTypes, interval, null, TestOrg.Cancellation))
        {
            all.AddRange(page);
        }

        return all;
    }

    private Task SaveAsync(SfEventLog log, string name) => Logs.SaveAsync(log, _folder[name], null, TestOrg.Cancellation);

    private async Task AddAsync(object file) =>
        Assert.Equal(200, (await Test.SendAsync(HttpMethod.Post, "_localorg/event-log-files", file)).Status);
}
