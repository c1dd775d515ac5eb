using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>External client apps that were deployed, and what decides who may sign in to them.</summary>
public sealed class DeployedAppTests
{
    private const string NotApproved = "invalid_grant: user hasn't approved this consumer";
    private const string NotAdminApproved = "invalid_app_access: user is not admin approved to access this app";
    private const string Xml = DeployOrg.Xml;

    [Fact]
    public async Task A_deployed_app_signs_in_its_users()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp().Zip());
        Assert.Equal(NotApproved, await SignInAsync(org));
        org.Org.Apps.Approve(DeployedApp.Key, TestOrg.Username);
        Assert.Equal("api refresh_token", await SignInAsync(org));
        var record = (await org.Inner.QueryAsync("SELECT Id, DeveloperName, MasterLabel, ContactEmail FROM ExternalClientApplication")).Records().Single();
        Assert.StartsWith("0xI", record.Text("Id"), StringComparison.Ordinal);
        Assert.Equal(("Ci_App", "CI app", "admin@example.com"), (record.Text("DeveloperName"), record.Text("MasterLabel"), record.Text("ContactEmail")));
    }

    [Fact]
    public async Task A_deploy_without_the_certificate_takes_it_away()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp().Zip());
        org.Org.Apps.Approve(DeployedApp.Key, TestOrg.Username);
        await org.SucceedAsync(new DeployedApp { Certificate = null }.Zip());
        Assert.Equal("invalid_grant: invalid assertion", await SignInAsync(org));
        await org.SucceedAsync(new DeployedApp { Oauth = "<commaSeparatedOauthScopes>Api,Web,OpenID</commaSeparatedOauthScopes>" }.Zip());
        Assert.Equal("api web openid", await SignInAsync(org));
    }

    [Fact]
    public async Task A_validation_and_a_failed_deploy_change_nothing()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp().Zip(), DeployOrg.Options(checkOnly: true));
        Assert.Null(org.Org.Apps.Find(DeployedApp.Key));
        await org.SucceedAsync(new DeployedApp().Zip());
        await org.FailAsync(new DeployedApp { Certificate = null, Policies = "<isEnabled>maybe</isEnabled>" }.Zip());
        Assert.NotNull(org.Org.Apps.Find(DeployedApp.Key)!.Certificate);
    }

    [Fact]
    public async Task An_unknown_element_fails_where_it_is()
    {
        await using var org = await DeployOrg.StartAsync();
        var result = await org.DeployAsync(new DeployedApp { Global = "\n  <foo>x</foo>" }.Zip());
        var failure = Assert.Single(DeployOrg.Failures(result));
        Assert.Equal(
            $"Error parsing file: Element {{{Xml}}}foo invalid at this location in type ExtlClntAppGlobalOauthSettings", failure.Text("problem"));
        Assert.Equal(("ExtlClntAppGlobalOauthSettings", "Ci_App_glbloauth"), (failure.Text("componentType"), failure.Text("fullName")));
        Assert.Equal((4, 4), (failure.GetProperty("lineNumber").GetInt32(), failure.GetProperty("columnNumber").GetInt32()));
    }

    [Theory]
    [InlineData(59, "certificate", "certificate")]
    [InlineData(60, "certificate", null)]
    [InlineData(64, "global-jwt", "isNamedUserJwtEnabled")]
    [InlineData(65, "global-jwt", null)]
    [InlineData(60, "policy-jwt", "isNamedUserJwtEnabled")]
    [InlineData(63, "policy-jwt", null)]
    [InlineData(64, "policy-jwt", "isNamedUserJwtEnabled")]
    public async Task Elements_belong_to_API_versions(int version, string variant, string? refused)
    {
        await using var org = await DeployOrg.StartAsync();
        const string Jwt = "<isNamedUserJwtEnabled>false</isNamedUserJwtEnabled>";
        var app = new DeployedApp { Version = version, Policies = version < 60 ? null : new DeployedApp().Policies, Certificate = null };
        app = variant switch
        {
            "certificate" => app with { Certificate = new DeployedApp().Certificate },
            "global-jwt" => app with { Global = app.Global + Jwt },
            _ => app with { OauthPolicies = app.OauthPolicies + Jwt },
        };
        if (refused is null)
        {
            await org.SucceedAsync(app.Zip());
        }
        else
        {
            Assert.EndsWith(
                $": Error parsing file: Property '{refused}' not valid in version {version}.0", Assert.Single(await org.FailAsync(app.Zip())),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("header", "<label>x</label>", "Required field is missing: contactEmail")]
    [InlineData("header", "<contactEmail>x</contactEmail>", "Contact Email: invalid email address: x")]
    [InlineData("header", "<contactEmail>a@b.example</contactEmail><label>x</label><label>y</label>", "Error parsing file: Element label is duplicated at this location in type ExternalClientApplication")]
    [InlineData("header", "<contactEmail>a@b.example</contactEmail><distributionState>Here</distributionState>", "'Here' is not a valid value for the enum 'ExtlClntAppDistState'")]
    [InlineData("oauth", "<commaSeparatedOauthScopes>api</commaSeparatedOauthScopes>", "Invalid OAuth scope: api. Valid scopes are: Basic, Api,*")]
    [InlineData("global", "<isPkceRequired>true</isPkceRequired>", "Required field is missing: callbackUrl")]
    [InlineData("policies", "<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled><clientCredentialsFlowUser>nobody@example.com</clientCredentialsFlowUser>", "Enter a valid execution user for the OAuth client credentials flow.")]
    [InlineData("global", "<isPkceRequired>yes</isPkceRequired>", "Error parsing file: 'yes' is not a valid value for the type xsd:boolean")]
    [InlineData("global", "<callbackUrl>http://example.com/cb</callbackUrl>", "Callback URL: http://example.com/cb must be an absolute URL with https, or a custom scheme.")]
    [InlineData("global", "<consumerKey>a b</consumerKey>" + DeployedApp.Callback, "The consumer key must have 8 to 256 letters, digits, periods and underscores.")]
    [InlineData("global", $"<consumerKey>{TestOrg.ClientId}</consumerKey>{DeployedApp.Callback}", "Consumer key already in use")]
    [InlineData("policies", "<permittedUsersPolicyType>Nobody</permittedUsersPolicyType>", "'Nobody' is not a valid value for the enum 'PermittedUsersPolicyType'")]
    [InlineData("policies", "<commaSeparatedPermissionSet>0PSgL0000000099</commaSeparatedPermissionSet>", "We couldn't find permission sets called 0PSgL0000000099")]
    [InlineData("policies", "<commaSeparatedPermissionSet>Ci</commaSeparatedPermissionSet>", "We couldn't find permission sets called Ci")]
    [InlineData("policies", "<commaSeparatedProfile>Nobody</commaSeparatedProfile>", "In field: commaSeparatedProfile - no Profile named Nobody found")]
    public async Task Wrong_values_fail(string part, string elements, string problem)
    {
        await using var org = await DeployOrg.StartAsync();
        var app = part switch
        {
            "header" => new DeployedApp { Header = elements },
            "oauth" => new DeployedApp { Oauth = elements },
            "global" => new DeployedApp { Global = elements },
            _ => new DeployedApp { OauthPolicies = elements },
        };
        var failed = (await org.FailAsync(app.Zip()))[0];
        Assert.Matches($": {Regex.Escape(problem).Replace("\\*", ".*", StringComparison.Ordinal)}$", failed);
    }

    [Theory]
    [InlineData("1App")]
    [InlineData("Ci__App")]
    [InlineData("Ci_")]
    [InlineData("Ci-App")]
    public async Task Names_are_developer_names(string name)
    {
        await using var org = await DeployOrg.StartAsync();
        Assert.Contains("can only contain underscores and alphanumeric characters", (await org.FailAsync(new DeployedApp(name).Zip()))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_keys_and_parts_are_unique()
    {
        await using var org = await DeployOrg.StartAsync();
        org.Org.Apps.Find(TestOrg.ClientId)!.Name = "Taken app";
        Assert.StartsWith("Taken_App: duplicate value found: DeveloperName duplicates value on record with id: 0H4", (await org.FailAsync(new DeployedApp("Taken_App").Zip()))[0], StringComparison.Ordinal);
        Assert.Contains("max length=80", (await org.FailAsync(new DeployedApp(new string('a', 81)).Zip()))[0], StringComparison.Ordinal);
        await org.SucceedAsync(new DeployedApp().Zip());
        Assert.Contains("Other_glbloauth: Consumer key already in use", await org.FailAsync(new DeployedApp("Other").Zip()));
        var second = DeployOrg.ZipOf(68, new DeployedApp().OauthPolicy("", "_second"));
        Assert.Equal(["Ci_App_second: ExtlClntAppOauthSettingsId duplicates value on Ci_App_oauthPlcy"], await org.FailAsync(second));
        var orphan = DeployOrg.ZipOf(68, new DeployedApp("Nowhere").OauthPolicy(""));
        Assert.Equal(["Nowhere_oauthPlcy: In field: externalClientApplication - no ExternalClientApplication named Nowhere found"], await org.FailAsync(orphan));
    }

    [Fact]
    public async Task An_app_without_policies_gets_them()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp { OauthPolicies = null, Policies = null }.Zip());
        var own = DeployOrg.ZipOf(68, new DeployedApp().OauthPolicy("", ""));
        Assert.Equal(["Ci_App: ExtlClntAppOauthSettingsId duplicates value on Ci_App_oauthPlcy"], await org.FailAsync(own));
        await org.SucceedAsync(DeployOrg.ZipOf(68, new DeployedApp().OauthPolicy("")));
        var record = (await org.Inner.QueryAsync("SELECT RefreshTokenPolicyType, RefreshTokenValidityPeriod FROM ExtlClntAppOauthPlcyCnfg")).Records().Single();
        Assert.Equal("Infinite", record.Text("RefreshTokenPolicyType"));
        org.Settings.DefaultPolicySuffix = "_defaultPolicy";
        await org.SucceedAsync(new DeployedApp("Third") { Global = DeployedApp.Callback, OauthPolicies = null, Policies = null }.Zip());
        Assert.Single(await org.FailAsync(DeployOrg.ZipOf(68, new DeployedApp("Third").OauthPolicy(""))));
        await org.SucceedAsync(DeployOrg.ZipOf(68, new DeployedApp("Third").OauthPolicy("", "_defaultPolicy")));
        org.Settings.CreatesDefaultPolicies = false;
        await org.SucceedAsync(new DeployedApp("Other") { Global = DeployedApp.Callback, OauthPolicies = null, Policies = null }.Zip());
        await org.SucceedAsync(DeployOrg.ZipOf(68, new DeployedApp("Other").OauthPolicy("", "")));
    }

    [Fact]
    public async Task Certificates_are_checked()
    {
        await using var org = await DeployOrg.StartAsync();
        using var small = RSA.Create(1024);
        using var ec = ECDsa.Create();
        var pem = TestKeys.Certificate.ExportCertificatePem();
        var now = DateTimeOffset.UtcNow;
        using var expired = RequestOf(TestKeys.Rsa).CreateSelfSigned(now.AddDays(-3), now.AddDays(-1));
        using var early = RequestOf(TestKeys.Rsa).CreateSelfSigned(now.AddDays(1), now.AddDays(2));
        using var weak = RequestOf(small).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var elliptic = new CertificateRequest("CN=x", ec, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        foreach (var (certificate, problem) in new[]
        {
            ("not a certificate", "The certificate is not a PEM-encoded X.509 certificate"),
            (pem.Replace("MII", "!!!", StringComparison.Ordinal), "The certificate is not a PEM-encoded X.509 certificate"),
            (TestKeys.Rsa.ExportPkcs8PrivateKeyPem(), "The certificate must not contain a private key"),
            (expired.ExportCertificatePem(), "The certificate has expired"),
            (early.ExportCertificatePem(), "The certificate is not valid yet"),
            (weak.ExportCertificatePem(), "The certificate's key has 1024 bits, fewer than 2048"),
            (elliptic.ExportCertificatePem(), "The certificate must have an RSA key"),
        })
        {
            Assert.Equal([$"Ci_App_glbloauth: {problem}"], await org.FailAsync(new DeployedApp { Certificate = certificate }.Zip()));
        }

        var bare = new DeployedApp { Certificate = Convert.ToBase64String(TestKeys.Certificate.RawData) }.Zip();
        await org.SucceedAsync(bare);
        org.Settings.RequiresPemCertificate = true;
        Assert.Single(await org.FailAsync(bare));
    }

    [Fact]
    public async Task Keys_are_generated_kept_and_rotated()
    {
        await using var org = await DeployOrg.StartAsync();
        var app = new DeployedApp { Global = DeployedApp.Callback + "<consumerSecret>chosen</consumerSecret>" };
        await org.SucceedAsync(app.Zip());
        var deployed = org.Org.Apps.All.Single(each => each.Kind == AppKind.ExternalClientApp);
        var (key, secret) = (deployed.ConsumerKey, deployed.ConsumerSecret);
        Assert.StartsWith("3MVG9", key, StringComparison.Ordinal);
        Assert.NotEqual("chosen", secret);
        await org.SucceedAsync(app.Zip());
        Assert.Equal((key, secret), (deployed.ConsumerKey, deployed.ConsumerSecret));

        var rotated = app with { Global = DeployedApp.Callback + "<shouldRotateConsumerKey>true</shouldRotateConsumerKey>" };
        Assert.Single(await org.FailAsync(rotated.Zip()));
        Assert.Equal(key, deployed.ConsumerKey);
        await org.SucceedAsync(rotated.Zip(), DeployOrg.Options(ignoreWarnings: true));
        Assert.NotEqual(key, deployed.ConsumerKey);
        Assert.Null(org.Org.Apps.Find(key));
        Assert.Same(deployed, org.Org.Apps.Find(deployed.ConsumerKey));
        org.Settings.KeepsConsumerSecret = true;
        await org.SucceedAsync(app.Zip());
        Assert.Equal("chosen", deployed.ConsumerSecret);
    }

    [Fact]
    public async Task Permission_sets_and_profiles_decide_who_is_pre_authorized()
    {
        await using var org = await DeployOrg.StartAsync();
        var set = await CreateAsync(org, "PermissionSet", new { Name = "Ci", Label = "Ci" });
        var preauthorized = "<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>";
        await org.SucceedAsync(new DeployedApp { OauthPolicies = $"{preauthorized}<commaSeparatedPermissionSet>Ci</commaSeparatedPermissionSet>" }.Zip());
        Assert.Equal(NotAdminApproved, await SignInAsync(org));
        var user = org.Org.Users.Find(TestOrg.Username)!.Id;
        await CreateAsync(org, "PermissionSetAssignment", new { AssigneeId = user, PermissionSetId = set });
        Assert.Equal("api refresh_token", await SignInAsync(org));

        await org.SucceedAsync(DeployOrg.ZipOf(68, new DeployedApp().OauthPolicy(preauthorized)));
        Assert.Equal("api refresh_token", await SignInAsync(org));
        org.Settings.EmptyPolicyClearsAccess = true;
        await org.SucceedAsync(DeployOrg.ZipOf(68, new DeployedApp().OauthPolicy(preauthorized)));
        Assert.Equal(NotAdminApproved, await SignInAsync(org));
        const string Administrators = "<commaSeparatedProfile>System Administrator</commaSeparatedProfile>";
        await org.SucceedAsync(DeployOrg.ZipOf(68, new DeployedApp().OauthPolicy(preauthorized + Administrators)));
        Assert.Equal("api refresh_token", await SignInAsync(org));

        const string Standard = "<commaSeparatedProfile>Standard User</commaSeparatedProfile>";
        org.Settings.PolicyReplacesAccess = false;
        await org.SucceedAsync(DeployOrg.ZipOf(68, new DeployedApp().OauthPolicy(preauthorized + Standard)));
        Assert.Equal("api refresh_token", await SignInAsync(org));
        org.Settings.PolicyReplacesAccess = true;
        await org.SucceedAsync(DeployOrg.ZipOf(68, new DeployedApp().OauthPolicy(preauthorized + Standard)));
        Assert.Equal(NotAdminApproved, await SignInAsync(org));
    }

    [Theory]
    [InlineData(PermissionSetReference.Names, null, "We couldn't find permission sets called ID")]
    [InlineData(PermissionSetReference.Ids, "In field: commaSeparatedPermissionSet - no PermissionSet named Ci found", null)]
    [InlineData(PermissionSetReference.NamesOrIds, null, null)]
    public async Task Policies_name_permission_sets_as_the_org_wants(PermissionSetReference wanted, string? problemOfName, string? problemOfId)
    {
        await using var org = await DeployOrg.StartAsync();
        var id = await CreateAsync(org, "PermissionSet", new { Name = "Ci", Label = "Ci" });
        org.Settings.PermissionSets = wanted;
        foreach (var (value, problem) in new[] { ("Ci", problemOfName), (id, problemOfId?.Replace("ID", id, StringComparison.Ordinal)) })
        {
            var zip = new DeployedApp { OauthPolicies = $"<commaSeparatedPermissionSet>{value}</commaSeparatedPermissionSet>" }.Zip();
            if (problem is null)
            {
                await org.SucceedAsync(zip);
            }
            else
            {
                Assert.Equal([$"Ci_App_oauthPlcy: {problem}"], await org.FailAsync(zip));
            }
        }
    }

    [Fact]
    public async Task Access_is_a_record()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp { OauthPolicies = "<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>" }.Zip());
        var app = (await org.Inner.QueryAsync("SELECT Id FROM ExternalClientApplication")).Records().Single().Text("Id");
        var set = await CreateAsync(org, "PermissionSet", new { Name = "Ci", Label = "Ci" });
        var access = await CreateAsync(org, "SetupEntityAccess", new { ParentId = set, SetupEntityId = app });
        Assert.Equal(NotAdminApproved, await SignInAsync(org));
        var assignment = await CreateAsync(
            org, "PermissionSetAssignment", new { AssigneeId = org.Org.Users.Find(TestOrg.Username)!.Id, PermissionSetId = set });
        Assert.Equal("api refresh_token", await SignInAsync(org));
        Assert.Equal("DUPLICATE_VALUE", (await org.Inner.FailAsync(Post, $"{TestOrg.Data}/sobjects/SetupEntityAccess", new { ParentId = set, SetupEntityId = app })).Code);
        var found = await org.Inner.QueryAsync("SELECT Parent.Name, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalClientApplication'");
        Assert.Equal(("Ci", app), (found.Records().Single().GetProperty("Parent").Text("Name"), found.Records().Single().Text("SetupEntityId")));

        Assert.Equal(204, (await org.Inner.SendAsync(Delete, $"{TestOrg.Data}/sobjects/SetupEntityAccess/{access}")).Status);
        Assert.Equal(NotAdminApproved, await SignInAsync(org));
        await CreateAsync(org, "SetupEntityAccess", new { ParentId = set, SetupEntityId = app });
        Assert.Equal(204, (await org.Inner.SendAsync(Delete, $"{TestOrg.Data}/sobjects/PermissionSetAssignment/{assignment}")).Status);
        Assert.Equal(204, (await org.Inner.SendAsync(Delete, $"{TestOrg.Data}/sobjects/PermissionSet/{set}")).Status);
        Assert.Empty((await org.Inner.QueryAsync("SELECT Id FROM SetupEntityAccess")).Records());
    }

    [Fact]
    public async Task Apps_and_approvals_take_their_time()
    {
        await using var org = await DeployOrg.StartAsync();
        org.Settings.AppDelay = TimeSpan.FromMinutes(10);
        org.Settings.ApprovalDelay = TimeSpan.FromMinutes(20);
        await org.SucceedAsync(new DeployedApp { OauthPolicies = "<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType><commaSeparatedProfile>System Administrator</commaSeparatedProfile>" }.Zip());
        Assert.Equal("invalid_client_id: client identifier invalid", await SignInAsync(org));
        org.Org.Options.ClockOffset = TimeSpan.FromMinutes(11);
        Assert.Equal(NotAdminApproved, await SignInAsync(org));
        org.Org.Options.ClockOffset = TimeSpan.FromMinutes(21);
        Assert.Equal("api refresh_token", await SignInAsync(org));
    }

    [Theory]
    [InlineData("<isEnabled>false</isEnabled>", "", "app_not_found: External client app is not installed in this org")]
    [InlineData("<isEnabled>true</isEnabled><isOauthPluginEnabled>false</isOauthPluginEnabled>", "", "app_not_found: External client app is not installed in this org")]
    [InlineData(null, "<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType>", "invalid_grant: ip restricted")]
    [InlineData(null, "<ipRelaxationPolicyType>Bypass_2factor</ipRelaxationPolicyType>", "invalid_grant: ip restricted")]
    [InlineData(null, "<ipRelaxationPolicyType>Bypass</ipRelaxationPolicyType>", "api refresh_token")]
    [InlineData(null, "<ipRelaxationPolicyType>Bypass</ipRelaxationPolicyType><requiredSessionLevel>HIGH_ASSURANCE</requiredSessionLevel>", "invalid_grant: authentication failure")]
    public async Task Policies_decide(string? policies, string oauthPolicies, string expected)
    {
        await using var org = await DeployOrg.StartAsync();
        org.Org.Users.Find(TestOrg.Username)!.IsIpRestricted = true;
        await org.SucceedAsync(new DeployedApp { Policies = policies ?? new DeployedApp().Policies, OauthPolicies = oauthPolicies }.Zip());
        org.Org.Apps.Approve(DeployedApp.Key, TestOrg.Username);
        Assert.Equal(expected, await SignInAsync(org));
    }

    [Fact]
    public async Task Flows_and_scopes_are_the_apps()
    {
        await using var org = await DeployOrg.StartAsync();
        org.Settings.JwtNeedsRefreshTokenScope = true;
        var app = new DeployedApp
        {
            Oauth = "<commaSeparatedOauthScopes>Api</commaSeparatedOauthScopes>",
            Global = new DeployedApp().Global + "<isDeviceFlowEnabled>true</isDeviceFlowEnabled><isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>"
                + "<isTokenExchangeEnabled>true</isTokenExchangeEnabled><isSecretRequiredForTokenExchange>true</isSecretRequiredForTokenExchange>",
            OauthPolicies = "<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType><commaSeparatedProfile>System Administrator</commaSeparatedProfile>"
                + $"<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled><clientCredentialsFlowUser>{TestOrg.Username}</clientCredentialsFlowUser>",
        };
        await org.SucceedAsync(app.Zip());
        Assert.Equal(NotApproved, await SignInAsync(org));
        var deployed = org.Org.Apps.Find(DeployedApp.Key)!;
        Assert.True(deployed.Flows.HasFlag(OAuthFlows.Device | OAuthFlows.ClientCredentials) && deployed.RequirePkce);
        Assert.False(deployed.Flows.HasFlag(OAuthFlows.TokenExchange));
        Assert.True(deployed.RequireSecretForTokenExchange);
        await org.SucceedAsync((app with { OauthPolicies = app.OauthPolicies + "<isTokenExchangeFlowEnabled>true</isTokenExchangeFlowEnabled>" }).Zip());
        Assert.True(deployed.Flows.HasFlag(OAuthFlows.TokenExchange));
        Assert.Equal(TestOrg.Username, deployed.RunAsUsername);
        Assert.Equal(["http://localhost:1717/OauthRedirect"], deployed.CallbackUrls);
    }

    [Fact]
    public async Task Its_components_can_be_queried()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp { Policies = null, OauthPolicies = "<ipRelaxationPolicyType>Enforce_RelaxRefresh</ipRelaxationPolicyType>" }.Zip());
        var app = (await org.Inner.QueryAsync("SELECT Id, OrgScopedExternalApp FROM ExternalClientApplication")).Records().Single();
        Assert.Equal($"{org.Org.Id}:Ci_App", app.Text("OrgScopedExternalApp"));
        var settings = await OneAsync("SELECT DeveloperName, OauthScopesAPI, OauthScopesREFRESH_TOKEN, OauthScopesWEB, OauthLink, ExternalClientApplicationId FROM ExtlClntAppOauthSettings");
        Assert.Equal(("Ci_App_oauth", app.Text("Id")), (settings.Text("DeveloperName"), settings.Text("ExternalClientApplicationId")));
        Assert.True(settings.GetProperty("OauthScopesAPI").GetBoolean() && settings.GetProperty("OauthScopesREFRESH_TOKEN").GetBoolean());
        Assert.False(settings.GetProperty("OauthScopesWEB").GetBoolean());
        Assert.StartsWith($"{org.Org.Id}:888", settings.Text("OauthLink"), StringComparison.Ordinal);
        var oauthPolicies = await OneAsync("SELECT DeveloperName, IpRelaxationPolicyType, ExtlClntAppOauthSettings.DeveloperName FROM ExtlClntAppOauthPlcyCnfg");
        Assert.Equal(("Ci_App_oauthPlcy", "Enforce_relaxrefresh"), (oauthPolicies.Text("DeveloperName"), oauthPolicies.Text("IpRelaxationPolicyType")));
        Assert.Equal("Ci_App_oauth", oauthPolicies.GetProperty("ExtlClntAppOauthSettings").Text("DeveloperName"));
        var policies = await OneAsync("SELECT DeveloperName, IsEnabled, OauthPluginStatus FROM ExtlClntAppPlcyCnfg");
        Assert.Equal(("Ci_App_plcy", "Enabled"), (policies.Text("DeveloperName"), policies.Text("OauthPluginStatus")));
        Assert.True(policies.GetProperty("IsEnabled").GetBoolean());

        async Task<JsonElement> OneAsync(string soql) =>
            (await org.Inner.GetAsync($"{TestOrg.Data}/tooling/query?q={Uri.EscapeDataString(soql)}")).Records().Single();
    }

    [Fact]
    public async Task An_app_can_issue_JWTs_as_access_tokens()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp { Global = new DeployedApp().Global + "<isNamedUserJwtEnabled>true</isNamedUserJwtEnabled>" }.Zip());
        org.Org.Apps.Approve(DeployedApp.Key, TestOrg.Username);
        var claims = org.Inner.Claims();
        claims["iss"] = DeployedApp.Key;
        using var answer = await org.Inner.PostAssertionAsync(TestOrg.Sign(claims));
        var token = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestOrg.Cancellation)).Text("access_token");
        Assert.Equal(3, token.Split('.').Length);
        org.Inner.Client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(200, (await org.Inner.SendAsync(Get, $"{TestOrg.Data}/limits")).Status);

        using var request = new HttpRequestMessage(Post, "services/Soap/s/67.0")
        {
            Content = new StringContent(
                "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:a=\"http://soap.sforce.com/2006/08/apex\"><e:Header><a:SessionHeader>"
                + $"<a:sessionId>{token}</a:sessionId></a:SessionHeader></e:Header><e:Body><a:executeAnonymous><a:apexcode>x;</a:apexcode></a:executeAnonymous></e:Body></e:Envelope>"),
        };
        request.Headers.Add("SOAPAction", "\"\"");
        using var refused = await org.Inner.Client.SendAsync(request, TestOrg.Cancellation);
        Assert.Contains("SOAP API does not support JWT-based access tokens", await refused.Content.ReadAsStringAsync(TestOrg.Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ExternalClientApplication", "Ci_App")]
    [InlineData("ExtlClntAppGlobalOauthSettings", "Ci_App_glbloauth")]
    public async Task Sessions_end_with_their_app(string type, string name)
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp().Zip());
        org.Org.Apps.Approve(DeployedApp.Key, TestOrg.Username);
        var claims = org.Inner.Claims();
        claims["iss"] = DeployedApp.Key;
        using var answer = await org.Inner.PostAssertionAsync(TestOrg.Sign(claims));
        var token = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestOrg.Cancellation)).Text("access_token");
        await org.SucceedAsync(DeployOrg.Zip(
            ("package.xml", DeployOrg.Package(68)), ("destructiveChanges.xml", DeployOrg.Package(68, (type, name)))));
        Assert.Equal("invalid_client_id: client identifier invalid", await SignInAsync(org));
        org.Inner.Client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(401, (await org.Inner.SendAsync(Get, $"{TestOrg.Data}/limits")).Status);
    }

    [Fact]
    public async Task Org_and_user_must_be_allowed_to()
    {
        await using var org = await DeployOrg.StartAsync();
        org.Org.Users.Find(TestOrg.Username)!.MissingPermissions = [UserRight.ManageExternalClientApplications];
        Assert.Equal("Ci_App: insufficient access rights on object id", (await org.FailAsync(new DeployedApp().Zip()))[0]);
        org.Org.Users.Find(TestOrg.Username)!.MissingPermissions = [UserRight.CustomizeApplication];
        var set = DeployOrg.ZipOf(68, ("PermissionSet", "Ci", "permissionsets/Ci.permissionset", DeployOrg.File("PermissionSet", "<label>x</label>")));
        Assert.Single(await org.FailAsync(set));
        org.Org.Users.Find(TestOrg.Username)!.MissingPermissions = [];
        org.Settings.HasExternalClientApps = false;
        Assert.Equal("Ci_App: Not available for deploy for this organization", (await org.FailAsync(new DeployedApp().Zip()))[0]);
    }

    private static CertificateRequest RequestOf(RSA key) => new("CN=x", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static Task<string> CreateAsync(DeployOrg org, string type, object record) => org.CreateAsync(type, record);

    /// <summary>The scopes of a JWT sign-in to the deployed app, or its error.</summary>
    private static async Task<string> SignInAsync(DeployOrg org)
    {
        var claims = org.Inner.Claims();
        claims["iss"] = DeployedApp.Key;
        claims["exp"] = (DateTimeOffset.UtcNow + org.Org.Options.ClockOffset).AddMinutes(3).ToUnixTimeSeconds();
        using var response = await org.Inner.PostAssertionAsync(TestOrg.Sign(claims));
        var body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestOrg.Cancellation));
        return response.IsSuccessStatusCode ? body.Text("scope") : OAuthOrg.ErrorOf(body);
    }
}
