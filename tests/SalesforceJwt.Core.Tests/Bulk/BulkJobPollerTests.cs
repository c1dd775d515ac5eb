using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Bulk;

/// <summary>The poller polls often at first and less often later, and obeys Retry-After.</summary>
public sealed class BulkJobPollerTests
{
    [Fact]
    public async Task The_intervals_grow_up_to_ten_seconds()
    {
        var time = new SkippingTime();
        await using var org = await BulkOrg.StartAsync(TestOrg.Options() with { Time = time });
        org.Test.Org.Options.Bulk.InProgressPolls = 12;
        await WaitAsync(org);

        var delays = time.Delays.Where(d => d > TimeSpan.FromMilliseconds(1)).ToList();
        Assert.Equal(12, delays.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(250), delays[0]);
        Assert.Equal(delays.Order(), delays);
        Assert.Equal(TimeSpan.FromSeconds(10), delays[^1]);
    }

    [Fact]
    public async Task Retry_After_is_obeyed()
    {
        var time = new SkippingTime();
        await using var org = await BulkOrg.StartAsync(TestOrg.Options() with { Time = time });
        var job = await org.Jobs.CreateQueryAsync("SELECT Id FROM Contact", cancellationToken: TestOrg.Cancellation);
        org.Test.Answer("/jobs/query/750", 200, $$"""{"id":"{{job.Id}}","state":"InProgress"}""", "application/json", ("Retry-After", "77"));
        await new BulkJobPoller(org.Jobs).WaitAsync(job, null, TestOrg.Cancellation);

        Assert.Contains(TimeSpan.FromSeconds(77), time.Delays);
    }

    [Fact]
    public async Task A_temporary_network_outage_does_not_end_the_wait()
    {
        await using var org = await BulkOrg.StartAsync();
        org.Test.Fail("/jobs/query/750", 503, times: 15);

        Assert.Equal(SfBulkJobState.JobComplete, (await WaitAsync(org)).State);
    }

    [Fact]
    public async Task A_job_is_found_by_its_id_without_its_kind()
    {
        await using var org = await BulkOrg.StartAsync();
        var job = await WaitAsync(org);

        Assert.Equal(SfBulkJobKind.Query, (await org.Jobs.GetAsync(job.Id, null, TestOrg.Cancellation)).Kind);
        var error = await Assert.ThrowsAnyAsync<SfException>(() => org.Jobs.GetAsync("750000000000000AAA", null, TestOrg.Cancellation));
        Assert.Equal(SfErrorKind.NotFound, error.Kind);
        Assert.Contains("There is no bulk job 750000000000000AAA", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_are_followed_to_their_last_page()
    {
        await using var org = await BulkOrg.StartAsync();
        org.Test.Org.Options.Bulk.ListPageSize = 2;
        for (var i = 0; i < 5; i++)
        {
            await WaitAsync(org);
        }

        Assert.Equal(5, (await org.Jobs.ListAsync(null, TestOrg.Cancellation).ToListAsync(TestOrg.Cancellation)).Select(j => j.Id).Distinct().Count());
    }

    private static async Task<SfBulkJob> WaitAsync(BulkOrg org) =>
        await new BulkJobPoller(org.Jobs).WaitAsync(await org.Jobs.CreateQueryAsync("SELECT Id FROM Contact", cancellationToken: TestOrg.Cancellation), null, TestOrg.Cancellation);

    [Theory]
    [InlineData("../../sobjects/Account/001000000000000AAA")]
    [InlineData("750gL0000000001/../x")]
    [InlineData("750gL0000000001?x")]
    [InlineData("750gL%2F")]
    public async Task An_invalid_id_is_in_no_url(string id)
    {
        await using var org = await BulkOrg.StartAsync();

        Assert.Equal(SfErrorKind.IdInvalid, (
            await Assert.ThrowsAnyAsync<SfException>(() => org.Jobs.GetAsync(id, null, TestOrg.Cancellation))).Kind);
        Assert.Empty(org.Test.Requests);

        org.Test.Answer("/jobs/query", 200, $$"""{"id":"{{id}}","state":"JobComplete"}""");
        Assert.Equal(SfErrorKind.ResponseInvalid, (await Assert.ThrowsAnyAsync<SfException>(
            () => org.Jobs.CreateQueryAsync("SELECT Id FROM Account", cancellationToken: TestOrg.Cancellation))).Kind);
        org.Test.Answer("/jobs/ingest", 200, $$"""{"done":true,"records":[{"id":"{{id}}"}]}""");
        Assert.Empty(await org.Jobs.ListAsync(SfBulkJobKind.Ingest, TestOrg.Cancellation).ToListAsync(TestOrg.Cancellation));
    }
}
