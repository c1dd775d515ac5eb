using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.TokenCache;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.OAuth.TokenCache;

/// <summary>Tokens that outlive their process: sessions here stand for processes, and the last tests have real ones.</summary>
[Collection("Many processes")]
public sealed class CachedTokenFlowTests : IAsyncLifetime
{
    private readonly TemporaryFolder _temporary = new();
    private TestOrg _test = null!;

    private TokenCacheFolder Folder => new(_temporary["tokens"]);

    private string EntryFile => Assert.Single(Folder.Find()).Path;

    public async ValueTask InitializeAsync() => _test = await TestOrg.StartShuffledAsync();

    public async ValueTask DisposeAsync()
    {
        await _test.DisposeAsync();
        _temporary.Dispose();
    }

    [Fact]
    public async Task A_second_session_signs_in_without_a_request()
    {
        using var first = await SignInAsync();
        using var second = await SignInAsync();

        Assert.Single(_test.SignIns);
        Assert.Equal(first.Token.AccessToken, second.Token.AccessToken);
        Assert.Equal((first.Token.InstanceUrl, first.Token.Id, first.Token.Scope), (second.Token.InstanceUrl, second.Token.Id, second.Token.Scope));
        Assert.Equal(first.UserId, second.UserId);
        await second.GetAsync("limits");
    }

    [Fact]
    public async Task Another_user_app_host_flow_or_key_does_not_get_the_token()
    {
        using var first = await SignInAsync();
        _test.Org.Users.Add("other@example.com");
        _test.Org.Apps.Approve(TestOrg.ClientId, "other@example.com");
        _test.Org.Apps.Register("3MVG9.other", TestKeys.Certificate);
        _test.Org.Apps.Approve("3MVG9.other", TestOrg.Username);
        using var rsa = RSA.Create(2048);
        var otherKey = PrivateKeyReader.FromText(rsa.ExportPkcs8PrivateKeyPem());
        var subject = _test.Flow().CacheSubject;

        using var user = await SignInAsync(_test.Flow(username: "other@example.com"));
        using var app = await SignInAsync(_test.Flow(clientId: "3MVG9.other"));
        using var host = await SignInAsync(_test.Flow(loginUrl: new Uri($"http://localhost:{_test.Server.HttpUrl.Port}"), audience: _test.Server.HttpUrl.ToString()));
        var tokens = new[] { first, user, app, host }.Select(session => session.Token.AccessToken).ToList();
        Assert.Equal(tokens.Count, tokens.Distinct().Count());
        Assert.Equal(4, _test.SignIns.Count);

        // The other key is refused by the org, and so nothing of the cache was used.
        await Assert.ThrowsAsync<SfLoginException>(
            () => SignInAsync(new JwtBearerFlow(TestOrg.ClientId, TestOrg.Username, otherKey, _test.Server.HttpUrl)));
        Assert.NotEqual(subject.ToFileName(), (subject with { Flow = "Password" }).ToFileName());
    }

    [Fact]
    public async Task A_token_that_ended_is_renewed_once_for_all_who_have_it()
    {
        var sessions = new List<SfSession>();
        for (var i = 0; i < 8; i++)
        {
            sessions.Add(await SignInAsync());
        }

        _test.Org.ExpireAllTokens();
        await Task.WhenAll(sessions.Select(session => session.GetAsync("limits")));

        Assert.Equal(2, _test.SignIns.Count);
        Assert.Single(sessions.Select(session => session.Token.AccessToken).Distinct());
        sessions.ForEach(session => session.Dispose());
    }

    [Fact]
    public async Task A_session_whose_token_and_the_cached_one_both_ended_signs_in()
    {
        using var idle = await SignInAsync();
        _test.Org.ExpireAllTokens();
        using (var other = await SignInAsync())
        {
            await other.GetAsync("limits");
        }

        _test.Org.ExpireAllTokens();
        await idle.GetAsync("limits");

        Assert.Equal(3, _test.SignIns.Count);
    }

    [Fact]
    public async Task A_token_that_is_refused_for_good_ends_in_an_error_after_one_sign_in()
    {
        using (await SignInAsync())
        {
        }

        using var session = await SignInAsync();
        _test.Org.Faults.Add(new LocalOrg.Fault { Path = "/services/data", Status = 401, ErrorCode = "INVALID_SESSION_ID", Times = 0 });

        var error = await Assert.ThrowsAnyAsync<SfException>(() => session.GetAsync("limits"));

        Assert.Equal(SfErrorKind.SessionExpired, error.Kind);
        Assert.Equal(2, _test.SignIns.Count);
    }

    [Fact]
    public async Task A_revoked_token_is_not_kept()
    {
        using var session = await SignInAsync();
        await session.RevokeAsync(cancellationToken: TestOrg.Cancellation);

        Assert.Empty(Folder.Find());
    }

    [Fact]
    public async Task The_file_holds_no_token_and_only_its_owner_may_read_it()
    {
        using var session = await SignInAsync();

        var text = await File.ReadAllTextAsync(EntryFile, TestOrg.Cancellation);
        Assert.DoesNotContain(session.Token.AccessToken, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(session.Token.AccessToken))[..20], text, StringComparison.Ordinal);
        Assert.DoesNotContain(_test.Server.HttpUrl.Host + "/id/", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(EntryFile));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder.Path));
        }
    }

    [Theory]
    [InlineData("loginUrl", "https://evil.example.com")]
    [InlineData("username", "other@example.com")]
    [InlineData("clientId", "3MVG9.other")]
    [InlineData("issuedAt", "2020-01-01T00:00:00.0000000+00:00")]
    [InlineData("salt", "AAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("nonce", "AAAAAAAAAAAAAAAA")]
    [InlineData("nonce", "AAAA")]
    [InlineData("data", "AAAA")]
    [InlineData("data", "no base64")]
    [InlineData("user", "other@example.com")]
    [InlineData("scope", "full")]
    [InlineData("version", "2")]
    public async Task A_file_that_was_changed_is_not_used(string member, string value)
    {
        using (await SignInAsync())
        {
        }

        var json = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(EntryFile, TestOrg.Cancellation))!;
        json[member] = member == "version" ? 2 : value;
        await File.WriteAllTextAsync(EntryFile, json.ToJsonString(), TestOrg.Cancellation);

        using var session = await SignInAsync();

        Assert.Equal(2, _test.SignIns.Count);
        await session.GetAsync("limits");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"version\":1}")]
    [InlineData("\u0000\u0001 something else")]
    public async Task A_file_that_is_no_entry_is_set_aside_with_a_warning(string content)
    {
        using (await SignInAsync())
        {
        }

        var file = EntryFile;
        await File.WriteAllTextAsync(file, content, TestOrg.Cancellation);
        var traffic = new TrafficRecorder();

        using var session = await SignInAsync(observer: traffic);

        var aside = Path.ChangeExtension(file, ".bad");
        Assert.Equal([$"'{file}' is not an entry of the token cache. It was set aside as '{aside}'."], traffic.Warnings);
        Assert.Equal(content, await File.ReadAllTextAsync(aside, TestOrg.Cancellation));
        Assert.Equal(file, EntryFile);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_is_said_and_does_not_matter()
    {
        // A file where the folder should be; permissions do not stop root.
        await File.WriteAllTextAsync(Folder.Path, "a file", TestOrg.Cancellation);
        var traffic = new TrafficRecorder();

        using var session = await SignInAsync(observer: traffic);

        Assert.StartsWith("The token cache is not used: ", Assert.Single(traffic.Notes.Distinct()), StringComparison.Ordinal);
        Assert.Empty(traffic.Warnings);
        await session.GetAsync("limits");
    }

    [Fact]
    public async Task A_process_that_holds_the_lock_for_too_long_is_not_waited_for()
    {
        var subject = _test.Flow().CacheSubject;
        using var held = await Folder.LockAsync(subject, TimeSpan.Zero, TimeProvider.System, TestOrg.Cancellation);
        var traffic = new TrafficRecorder();

        using var session = await SignInAsync(observer: traffic, lockTimeout: TimeSpan.Zero);

        Assert.Contains("another process has held it", Assert.Single(traffic.Notes), StringComparison.Ordinal);
        Assert.Empty(Folder.Find());
    }

    [Fact]
    public async Task A_failed_sign_in_keeps_nothing_and_releases_the_lock()
    {
        _test.Org.Users.Add("pending@example.com");
        await Assert.ThrowsAsync<SfLoginException>(() => SignInAsync(_test.Flow(username: "pending@example.com")));

        Assert.Empty(Folder.Find());
        _test.Org.Apps.Approve(TestOrg.ClientId, "pending@example.com");
        using var session = await SignInAsync(_test.Flow(username: "pending@example.com"), lockTimeout: TimeSpan.Zero);
        Assert.Single(Folder.Find());
    }

    [Fact]
    public async Task A_token_of_a_host_that_is_not_trusted_is_not_used()
    {
        var subject = _test.Flow().CacheSubject;
        var secret = (await _test.Flow().CreateSealSecretAsync(subject.ToText(), TestOrg.Cancellation))!;
        var entry = TokenCacheEntry.Create(
            subject, null, secret, new TokenResponse { AccessToken = "00D!x", InstanceUrl = new Uri("https://evil.example.com") });

        Assert.Equal(
            SfErrorKind.InstanceUrlUntrusted,
            Assert.Throws<SfException>(() => entry.Open(secret, new Uri("https://example.my.salesforce.com"), [])).Kind);
    }

    [Fact]
    public async Task Fifty_processes_that_start_at_once_sign_in_once()
    {
        var processes = Enumerable.Range(0, 50).Select(_ => Start()).ToList();
        foreach (var process in processes)
        {
            Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(TestOrg.Cancellation));
        }

        processes.ForEach(process => process.StandardInput.WriteLine());
        var tokens = new List<string?>();
        foreach (var process in processes)
        {
            tokens.Add(await process.StandardOutput.ReadLineAsync(TestOrg.Cancellation));
            await process.WaitForExitAsync(TestOrg.Cancellation);
            Assert.True(process.ExitCode == 0, await process.StandardError.ReadToEndAsync(TestOrg.Cancellation));
            process.Dispose();
        }

        Assert.Single(tokens.Distinct());
        Assert.Single(_test.SignIns);
        Assert.Equal(50, _test.Requests.Count(request => request.Path.EndsWith("/limits", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_process_that_is_killed_in_its_sign_in_stops_no_other()
    {
        _test.Org.Faults.Add(new LocalOrg.Fault { Path = TestOrg.TokenPath, Kind = LocalOrg.FaultKind.Hang });
        using var process = Start();
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(TestOrg.Cancellation));
        process.StandardInput.WriteLine();
        await Until.TrueAsync(() => _test.SignIns.Count == 1);
        process.Kill();
        await process.WaitForExitAsync(TestOrg.Cancellation);

        using var session = await SignInAsync(lockTimeout: TimeSpan.FromSeconds(5));

        Assert.Equal(session.Token.AccessToken, (await SignInAsync()).Token.AccessToken);
        Assert.Equal(2, _test.SignIns.Count);
    }

    private Process Start()
    {
        var key = _temporary["ci.key"];
        if (!File.Exists(key))
        {
            File.WriteAllText(key, TestKeys.Pkcs8Pem);
        }

        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "SalesforceJwt.TestProcess.dll"),
            "token", Folder.Path, key, _test.Server.HttpUrl.ToString(), TestOrg.ClientId, TestOrg.Username,
        ];
        return Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private Task<SfSession> SignInAsync(JwtBearerFlow? flow = null, TrafficRecorder? observer = null, TimeSpan? lockTimeout = null)
    {
        flow ??= _test.Flow();
        var cached = new CachedTokenFlow(flow, Folder, lockTimeout: lockTimeout ?? TimeSpan.FromMinutes(5));
        return SfSession.SignInAsync(cached, TestOrg.Options(), observer, TestOrg.Cancellation);
    }
}
