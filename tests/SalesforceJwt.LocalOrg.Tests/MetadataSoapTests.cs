using System.Xml.Linq;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The SOAP Metadata API: which components the org has, and their elements.</summary>
public sealed class MetadataSoapTests
{
    private const string Preauthorized = "<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>";
    private static readonly XNamespace Metadata = SoapCalls.Metadata;
    private static readonly string[] PartTypes =
        ["ExtlClntAppOauthConfigurablePolicies", "ExtlClntAppConfigurablePolicies", "ExtlClntAppOauthSettings", "ExtlClntAppGlobalOauthSettings"];
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    [Fact]
    public async Task Components_are_listed_with_their_users_and_dates()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp().Zip());
        var user = org.Org.Users.Find(TestOrg.Username)!;
        var app = Assert.Single(await ListAsync(org, "ExternalClientApplication"));
        Assert.Equal(
            [
                "createdById", "createdByName", "createdDate", "fileName", "fullName", "id", "lastModifiedById", "lastModifiedByName",
                "lastModifiedDate", "manageableState", "type",
            ],
            app.Elements().Select(element => element.Name.LocalName));
        Assert.Equal((user.Id, user.Name), (Text(app, "createdById"), Text(app, "lastModifiedByName")));
        Assert.Equal(("externalClientApps/Ci_App.eca", "Ci_App"), (Text(app, "fileName"), Text(app, "fullName")));
        Assert.Equal(("ExternalClientApplication", "unmanaged"), (Text(app, "type"), Text(app, "manageableState")));
        Assert.StartsWith("0xI", Text(app, "id"), StringComparison.Ordinal);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", Text(app, "createdDate"));

        var parts = await ListAsync(org, "ExtlClntAppGlobalOauthSettings", "ExtlClntAppOauthConfigurablePolicies", "ExtlClntAppConfigurablePolicies");
        Assert.Equal(["Ci_App_glbloauth", "Ci_App_oauthPlcy", "Ci_App_plcy"], parts.Select(part => Text(part, "fullName")));
        Assert.Equal(["EchoService", "EchoServiceTest", "TextService"], (await ListAsync(org, "ApexClass")).Select(each => Text(each, "fullName")));
        Assert.Empty(await ListAsync(org, "PermissionSet"));
        await org.CreateAsync("PermissionSet", new { Name = "Ci", Label = "CI" });
        Assert.Equal("permissionsets/Ci.permissionset", Text(Assert.Single(await ListAsync(org, "PermissionSet")), "fileName"));
    }

    [Fact]
    public async Task Components_are_read_with_their_elements_in_the_order_of_names()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp { Global = new DeployedApp().Global + "<consumerSecret>secret</consumerSecret><isPkceRequired>1</isPkceRequired>" }.Zip());
        var settings = Assert.Single(await ReadAsync(org, "ExtlClntAppGlobalOauthSettings", "ci_app_glbloauth"));
        Assert.Equal("ExtlClntAppGlobalOauthSettings", (string?)settings.Attribute(Instance + "type"));
        Assert.Equal(
            [
                "fullName=Ci_App_glbloauth", "callbackUrl=http://localhost:1717/OauthRedirect", $"consumerKey={DeployedApp.Key}",
                "externalClientApplication=Ci_App", "isClientCredentialsFlowEnabled=false", "isCodeCredFlowEnabled=false",
                "isCodeCredPostOnly=false", "isConsumerSecretOptional=false", "isDeviceFlowEnabled=false", "isIntrospectAllTokens=false",
                "isNamedUserJwtEnabled=false", "isPkceRequired=true", "isRefreshTokenRotationEnabled=false",
                "isSecretRequiredForRefreshToken=true", "isSecretRequiredForTokenExchange=false", "isTokenExchangeEnabled=false",
                "label=Ci_App_glbloauth", "shouldRotateConsumerKey=false", "shouldRotateConsumerSecret=false",
            ],
            Elements(settings));

        org.Settings.ReturnsCertificate = true;
        settings = Assert.Single(await ReadAsync(org, "ExtlClntAppGlobalOauthSettings", "Ci_App_glbloauth"));
        Assert.Equal(TestKeys.Certificate.ExportCertificatePem(), Text(settings, "certificate"));
        settings = Assert.Single(await ReadAsync(org, "ExtlClntAppGlobalOauthSettings", "services/Soap/m/59.0", ["Ci_App_glbloauth"]));
        Assert.Null(settings.Element(Metadata + "certificate"));
        Assert.Null(settings.Element(Metadata + "isDeviceFlowEnabled"));
        Assert.NotNull(settings.Element(Metadata + "isPkceRequired"));
    }

    [Fact]
    public async Task What_was_read_can_be_deployed()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp { OauthPolicies = null, Policies = null }.Zip());
        org.Settings.ReturnsCertificate = true;
        foreach (var type in PartTypes)
        {
            var listed = Assert.Single(await ListAsync(org, type));
            var read = Assert.Single(await ReadAsync(org, type, Text(listed, "fullName")));
            read.Element(Metadata + "fullName")!.Remove();
            await org.SucceedAsync(DeployOrg.ZipOf(68, (type, Text(listed, "fullName"), Text(listed, "fileName"), DeployOrg.File(type, string.Concat(read.Elements())))));
            Assert.Equal(Elements(read), Elements(Assert.Single(await ReadAsync(org, type, Text(listed, "fullName")))).Skip(1));
        }
    }

    [Fact]
    public async Task Policies_are_read_with_the_permission_sets_and_profiles_that_have_access()
    {
        await using var org = await DeployOrg.StartAsync();
        var id = await org.CreateAsync("PermissionSet", new { Name = "Ci", Label = "CI" });
        await org.CreateAsync("PermissionSet", new { Name = "Other", Label = "Other" });
        await org.SucceedAsync(new DeployedApp
        {
            OauthPolicies = $"{Preauthorized}<commaSeparatedPermissionSet>Ci</commaSeparatedPermissionSet><commaSeparatedProfile>System Administrator</commaSeparatedProfile>",
        }.Zip());
        Assert.Equal(("Ci", "System Administrator"), await AccessAsync(org));
        var app = Text(Assert.Single(await ListAsync(org, "ExternalClientApplication")), "id");
        await org.CreateAsync("SetupEntityAccess", new { ParentId = (await org.Inner.QueryAsync("SELECT Id FROM PermissionSet WHERE Name = 'Other'")).Records().Single().Text("Id"), SetupEntityId = app });
        Assert.Equal(("Ci,Other", "System Administrator"), await AccessAsync(org));
        org.Settings.PermissionSets = PermissionSetReference.Ids;
        Assert.StartsWith(id + ",0PS", (await AccessAsync(org)).PermissionSets, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Permission_sets_and_settings_are_read()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.CreateAsync("PermissionSet", new { Name = "Ci", Label = "CI", Description = "x & y" });
        Assert.Equal(
            ["fullName=Ci", "description=x & y", "hasActivationRequired=false", "label=CI"],
            Elements(Assert.Single(await ReadAsync(org, "PermissionSet", "Ci"))));
        var settings = Assert.Single(await ReadAsync(org, "ExternalClientAppSettings", "ExternalClientApp"));
        Assert.Contains("enableClientSecretInRestApiAccess=false", Elements(settings));
    }

    [Fact]
    public async Task Unknown_names_are_nil_in_their_place()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp().Zip());
        var records = await ReadAsync(org, "ExternalClientApplication", "Nobody", "Ci_App");
        Assert.Equal("true", (string?)records[0].Attribute(Instance + "nil"));
        Assert.Empty(records[0].Elements());
        Assert.Equal("Ci_App", Text(records[1], "fullName"));
        Assert.Empty(await ReadAsync(org, "ExternalClientApplication"));
    }

    [Theory]
    [InlineData("listMetadata", "<queries><type>Nothing</type></queries>", "INVALID_TYPE: Unknown type:Nothing")]
    [InlineData("listMetadata", "<queries/>", "INVALID_TYPE: Unknown type:")]
    [InlineData("listMetadata", "<queries><type>CustomObject</type></queries>", "INVALID_TYPE: LocalOrg has no components of type CustomObject")]
    [InlineData("listMetadata", "<queries><type>ExternalClientApplication</type></queries><asOfVersion>58.0</asOfVersion>", "INVALID_TYPE: Cannot use: ExternalClientApplication in this version")]
    [InlineData("listMetadata", "<queries><type>ApexClass</type></queries><asOfVersion>new</asOfVersion>", "UNKNOWN_EXCEPTION: 'new' is not a valid value for the type xsd:double")]
    [InlineData("listMetadata", "<queries/><queries/><queries/><queries/>", "EXCEEDED_ID_LIMIT: record limit reached. cannot submit more than 3 records in this operation")]
    [InlineData("readMetadata", "<fullNames>a</fullNames>", "INVALID_TYPE: Unknown type:")]
    [InlineData("readMetadata", "<type>ApexClass</type><fullNames>EchoService</fullNames>", "INVALID_TYPE: This type of metadata is not available for this organization")]
    [InlineData("renameMetadata", "", "UNKNOWN_EXCEPTION: No operation available for request")]
    public async Task Wrong_calls_are_faults(string operation, string content, string fault)
    {
        await using var org = await DeployOrg.StartAsync();
        Assert.Equal(fault, await org.Inner.FailSoapAsync(operation, content));
    }

    [Fact]
    public async Task Eleven_names_are_too_many()
    {
        await using var org = await DeployOrg.StartAsync();
        var names = string.Concat(Enumerable.Repeat("<fullNames>a</fullNames>", 11));
        Assert.Equal(
            "EXCEEDED_ID_LIMIT: record limit reached. cannot submit more than 10 records in this operation",
            await org.Inner.FailSoapAsync("readMetadata", $"<type>PermissionSet</type>{names}"));
    }

    [Fact]
    public async Task Org_and_user_must_be_allowed_to()
    {
        await using var org = await DeployOrg.StartAsync();
        const string Query = "<queries><type>ExternalClientApplication</type></queries>";
        var user = org.Org.Users.Find(TestOrg.Username)!;
        user.MissingPermissions = [UserRight.ModifyMetadata];
        Assert.StartsWith("INSUFFICIENT_ACCESS: use of the Metadata API requires", await org.Inner.FailSoapAsync("listMetadata", Query), StringComparison.Ordinal);
        user.MissingPermissions = [UserRight.ApiEnabled];
        Assert.Equal("API_CURRENTLY_DISABLED: API is disabled for this User", await org.Inner.FailSoapAsync("listMetadata", Query));
        user.MissingPermissions = [];
        org.Settings.HasExternalClientApps = false;
        Assert.Equal("INVALID_TYPE: Cannot use: ExternalClientApplication in this organization", await org.Inner.FailSoapAsync("listMetadata", Query));
        Assert.DoesNotContain("ExternalClientApplication", await DescribeAsync(org));
        org.Org.Options.DailyApiLimit = org.Org.ApiUsage;
        Assert.Equal("REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.", await org.Inner.FailSoapAsync("listMetadata", Query));
        org.Org.ExpireAllTokens();
        Assert.StartsWith("INVALID_SESSION_ID: ", await org.Inner.FailSoapAsync("listMetadata", Query), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_org_describes_its_types()
    {
        await using var org = await DeployOrg.StartAsync();
        var types = await DescribeAsync(org);
        Assert.Contains("ExtlClntAppConfigurablePolicies", types);
        Assert.Contains("ApexClass", types);
        var old = await org.Inner.SoapAsync("describeMetadata", "<asOfVersion>59.0</asOfVersion>");
        Assert.DoesNotContain("ExtlClntAppConfigurablePolicies", old.Descendants(Metadata + "xmlName").Select(element => element.Value));
    }

    [Fact]
    public async Task Old_API_versions_refuse_tokens_in_JWT_format()
    {
        await using var org = await TestOrg.StartAsync();
        org.Org.Apps.Find(TestOrg.ClientId)!.IssuesJwtTokens = true;
        var token = await org.GetAccessTokenAsync();
        Assert.Equal(3, token.Split('.').Length);
        org.Client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(100, (await org.QueryAsync("SELECT COUNT() FROM Contact")).GetProperty("totalSize").GetInt32());
        await org.SoapAsync("describeMetadata", "");
        const string Old = "services/Soap/m/67.0";
        Assert.StartsWith("INVALID_SESSION_ID: ", await org.FailSoapAsync("describeMetadata", "", Old), StringComparison.Ordinal);
        org.Org.Options.SoapJwtVersion = 67;
        await org.SoapAsync("describeMetadata", "", Old);
        org.Org.Options.SoapJwtVersion = 69;
        Assert.StartsWith("INVALID_SESSION_ID: ", await org.FailSoapAsync("describeMetadata", ""), StringComparison.Ordinal);
    }

    private static async Task<List<XElement>> ListAsync(DeployOrg org, params string[] types) => [.. (await org.Inner.SoapAsync(
        "listMetadata", string.Concat(types.Select(type => $"<queries><type>{type}</type></queries>")) + "<asOfVersion>68.0</asOfVersion>")).Elements()];

    private static Task<List<XElement>> ReadAsync(DeployOrg org, string type, params string[] names) => ReadAsync(org, type, SoapCalls.Path, names);

    private static async Task<List<XElement>> ReadAsync(DeployOrg org, string type, string path, string[] names) => [.. (await org.Inner.SoapAsync(
        "readMetadata", $"<type>{type}</type>{string.Concat(names.Select(name => $"<fullNames>{name}</fullNames>"))}", path)).Element(Metadata + "result")!.Elements()];

    private static async Task<List<string>> DescribeAsync(DeployOrg org) =>
        [.. (await org.Inner.SoapAsync("describeMetadata", "")).Descendants(Metadata + "xmlName").Select(element => element.Value)];

    private static async Task<(string PermissionSets, string Profiles)> AccessAsync(DeployOrg org)
    {
        var policies = Assert.Single(await ReadAsync(org, "ExtlClntAppOauthConfigurablePolicies", "Ci_App_oauthPlcy"));
        return (Text(policies, "commaSeparatedPermissionSet"), Text(policies, "commaSeparatedProfile"));
    }

    private static IEnumerable<string> Elements(XElement record) => record.Elements().Select(element => $"{element.Name.LocalName}={element.Value}");

    private static string Text(XElement parent, string name) => parent.Element(Metadata + name)!.Value;
}
