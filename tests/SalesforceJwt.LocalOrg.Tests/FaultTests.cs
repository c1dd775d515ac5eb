using System.Diagnostics;
using System.Net;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Faults that a test can inject.</summary>
public sealed class FaultTests
{
    private const string Limits = $"{TestOrg.Data}/limits";
    private const string Contacts = $"{TestOrg.Data}/sobjects/Contact";

    [Fact]
    public async Task A_fault_fails_as_many_requests_as_it_says_after_those_it_skips()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Faults.Add(new Fault { Path = "/services/data/v[0-9]+.0/limits$", Skip = 1, Times = 2, Status = 502 });
        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            statuses.Add((await org.SendAsync(Get, Limits)).Status);
        }

        Assert.Equal([200, 502, 502, 200, 200], statuses);
        Assert.Empty(org.Org.Faults.Pending);
    }

    [Fact]
    public async Task A_fault_for_all_requests_lasts_until_cleared_and_only_where_it_matches()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Faults.Add(new Fault { Method = "GET", Path = $"/{Limits}", Times = 0 });
        Assert.Equal(503, (await org.SendAsync(Get, Limits)).Status);
        Assert.Equal(405, (await org.SendAsync(Post, Limits)).Status);
        Assert.Equal(200, (await org.SendAsync(Get, $"{TestOrg.Data}/sobjects")).Status);
        Assert.Equal(503, (await org.SendAsync(Get, Limits)).Status);
        org.Org.Faults.Clear();
        Assert.Equal(200, (await org.SendAsync(Get, Limits)).Status);
    }

    [Fact]
    public async Task Code_message_and_headers_can_be_set()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Faults.Add(new Fault
        {
            Status = 403,
            ErrorCode = "REQUEST_LIMIT_EXCEEDED",
            Message = "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
            Headers = { ["Retry-After"] = "7" },
        });
        using var response = await org.Client.GetAsync(Limits, TestOrg.Cancellation);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Equal(
            """[{"message":"ConcurrentRequests (Concurrent API Requests) Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]""",
            await response.Content.ReadAsStringAsync(TestOrg.Cancellation));
    }

    [Theory]
    [InlineData("composite", "compositeResponse", "body", "httpStatusCode")]
    [InlineData("composite/batch", "results", "result", "statusCode")]
    public async Task A_fault_of_subrequests_fails_single_ones(string resource, string list, string body, string status)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Faults.Add(new Fault { Method = "POST", Path = $"/{Contacts}", Subrequests = true, Skip = 1, Status = 503, ErrorCode = "SERVER_UNAVAILABLE" });

        // The same requests alone, and the whole one, are not meant.
        Assert.Equal(201, (await org.SendAsync(Post, Contacts, new { LastName = "Alone" })).Status);
        Assert.Equal(201, (await org.SendAsync(Post, Contacts, new { LastName = "Alone" })).Status);
        var isBatch = resource.EndsWith("batch", StringComparison.Ordinal);
        object Step(string name) => isBatch
            ? new { method = "POST", url = $"v68.0/sobjects/Contact", richInput = new { LastName = name } }
            : new { method = "POST", url = $"/{Contacts}", referenceId = name, body = new { LastName = name } };
        object[] steps = [Step("Sub1"), Step("Sub2"), Step("Sub3")];
        var (whole, answer) = await org.SendAsync(
            Post, $"{TestOrg.Data}/{resource}", isBatch ? new { batchRequests = steps } : new { compositeRequest = steps });

        Assert.Equal(200, whole);
        var answers = answer.GetProperty(list).EnumerateArray().ToList();
        Assert.Equal([201, 503, 201], answers.Select(one => one.GetProperty(status).GetInt32()));
        Assert.Equal("SERVER_UNAVAILABLE", answers[1].GetProperty(body)[0].GetProperty("errorCode").GetString());
        Assert.Empty(org.Org.Faults.Pending);
        var saved = await org.QueryAsync("SELECT LastName FROM Contact WHERE LastName LIKE 'Sub%' ORDER BY LastName");
        Assert.Equal(["Sub1", "Sub3"], saved.GetProperty("records").EnumerateArray().Select(one => one.GetProperty("LastName").GetString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_subrequest_undoes_the_others_where_all_or_none_is_wanted_even_if_it_acted(bool afterActing)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Faults.Add(new Fault { Path = $"/{Contacts}", Subrequests = true, Skip = 1, AfterActing = afterActing, Body = """[{"errorCode":"X","message":"x"}]""" });
        object[] steps =
        [
            new { method = "POST", url = $"/{Contacts}", referenceId = "a", body = new { LastName = "Undone" } },
            new { method = "POST", url = $"/{Contacts}", referenceId = "b", body = new { LastName = "Undone" } },
        ];
        var (_, answer) = await org.SendAsync(Post, $"{TestOrg.Data}/composite", new { allOrNone = true, compositeRequest = steps });

        var answers = answer.GetProperty("compositeResponse");
        Assert.Equal([400, 503], answers.EnumerateArray().Select(one => one.GetProperty("httpStatusCode").GetInt32()));
        Assert.Equal("X", answers[1].GetProperty("body")[0].GetProperty("errorCode").GetString());
        Assert.Equal(0, (await org.QueryAsync("SELECT Id FROM Contact WHERE LastName = 'Undone'")).GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task A_fault_that_ends_a_connection_cannot_happen_to_a_subrequest()
    {
        await using var org = await TestOrg.StartAsync();

        Assert.Throws<ArgumentException>(() => org.Org.Faults.Add(new Fault { Kind = FaultKind.Reset, Subrequests = true }));
        Assert.Throws<ArgumentException>(() => org.Org.Faults.Add(new Fault { Kind = FaultKind.Html, Subrequests = true }));
        Assert.Throws<ArgumentException>(() => org.Org.Faults.Add(new Fault { Body = "<html>", Subrequests = true }));
        Assert.Empty(org.Org.Faults.Pending);
    }

    [Fact]
    public async Task A_fault_can_respond_with_html()
    {
        await using var org = await TestOrg.StartAsync();
        org.Org.Faults.Add(new Fault { Kind = FaultKind.Html });
        using var response = await org.PostAssertionAsync(TestOrg.Sign(org.Claims()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_reset_happens_before_or_after_the_request_is_processed()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.Reset });
        await Assert.ThrowsAsync<HttpRequestException>(() => org.SendAsync(Post, Contacts, new { LastName = "Lost" }));
        Assert.Equal(0, await CountAsync(org, "Lost"));
        org.Org.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.ResetAfterActing });
        await Assert.ThrowsAsync<HttpRequestException>(() => org.SendAsync(Post, Contacts, new { LastName = "Kept" }));
        Assert.Equal(1, await CountAsync(org, "Kept"));
    }

    [Fact]
    public async Task A_status_fault_can_hide_that_the_request_was_processed()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Faults.Add(new Fault { Method = "POST", Status = 504, AfterActing = true });
        Assert.Equal(504, (await org.SendAsync(Post, Contacts, new { LastName = "Kept" })).Status);
        Assert.Equal(1, await CountAsync(org, "Kept"));
    }

    [Fact]
    public async Task A_response_can_be_late_slow_or_truncated()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        foreach (var (kind, delay, least) in new[] { (FaultKind.Delay, 300, 300), (FaultKind.SlowDrip, 30, 300) })
        {
            org.Org.Faults.Add(new Fault { Kind = kind, Delay = TimeSpan.FromMilliseconds(delay) });
            var watch = Stopwatch.StartNew();
            Assert.Equal(200, (await org.SendAsync(Get, Limits)).Status);
            Assert.InRange(watch.ElapsedMilliseconds, least - 20, 10_000);
        }

        org.Org.Faults.Add(new Fault { Kind = FaultKind.Truncate });
        using var response = await org.Client.GetAsync(Limits, HttpCompletionOption.ResponseHeadersRead, TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(TestOrg.Cancellation));
    }

    [Fact]
    public async Task A_slow_response_processes_the_request_once()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Faults.Add(new Fault { Method = "POST", Kind = FaultKind.SlowDrip, AfterActing = true });
        Assert.Equal(201, (await org.SendAsync(Post, Contacts, new { LastName = "Once" })).Status);
        Assert.Equal(1, await CountAsync(org, "Once"));
    }

    [Fact]
    public async Task A_hanging_request_is_in_the_log_and_does_not_keep_the_server_from_stopping()
    {
        var org = await TestOrg.StartSignedInAsync();
        org.Org.Requests.Clear();
        org.Org.Faults.Add(new Fault { Kind = FaultKind.Hang });
        var request = org.Client.GetAsync(Limits, TestOrg.Cancellation);
        while (org.Org.Requests.Count == 0)
        {
            await Task.Delay(5, TestOrg.Cancellation);
        }

        Assert.Equal(0, org.Org.Requests.All[0].StatusCode);
        var watch = Stopwatch.StartNew();
        await org.Server.DisposeAsync();
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2000);
        await Assert.ThrowsAsync<HttpRequestException>(() => request);
        await org.DisposeAsync();
    }

    [Fact]
    public void A_fault_with_an_invalid_pattern_is_rejected() =>
        Assert.ThrowsAny<ArgumentException>(() => new FaultInjector().Add(new Fault { Path = "/(" }));

    private static async Task<int> CountAsync(TestOrg org, string lastName) =>
        (await org.QueryAsync($"SELECT COUNT() FROM Contact WHERE LastName = '{lastName}'")).GetProperty("totalSize").GetInt32();
}
