using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Exchange;
using SalesforceJwt.Core.Tests.Support;
using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>The tokens that CI systems give to their jobs, of servers with the real shapes.</summary>
public sealed class PipelineTokenTests
{
    private const string JobSecret = "5EC2E7of.the-job";
    private const string GitHubUrl = "ACTIONS_ID_TOKEN_REQUEST_URL";
    private const string GitHubSecret = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
    private const string AzureUrl = "SYSTEM_OIDCREQUESTURI";
    private const string AzureSecret = "SYSTEM_ACCESSTOKEN";

    private readonly Dictionary<string, string?> _variables = [];

    [Fact]
    public async Task GitHub_is_asked_with_the_audience()
    {
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer(200, "application/json; charset=utf-8", """{"count":1,"value":"a.b.c"}"""));
        SetGitHub(server);

        Assert.Equal("a.b.c", await GetAsync(GitHub("https://a.my.salesforce.com/&x")));

        var request = Assert.Single(server.Requests);
        Assert.StartsWith("GET /idtoken/1?api-version=2.0&audience=https%3A%2F%2Fa.my.salesforce.com%2F%26x HTTP/1.1\r\n", request, StringComparison.Ordinal);
        ContainsAll(request, $"\r\nAuthorization: Bearer {JobSecret}\r\n");
    }

    [Theory]
    [InlineData("c0ffee00-0000-0000-0000-000000000001", "&serviceConnectionId=c0ffee00-0000-0000-0000-000000000001")]
    [InlineData(null, "")]
    public async Task Azure_Pipelines_is_asked_for_the_service_connection(string? connection, string query)
    {
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer(200, "application/json", """{"oidcToken":"a.b.c"}"""));
        SetAzure(server);

        Assert.Equal("a.b.c", await GetAsync(new AzurePipelinesToken(connection, _variables.GetValueOrDefault)));

        var request = Assert.Single(server.Requests);
        Assert.StartsWith($"POST /acme/oidctoken?api-version=7.1{query} HTTP/1.1\r\n", request, StringComparison.Ordinal);
        ContainsAll(request, $"\r\nAuthorization: Bearer {JobSecret}\r\n", "X-TFS-FedAuthRedirect: Suppress", "Content-Type: application/json", "Content-Length: 0");
    }

    [Fact]
    public async Task GitLab_sets_a_variable()
    {
        _variables["MY_TOKEN"] = " a.b.c\n";

        Assert.Equal("a.b.c", await GetAsync(new GitLabToken("MY_TOKEN", _variables.GetValueOrDefault)));

        var error = await FailAsync(new GitLabToken(GitLabToken.DefaultVariable, _variables.GetValueOrDefault));
        ContainsAll(error.Message, "SALESFORCE_ID_TOKEN is not set", "GitLab CI");
        ContainsAll(error.Remedy, "id_tokens: SALESFORCE_ID_TOKEN: aud:");
    }

    [Theory]
    [InlineData("")]
    [InlineData("$MY_TOKEN")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvOmFjbWUvYXBwIn0.c2lnbmF0dXJl")]
    public void What_is_no_name_of_a_variable_is_an_error(string name)
    {
        var error = Assert.Throws<SfException>(() => new GitLabToken(name, _ => null));

        Assert.Equal(SfErrorKind.NameInvalid, error.Kind);
        HidesSecrets(error, "eyJhbGciOiJSUzI1NiJ9");
    }

    [Theory]
    [InlineData(GitHubUrl)]
    [InlineData(GitHubSecret)]
    public async Task Without_its_variables_the_permission_of_the_workflow_is_named(string missing)
    {
        _variables[GitHubUrl] = "https://token.example.com/idtoken";
        _variables[GitHubSecret] = JobSecret;
        _variables.Remove(missing);

        var error = await FailAsync(GitHub());

        ContainsAll(error.Message, $"{missing} is not set", "GitHub Actions");
        ContainsAll(error.Remedy, "permissions: id-token: write");
    }

    [Theory]
    [InlineData(AzureUrl)]
    [InlineData(AzureSecret)]
    public async Task Without_its_variables_the_mapping_of_the_access_token_is_named(string missing)
    {
        _variables[AzureUrl] = "https://vstoken.example.com/oidctoken";
        _variables[AzureSecret] = JobSecret;
        _variables.Remove(missing);

        var error = await FailAsync(new AzurePipelinesToken(null, _variables.GetValueOrDefault));

        ContainsAll(error.Message, $"{missing} is not set", "Azure Pipelines");
        ContainsAll(error.Remedy, "SYSTEM_ACCESSTOKEN: $(System.AccessToken)");
    }

    [Theory]
    [InlineData("http://token.example.com/idtoken")]
    [InlineData("ftp://127.0.0.1/idtoken")]
    [InlineData("https://user:5EC2E7@token.example.com/idtoken")]
    [InlineData("/idtoken")]
    [InlineData("$(System.OidcRequestUri)")]
    public async Task The_secret_of_the_job_goes_to_https_or_this_machine_only(string url)
    {
        _variables[GitHubUrl] = url;
        _variables[GitHubSecret] = JobSecret;

        var error = await FailAsync(GitHub());

        ContainsAll(error.Message, GitHubUrl, "is not an https address");
        HidesSecrets(error, JobSecret, "5EC2E7");
    }

    [Theory]
    [InlineData("$(System.AccessToken)\r\nX: y")]
    [InlineData("two words")]
    public async Task A_secret_that_would_end_the_header_is_not_sent(string secret)
    {
        _variables[GitHubUrl] = "https://127.0.0.1:1/idtoken";
        _variables[GitHubSecret] = secret;

        ContainsAll((await FailAsync(GitHub())).Message, GitHubSecret, "does not hold a token");
    }

    [Theory]
    [InlineData(401, "application/json", """{"message":"Token 5EC2E7of.the-job has expired"}""")]
    [InlineData(403, "text/html", "<html><title>Sign in</title></html>")]
    [InlineData(302, "text/html", "")]
    [InlineData(200, "application/json", """{"other":"x"}""")]
    [InlineData(200, "application/json", """{"value":5}""")]
    [InlineData(200, "application/json", "[]")]
    [InlineData(200, "application/json", """{"value":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOi""")]
    public async Task An_answer_without_a_token_is_an_error_that_shows_no_secret(int status, string type, string body)
    {
        await using var other = await RawServer.StartAsync(_ => RawServer.Answer(200, "application/json", """{"value":"a.b.c"}"""));
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer(status, type, body, $"Location: {other.Url}"));
        SetGitHub(server);

        var error = await FailAsync(GitHub());

        ContainsAll(error.Remedy, "permissions: id-token: write");
        HidesSecrets(error, JobSecret, "eyJhbGciOiJSUzI1NiJ9");
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_service_that_is_overloaded_is_asked_again()
    {
        var answers = 0;
        await using var server = await RawServer.StartAsync(_ => answers++ == 0
            ? RawServer.Answer(503, "text/plain", "busy", "Retry-After: 0")
            : RawServer.Answer(200, "application/json", """{"value":"a.b.c"}"""));
        SetGitHub(server);

        Assert.Equal("a.b.c", await GetAsync(GitHub()));
    }

    [Fact]
    public async Task Each_renewal_exchanges_a_fresh_token()
    {
        var issued = 0;
        await using var service = await RawServer.StartAsync(_ => RawServer.Answer(200, "application/json", $$"""{"value":"token.number.{{++issued}}"}"""));
        await using var login = await RawServer.StartAsync(RawServer.Token);
        SetGitHub(service);
        using var transport = new HttpTransport();
        using var flow = new TokenExchangeFlow(new OAuthClient(new Uri(login.Url.GetLeftPart(UriPartial.Authority)), "app"), GitHub(), "IdToken");

        await flow.RequestTokenAsync(transport, new SignInOptions(), null, TestOrg.Cancellation);
        await flow.RequestTokenAsync(transport, new SignInOptions(), null, TestOrg.Cancellation);

        Assert.Equal(["token.number.1", "token.number.2"], login.Requests.Select(r => r.Split("subject_token=")[1].Split('&')[0]));
    }

    [Fact]
    public void What_identifies_a_job_is_its_secret_and_what_is_asked_for()
    {
        _variables["MY_TOKEN"] = "a.b.c";
        _variables[GitHubSecret] = _variables[AzureSecret] = JobSecret;
        string[] credentials =
        [
            GitHub("one").Credential,
            GitHub("two").Credential,
            new AzurePipelinesToken(null, _variables.GetValueOrDefault).Credential,
            new AzurePipelinesToken("c0ffee00", _variables.GetValueOrDefault).Credential,
            new GitLabToken("MY_TOKEN", _variables.GetValueOrDefault).Credential,
        ];

        Assert.Equal(5, credentials.Distinct().Count());
        Assert.Equal(credentials[0], GitHub("one").Credential);
        _variables[GitHubSecret] = "secret.of.another-job";
        Assert.NotEqual(credentials[0], GitHub("one").Credential);
        _variables.Clear();
        Assert.Equal(SfErrorKind.PipelineTokenUnavailable, Assert.Throws<SfException>(() => GitHub("one").Credential).Kind);
    }

    [Fact]
    public void The_request_prints_no_secret()
    {
        var request = new PipelineTokenRequest("GitHub Actions", HttpMethod.Get, new Uri("https://a.example.com"), JobSecret, "value", "x");

        Assert.DoesNotContain(JobSecret, request.ToString(), StringComparison.Ordinal);
    }

    private GitHubToken GitHub(string audience = "org") => new(audience, _variables.GetValueOrDefault);

    private void SetGitHub(RawServer server)
    {
        _variables[GitHubUrl] = $"{server.Url}idtoken/1?api-version=2.0";
        _variables[GitHubSecret] = JobSecret;
    }

    private void SetAzure(RawServer server)
    {
        _variables[AzureUrl] = $"{server.Url}acme/oidctoken/";
        _variables[AzureSecret] = JobSecret;
    }

    private static async Task<string> GetAsync(ISubjectTokenSource source)
    {
        using var transport = new HttpTransport();
        return await source.GetAsync(transport, new SignInOptions(), null, TestOrg.Cancellation);
    }

    private static async Task<SfException> FailAsync(ISubjectTokenSource source)
    {
        var error = await Assert.ThrowsAnyAsync<SfException>(() => GetAsync(source));
        Assert.True(error.Kind is SfErrorKind.PipelineTokenUnavailable or SfErrorKind.ResponseInvalid, $"{error.Kind}: {error.Message}");
        return error;
    }
}
