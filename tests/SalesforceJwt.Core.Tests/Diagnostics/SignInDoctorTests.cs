using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Diagnostics;

/// <summary>The doctor's checks, their order, and where they stop.</summary>
public sealed class SignInDoctorTests : IAsyncLifetime
{
    private static readonly string[] OfflineOrder = ["Client id", "Username", "Login URL", "Private key", "Key size", "Certificate", "Certificate dates"];
    private static readonly string[] Network = ["DNS", "TLS", "Clock"];
    private static readonly string[] Use = ["Sign-in", "Audience", "Instance", "API version", "Scopes", "API quota", "Login history"];

    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartShuffledAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task A_good_sign_in_passes_every_check_in_the_order_in_which_they_can_fail()
    {
        var results = await _org.ExamineAsync();

        Assert.Equal([.. OfflineOrder, .. Network, .. Use], results.Select(r => r.Check));
        Assert.DoesNotContain(results, r => r.Status == SfCheckStatus.Failed);
        Assert.Contains("68.0", results.Of("API version").Detail, StringComparison.Ordinal);
        Assert.Contains("of 100,000", results.Of("API quota").Detail, StringComparison.Ordinal);
        Assert.Equal("web api", results.Of("Scopes").Detail);
        Assert.Single(_org.SignIns);
    }

    [Fact]
    public async Task Offline_sends_nothing()
    {
        var results = await _org.ExamineAsync(offline: true);

        Assert.Equal(OfflineOrder, results.Select(r => r.Check));
        Assert.Empty(_org.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3MVG9 cut")]
    public async Task Without_a_client_id_the_network_is_checked_but_no_sign_in_is_tried(string clientId)
    {
        var results = await _org.ExamineAsync(clientId: clientId);

        Assert.Equal(SfCheckStatus.Failed, results.Of("Client id").Status);
        Assert.Equal("Sign-in", results[^1].Check);
        Assert.Equal(SfCheckStatus.Skipped, results[^1].Status);
        Assert.Empty(_org.SignIns);
    }

    [Theory]
    [InlineData("my_app", "ci")]
    [InlineData("consumer-key-of-another-system", "ci@example")]
    public async Task What_does_not_look_like_a_consumer_key_or_a_username_is_a_warning(string clientId, string username)
    {
        var results = await _org.ExamineAsync(clientId: clientId, username: username, offline: true);

        Assert.Equal(SfCheckStatus.Warning, results.Of("Client id").Status);
        Assert.Contains("3MVG9", results.Of("Client id").Remedy, StringComparison.Ordinal);
        Assert.Equal(SfCheckStatus.Warning, results.Of("Username").Status);
    }

    [Fact]
    public async Task A_consumer_secret_in_place_of_the_key_fails_and_is_not_shown()
    {
        const string Secret = "ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789";
        var result = (await _org.ExamineAsync(clientId: Secret, offline: true)).Of("Client id");

        Assert.Equal(SfCheckStatus.Failed, result.Status);
        Assert.DoesNotContain(Secret[..20], result.Detail + result.Remedy, StringComparison.Ordinal);
        Assert.Contains("consumer key", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_complete_consumer_key_passes_and_is_shown_in_part()
    {
        var key = "3MVG9" + new string('a', 40) + new string('b', 40);

        var result = (await _org.ExamineAsync(clientId: key, offline: true)).Of("Client id");

        Assert.Equal(SfCheckStatus.Passed, result.Status);
        Assert.DoesNotContain(key, result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://login.salesforce.com", SfCheckStatus.Passed, "production")]
    [InlineData("https://test.salesforce.com", SfCheckStatus.Passed, "sandboxes")]
    [InlineData("https://acme.my.salesforce.com", SfCheckStatus.Passed, "the org's own")]
    [InlineData("https://login.example.com", SfCheckStatus.Warning, "not a Salesforce host")]
    public async Task A_login_url_is_reported_with_its_kind(string url, Enum status, string expected)
    {
        var result = (await _org.ExamineAsync(loginUrl: new Uri(url), offline: true)).Of("Login URL");

        Assert.Equal(status, result.Status);
        Assert.Contains(expected, result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_does_not_exist_ends_the_checks()
    {
        var results = await _org.ExamineAsync(loginUrl: new Uri("https://no-such-org.invalid"));

        Assert.Equal("DNS", results[^1].Check);
        Assert.Equal(SfCheckStatus.Failed, results[^1].Status);
        Assert.Contains("no-such-org.invalid", results[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_ends_the_checks()
    {
        var results = await _org.ExamineAsync(loginUrl: new Uri("http://127.0.0.1:9"));

        Assert.Equal("Connection", results[^1].Check);
        Assert.Equal(SfCheckStatus.Failed, results[^1].Status);
    }

    [Fact]
    public async Task An_untrusted_server_certificate_ends_the_checks()
    {
        var results = await _org.ExamineAsync(loginUrl: _org.Server.HttpsUrl);

        Assert.Equal("TLS", results[^1].Check);
        Assert.Equal(SfCheckStatus.Failed, results[^1].Status);
        Assert.NotNull(results[^1].Remedy);
        Assert.Empty(_org.SignIns);
    }

    [Theory]
    [InlineData(30, SfCheckStatus.Passed)]
    [InlineData(-120, SfCheckStatus.Warning)]
    [InlineData(120, SfCheckStatus.Warning)]
    [InlineData(3600, SfCheckStatus.Failed)]
    public async Task The_clocks_are_compared(int seconds, Enum status)
    {
        _org.Org.Options.ClockOffset = TimeSpan.FromSeconds(seconds);

        var result = (await _org.ExamineAsync()).Of("Clock");

        Assert.Equal(status, result.Status);
        if (!status.Equals(SfCheckStatus.Passed))
        {
            Assert.Contains(seconds > 0 ? "behind" : "ahead of", result.Detail, StringComparison.Ordinal);
            Assert.Contains("timedatectl", result.Remedy, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    public async Task A_date_that_no_server_can_have_is_none(string date)
    {
        _org.Org.Faults.Add(new Fault { Method = "GET", Path = "^/services/data$", Status = 200, Headers = { ["Date"] = date } });

        var results = await _org.ExamineAsync();

        Assert.Equal(SfCheckStatus.Skipped, results.Of("Clock").Status);
        Assert.Equal(SfCheckStatus.Passed, results.Of("Sign-in").Status);
        Assert.Empty(_org.Org.Faults.Pending);
    }

    [Fact]
    public async Task The_accepted_audience_is_reported_with_the_setting_that_avoids_the_second_sign_in()
    {
        _org.Org.Options.AcceptsOwnAudience = false;
        _org.Org.Options.AcceptedAudiences.Add("https://login.salesforce.com");

        var result = (await _org.ExamineAsync()).Of("Audience");

        Assert.Equal(SfCheckStatus.Warning, result.Status);
        Assert.Equal(NextStep.SetAudience, result.Advice!.Step);
        Assert.Equal(["https://login.salesforce.com"], result.Advice.Facts);
        Assert.Equal(2, _org.SignIns.Count);
    }

    [Fact]
    public async Task A_token_without_the_scope_for_rest_calls_is_a_warning()
    {
        _org.Org.Apps.Register(TestOrg.ClientId, TestKeys.Certificate).Scope = "web";

        var result = (await _org.ExamineAsync()).Of("Scopes");

        Assert.Equal(SfCheckStatus.Warning, result.Status);
        Assert.Contains("(api)", result.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(95_000, SfCheckStatus.Warning)]
    [InlineData(100_000, SfCheckStatus.Failed)]
    public async Task A_quota_that_is_nearly_or_completely_used_up_is_reported(int used, Enum status)
    {
        _org.Org.ApiUsage = used;

        Assert.Equal(status, (await _org.ExamineAsync()).Of("API quota").Status);
    }

    [Fact]
    public async Task An_api_version_that_the_org_does_not_have_is_reported_with_those_it_has()
    {
        var result = (await _org.ExamineAsync(options: Examination.Options() with { ApiVersion = "99.0" })).Of("API version");

        Assert.Equal(SfCheckStatus.Failed, result.Status);
        Assert.Contains("68.0", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_on_a_host_that_is_not_trusted_fails_the_sign_in()
    {
        _org.Org.Options.InstanceUrl = "https://evil.example.com";

        var result = (await _org.ExamineAsync())[^1];

        Assert.Equal("Sign-in", result.Check);
        Assert.Equal(SfCheckStatus.Failed, result.Status);
        Assert.Contains("evil.example.com", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_fails_with_its_own_message()
    {
        var results = await _org.ExamineAsync(key: () => new SigningKey(PrivateKeyReader.FromFile("/no/such.key"), null));

        Assert.Equal(SfCheckStatus.Failed, results.Of("Private key").Status);
        Assert.Contains("/no/such.key", results.Of("Private key").Detail, StringComparison.Ordinal);
        Assert.Empty(_org.SignIns);
    }

    [Fact]
    public async Task A_connection_is_checked_without_another_sign_in()
    {
        using var session = await _org.ConnectAsync();

        var results = await session.ExamineAsync();

        Assert.Equal([.. Network, "Session", "Instance", "API version", "Scopes", "API quota", "Login history"], results.Select(r => r.Check));
        Assert.DoesNotContain(results, r => r.Status is SfCheckStatus.Failed or SfCheckStatus.Warning);
        Assert.Empty(_org.SignIns);
    }

    [Fact]
    public async Task The_renewal_of_an_expired_connection_is_reported()
    {
        using var session = await _org.ConnectAsync();
        _org.Org.ExpireAllTokens();

        var result = (await session.ExamineAsync()).Of("Session");

        Assert.Equal(SfCheckStatus.Passed, result.Status);
        Assert.Contains("renewed", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_renewed_ends_the_checks_with_the_cause()
    {
        using var session = await _org.ConnectAsync();
        _org.Org.ExpireAllTokens();
        _org.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);

        var result = (await session.ExamineAsync())[^1];

        Assert.Equal(("Session", SfCheckStatus.Failed), (result.Check, result.Status));
        Assert.Equal(NextStep.ApproveApp, result.Advice!.Step);
    }

    [Fact]
    public async Task A_closed_connection_is_reported_as_closed()
    {
        var session = await _org.ConnectAsync();
        session.Dispose();

        var results = await session.ExamineAsync();

        Assert.Equal(("Connection", SfCheckStatus.Failed), (Assert.Single(results).Check, results[0].Status));
    }

    [Fact]
    public void The_check_of_a_certificates_dates_counts_days()
    {
        using var certificate = TestKeys.CertificateOf(TestKeys.Rsa);
        var end = new DateTimeOffset(certificate.NotAfter);

        Assert.Equal(SfCheckStatus.Passed, Dates(end.AddDays(-31)).Status);
        Assert.Equal(SfCheckStatus.Warning, Dates(end.AddDays(-29)).Status);
        Assert.Contains("28 days", Dates(end.AddDays(-29).AddHours(1)).Detail, StringComparison.Ordinal);
        Assert.Equal(SfCheckStatus.Failed, Dates(end.AddDays(1)).Status);
        Assert.Equal(SfCheckStatus.Failed, Dates(new DateTimeOffset(certificate.NotBefore).AddDays(-1)).Status);

        SfCheck Dates(DateTimeOffset now) => ExamineAt(now).Result.Of("Certificate dates");
    }

    private Task<List<SfCheck>> ExamineAt(DateTimeOffset now) =>
        _org.ExamineAsync(offline: true, options: Examination.Options() with { Time = new FixedTime(now) });

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
