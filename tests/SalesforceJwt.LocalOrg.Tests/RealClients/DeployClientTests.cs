using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests.RealClients;

/// <summary>Deploys of the sf CLI and of jsforce over REST.</summary>
public sealed class DeployClientTests
{
    private const string Failing = "@isTest class ATest { @isTest static void a() { new A(); } @isTest static void b() { Assert.fail('broken'); } }";
    private const string Passing = "@isTest class ATest { @isTest static void a() { new A(); } }";

    private static readonly DeployedApp App = new()
    {
        OauthPolicies = "<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>"
            + "<commaSeparatedProfile>System Administrator</commaSeparatedProfile>",
    };

    [Fact(Timeout = NodeClients.Patience)]
    public async Task Sf_validates_deploys_and_signs_in_to_the_app_that_it_made()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var sf = await SignInAsync(org);
        var folder = await WriteAsync(sf, App, Passing);
        string[] deploy = ["project", "deploy", "start", "--metadata-dir", folder, "--test-level", "RunLocalTests"];
        var validated = await sf.RunAsync([.. deploy, "--dry-run"]);
        Assert.Equal(("Succeeded", true), (validated.Text("status"), validated.GetProperty("checkOnly").GetBoolean()));
        Assert.Null(org.Org.Apps.Find(DeployedApp.Key));

        var deployed = await sf.RunAsync(deploy);
        Assert.Equal(("Succeeded", 7, 2), (
            deployed.Text("status"), deployed.GetProperty("numberComponentsDeployed").GetInt32(),
            deployed.GetProperty("numberTestsCompleted").GetInt32()));
        Assert.Contains(deployed.GetProperty("files").EnumerateArray(), file =>
            (file.Text("fullName"), file.Text("type"), file.Text("state")) == ("Ci_App", "ExternalClientApplication", "Created"));

        var key = await sf.WriteAsync("app.key", TestKeys.Rsa.ExportPkcs8PrivateKeyPem());
        sf.Environment.Clear();
        var signedIn = await sf.RunAsync(
            "org", "login", "jwt", "--client-id", DeployedApp.Key, "--jwt-key-file", key, "--username", TestOrg.Username, "--instance-url",
            org.Server.HttpUrl.ToString().TrimEnd('/'));
        Assert.Equal(org.Org.Id, signedIn.Text("orgId"));
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task Sf_shows_failed_components_and_tests()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var sf = await SignInAsync(org);
        var folder = await WriteAsync(sf, App, Failing);
        string[] deploy = ["project", "deploy", "start", "--metadata-dir", folder];
        var tests = (await sf.FailAsync([.. deploy, "--test-level", "RunSpecifiedTests", "--tests", "ATest"])).GetProperty("result");
        var failure = Assert.Single(tests.GetProperty("details").GetProperty("runTestResult").GetProperty("failures").EnumerateArray());
        Assert.Equal(
            ("ATest", "b", "System.AssertException: Assertion Failed: broken"),
            (failure.Text("name"), failure.Text("methodName"), failure.Text("message")));

        await WriteAsync(sf, App with { Header = "<contactEmail>a@b.example</contactEmail><foo>x</foo>" }, Passing);
        var components = (await sf.FailAsync([.. deploy])).GetProperty("result");
        Assert.Equal(5, components.GetProperty("numberComponentErrors").GetInt32());
        Assert.Contains(components.GetProperty("files").EnumerateArray(), file =>
            file.Text("state") == "Failed" && file.TryGetProperty("error", out var error)
            && error.GetString()!.Contains("}foo invalid at this location in type ExternalClientApplication", StringComparison.Ordinal));
        Assert.Null(org.Org.Apps.Find(DeployedApp.Key));
    }

    [Theory(Timeout = NodeClients.Patience)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Jsforce_deploys_and_follows_the_states(bool checkOnly)
    {
        await using var org = await TestOrg.StartAsync();
        (org.Org.Options.Metadata.QueueTime, org.Org.Options.Metadata.DeployTime) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var answer = await DeployAsync(org, App.Zip(), new { singlePackage = true, rollbackOnError = true, checkOnly });
        Assert.Equal(["Pending", "InProgress", "Succeeded"], answer.GetProperty("states").EnumerateArray().Select(state => state.GetString()));
        Assert.Equal(5, answer.GetProperty("result").GetProperty("numberComponentsDeployed").GetInt32());
        Assert.Equal(checkOnly, org.Org.Apps.Find(DeployedApp.Key) is null);
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task Jsforce_reads_failures()
    {
        await using var org = await TestOrg.StartAsync();
        var answer = await DeployAsync(org, (App with { Certificate = "x" }).Zip(), new { singlePackage = true, rollbackOnError = true });
        var result = answer.GetProperty("result");
        Assert.Equal("Failed", result.Text("status"));
        Assert.Equal(["Ci_App_glbloauth: The certificate is not a PEM-encoded X.509 certificate"], DeployOrg.Problems(result));
    }

    private static Task<JsonElement> DeployAsync(TestOrg org, byte[] zip, object options) => ClientProcess.RunScriptAsync("deploy.mjs", new
    {
        LoginUrl = org.Server.HttpUrl,
        ClientId = TestOrg.ClientId,
        TestOrg.Username,
        Key = TestKeys.Rsa.ExportPkcs8PrivateKeyPem(),
        zip = Convert.ToBase64String(zip),
        options,
    });

    /// <summary>Writes an app, a class and its test as a folder.</summary>
    private static async Task<string> WriteAsync(SalesforceCli sf, DeployedApp app, string test)
    {
        (string Type, string Name, string Path, string Content)[] components =
        [
            .. app.Components(), DeployOrg.Class("A", "public class A { Integer i = 1; }"), DeployOrg.ClassMeta("A"),
            DeployOrg.Class("ATest", test), DeployOrg.ClassMeta("ATest"),
        ];
        foreach (var (_, _, path, content) in components)
        {
            await sf.WriteAsync($"md/{path}", content);
        }

        var manifest = await sf.WriteAsync(
            "md/package.xml", DeployOrg.Package(68, [.. components.Select(each => (each.Type, each.Name)).Distinct()]));
        return Path.GetDirectoryName(manifest)!;
    }

    private static async Task<SalesforceCli> SignInAsync(TestOrg org)
    {
        var sf = new SalesforceCli();
        sf.Environment["SF_TARGET_ORG"] = await org.GetAccessTokenAsync();
        sf.Environment["SF_ORG_INSTANCE_URL"] = org.Server.HttpUrl.ToString().TrimEnd('/');
        sf.Environment["SF_ORG_METADATA_REST_DEPLOY"] = "true";
        return sf;
    }
}
