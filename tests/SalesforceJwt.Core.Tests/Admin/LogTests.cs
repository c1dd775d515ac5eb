using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Admin;

/// <summary>Logs are read for a period, page by page, and no further than needed.</summary>
public sealed class LogTests : ConnectedTests
{
    private const string Query = "/services/data/v68.0/query";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private LogPeriod Any { get; } = new(DateTimeOffset.MinValue.AddYears(1999), null);

    [Fact]
    public void A_period_begins_some_days_before_its_end()
    {
        Assert.Equal(new LogPeriod(Noon.AddDays(-LogPeriod.DefaultDays), null), LogPeriod.Of(null, null, Noon));
        Assert.Equal(new LogPeriod(Noon.AddDays(-9), Noon.AddDays(-2)), LogPeriod.Of(null, Noon.AddDays(-2), Noon));
        Assert.Equal(new LogPeriod(Noon, Noon), LogPeriod.Of(Noon, Noon, Noon));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("0001-01-07T23:59:59Z", "0001-01-01T00:00:00Z")]
    [InlineData("0001-01-08T00:00:01Z", "0001-01-01T00:00:01Z")]
    [InlineData("0001-01-07T23:00:00-05:00", "0001-01-01T04:00:00Z")]
    [InlineData("0001-01-08T02:00:00+05:00", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-24T23:59:59Z")]
    public void A_period_begins_no_earlier_than_time_does(string until, string since) =>
        Assert.Equal(new LogPeriod(At(since), At(until)), LogPeriod.Of(null, At(until), Noon));

    [Theory]
    [InlineData("2026-03-01T12:00:00Z", "2026-03-01T13:00:00+01:00", true)]
    [InlineData("2026-03-01T12:00:00Z", "2026-03-01T12:30:00+01:00", false)]
    [InlineData("2026-03-01T12:00:00-10:00", "2026-03-01T21:00:00Z", false)]
    [InlineData("2026-03-01T00:00:00+14:00", "2026-02-28T11:00:00Z", true)]
    public void The_end_of_a_period_is_compared_with_its_beginning_in_any_time_zone(string since, string until, bool isPeriod)
    {
        var error = Record.Exception(() => LogPeriod.Of(At(since), At(until), Noon));

        Assert.Equal(isPeriod ? null : SfErrorKind.ArgumentConflict, (error as SfException)?.Kind);
    }

    [Theory]
    [InlineData("2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", 1)]
    [InlineData("2026-03-02T02:00:00+14:00", "2026-03-01T00:00:01-12:00", 1)]
    [InlineData("2026-03-01T12:00:01Z", null, 0)]
    [InlineData("2026-03-01T13:00:00+01:00", "2026-03-01T13:00:00+01:00", 1)]
    [InlineData("2026-02-01T00:00:00Z", "2026-03-01T11:59:59Z", 0)]
    public async Task A_sign_in_belongs_to_a_period_with_its_ends_in_any_time_zone(string since, string? until, int count)
    {
        await AddLoginAsync(Noon);

        var logins = await LoginsAsync(new LogPeriod(At(since), until is null ? null : At(until)), ["Loader"]);

        Assert.Equal(Enumerable.Repeat(Noon, count), logins.Select(login => login.Time ?? default));
    }

    [Theory]
    [InlineData("load*", true)]
    [InlineData("LOADER", true)]
    [InlineData("?oader", true)]
    [InlineData("Load", false)]
    [InlineData("[L]oader", false)]
    [InlineData(@"Load\*", false)]
    [InlineData("", false)]
    public async Task Names_of_apps_have_wildcards(string pattern, bool isFound)
    {
        await AddLoginAsync(Noon);

        Assert.Equal(isFound, (await LoginsAsync(Any, [pattern])).Count > 0);
    }

    [Fact]
    public async Task All_pages_are_read_and_for_a_few_entries_only_the_first()
    {
        Test.Org.Options.MaxPageSize = 2;
        for (var i = 0; i < 7; i++)
        {
            await AddLoginAsync(Noon.AddHours(i));
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(i => Noon.AddHours(6 - i)), (await LoginsAsync(Any, ["Loader"])).Select(l => l.Time ?? default));

        Test.Org.Requests.Clear();
        Assert.Equal(2, (await LoginsAsync(new LogPeriod(Noon, Noon.AddHours(9)), ["Loader"], first: 2)).Count);

        // The page, and the names of its users.
        Assert.Equal(2, Test.Requests.Count);
    }

    [Fact]
    public async Task A_session_that_ends_between_pages_is_renewed()
    {
        Test.Org.Options.MaxPageSize = 2;
        for (var i = 0; i < 5; i++)
        {
            await AddLoginAsync(Noon.AddHours(i));
        }

        var found = new List<SfLogin>();
        await foreach (var page in new LoginHistory(Session).ReadAsync(Any, null, ["Loader"], false, null, TestOrg.Cancellation))
        {
            found.AddRange(page);
            Test.Org.ExpireAllTokens();
        }

        Assert.Equal(5, found.Count);
        Assert.Contains(Test.Requests, r => r.StatusCode == 401);
    }

    [Fact]
    public async Task A_cursor_that_ends_between_pages_is_an_error_after_the_entries_before()
    {
        Test.Org.Options.MaxPageSize = 2;
        for (var i = 0; i < 5; i++)
        {
            await AddLoginAsync(Noon.AddHours(i));
        }

        var found = new List<SfLogin>();
        var error = await Assert.ThrowsAsync<SfRestException>(async () =>
        {
            await foreach (var page in new LoginHistory(Session).ReadAsync(Any, null, ["Loader"], false, null, TestOrg.Cancellation))
            {
                found.AddRange(page);
                Test.Org.ExpireQueryLocators();
            }
        });

        Assert.Equal("INVALID_QUERY_LOCATOR", error.ErrorCode);
        Assert.NotEmpty(found);
    }

    [Fact]
    public async Task No_entries_need_no_usernames_and_values_that_mean_nothing_are_null()
    {
        Assert.Empty(await LoginsAsync(new LogPeriod(Noon, Noon), []));
        Assert.Single(Test.Requests);

        await AddLoginAsync(Noon, new { Browser = "Unknown", Platform = "N/A", SourceIp = "10.0.0.1" });
        var login = Assert.Single(await LoginsAsync(new LogPeriod(Noon, Noon), []));

        Assert.Equal((null, null, "10.0.0.1", TestOrg.Username), (login.Browser, login.Platform, login.SourceIp, login.Username));
    }

    [Theory]
    [InlineData("""{"records":[{"Status":"Success"}]}""")]
    [InlineData("""{"records":[{"UserId":5}]}""")]
    [InlineData("""{"totalSize":0}""")]
    [InlineData("[]")]
    public async Task An_answer_without_entries_is_an_error(string body)
    {
        Test.Answer(Query, 200, body);

        Assert.Equal(SfErrorKind.ResponseInvalid, (await Assert.ThrowsAsync<SfException>(() => LoginsAsync(Any, []))).Kind);
    }

    [Theory]
    [InlineData("perm*", 1)]
    [InlineData("PERM_100%", 1)]
    [InlineData("PermX100%", 0)]
    [InlineData("PERM_100?", 1)]
    [InlineData("PERM_1%", 0)]
    [InlineData("O'Neil", 0)]
    public async Task Actions_of_the_audit_trail_are_filtered_by_the_org_and_only_asterisk_and_question_mark_are_wildcards(
        string action, int count)
    {
        await AddAsync("SetupAuditTrail", new { Action = "PERM_100%", Section = "Manage Users", Display = "x", CreatedDate = Noon });

        var entries = await new AuditTrail(Session).ReadAsync(Any, null, [action], [], [], null, TestOrg.Cancellation).JoinAsync();

        Assert.Equal(count, entries.Count);
    }

    [Theory]
    [InlineData("manage*", "*", 1)]
    [InlineData("manage*", "y", 0)]
    [InlineData("Apps", "x", 0)]
    public async Task Entries_of_the_audit_trail_have_both_the_section_and_the_text(string section, string display, int count)
    {
        await AddAsync("SetupAuditTrail", new { Action = "a", Section = "Manage Users", Display = "x", CreatedDate = Noon });

        var entries = await new AuditTrail(Session)
            .ReadAsync(new LogPeriod(Noon, Noon), null, [], [section], [display], null, TestOrg.Cancellation).JoinAsync();

        Assert.Equal(count, entries.Count);
    }

    [Theory]
    [InlineData("audit trail", UserRight.ViewSetup, "View Setup and Configuration")]
    [InlineData("event logs", UserRight.ViewEventLogFiles, "View Event Log Files")]
    public async Task A_missing_permission_is_named(string log, UserRight right, string permission)
    {
        Test.Org.Users.Find(TestOrg.Username)!.MissingPermissions = [right];

        var error = await Assert.ThrowsAsync<SfRestException>(() => ReadAsync(log));

        Assert.Equal((SfErrorKind.PermissionDenied, "INVALID_TYPE"), (error.Kind, error.ErrorCode));
        Assert.Contains($"'{permission}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit trail")]
    [InlineData("event logs")]
    [InlineData("tokens")]
    public async Task Only_errors_of_permissions_name_one(string log)
    {
        Test.Fail(Query, 400, code: "MALFORMED_QUERY", message: "x");
        var error = await Assert.ThrowsAsync<SfRestException>(() => ReadAsync(log));
        Assert.Equal(("MALFORMED_QUERY", false), (error.ErrorCode, error.Message.Contains("permission", StringComparison.Ordinal)));

        Test.Fail(Query, 403, code: "INSUFFICIENT_ACCESS", message: "x");
        Assert.Equal(SfErrorKind.PermissionDenied, (await Assert.ThrowsAsync<SfRestException>(() => ReadAsync(log))).Kind);
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

    private async Task ReadAsync(string log)
    {
        switch (log)
        {
            case "audit trail":
                await new AuditTrail(Session).ReadAsync(Any, null, [], [], [], null, TestOrg.Cancellation).JoinAsync();
                break;
            case "event logs":
                await new EventLogFiles(Session).ListAsync(Any, null, [], null, null, TestOrg.Cancellation).JoinAsync();
                break;
            default:
                await new AppTokens(Session).ListAsync(null, [], null, null, null, TestOrg.Cancellation).JoinAsync();
                break;
        }
    }

    private Task<List<SfLogin>> LoginsAsync(LogPeriod period, string[] applications, int? first = null) =>
        new LoginHistory(Session).ReadAsync(period, null, applications, false, first, TestOrg.Cancellation).JoinAsync();

    private Task AddLoginAsync(DateTimeOffset time, object? more = null)
    {
        var fields = new Dictionary<string, object?>
        {
            ["UserId"] = Test.Org.Users.Find(TestOrg.Username)!.Id,
            ["Status"] = "Success",
            ["LoginTime"] = time,
            ["Application"] = "Loader",
            ["LoginType"] = "Application",
        };
        foreach (var property in more?.GetType().GetProperties() ?? [])
        {
            fields[property.Name] = property.GetValue(more);
        }

        return AddAsync("LoginHistory", fields);
    }

    private async Task AddAsync(string type, object fields)
    {
        var (status, answer) = await Test.SendAsync(HttpMethod.Post, "_localorg/records", new { type, fields });
        Assert.True(status is >= 200 and < 300, $"{status} {answer}");
    }
}
