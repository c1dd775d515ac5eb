using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests.RealClients;

/// <summary>The data commands of the sf CLI, compared with the REST API.</summary>
public sealed class SalesforceCliDataTests
{
    private const string All =
        "SELECT Id, Name, Email, Birthdate, DoNotCall, Phone, CreatedDate, Account.Name, Account.AnnualRevenue FROM Contact ORDER BY Id";
    private const string Parents = "SELECT Name, NumberOfEmployees, Phone, (SELECT LastName, DoNotCall FROM Contacts ORDER BY Id), (SELECT Subject FROM Cases) FROM Account ORDER BY Name";

    [Fact(Timeout = NodeClients.Patience)]
    public async Task It_reads_the_same_data()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { MaxPageSize = 40 });
        using var sf = await SignInAsync(org);
        AssertSame(await ReadAllAsync(org, All), (await sf.RunAsync("data", "query", "--query", All)).GetProperty("records"));

        AssertSame(await ReadAllAsync(org, Parents), (await sf.RunAsync("data", "query", "--query", Parents)).GetProperty("records"));

        const string Classes = "SELECT Id, Name, NamespacePrefix, ApiVersion, IsValid FROM ApexClass ORDER BY Name";
        AssertSame(
            (await org.GetAsync($"{TestOrg.Data}/tooling/query?q={Uri.EscapeDataString(Classes)}")).GetProperty("records"),
            (await sf.RunAsync("data", "query", "--use-tooling-api", "--query", Classes)).GetProperty("records"));

        const string Search = "FIND {Dvořák} IN ALL FIELDS RETURNING Contact(Id, Name, DoNotCall), Account(Id) LIMIT 5";
        AssertSame(
            await org.GetAsync($"{TestOrg.Data}/search?q={Uri.EscapeDataString(Search)}"), await sf.RunAsync(
                "data", "search", "--query", Search));

        AssertSame(
            await org.GetAsync($"{TestOrg.Data}/sobjects/Contact/003gL0000000007QAA"),
            await sf.RunAsync("data", "get", "record", "--sobject", "Contact", "--record-id", "003gL0000000007QAA"));
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task It_describes_the_same_org()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var sf = await SignInAsync(org);
        AssertSame(
            await org.GetAsync($"{TestOrg.Data}/sobjects/Contact/describe"), await sf.RunAsync(
                "sobject", "describe", "--sobject", "Contact"));

        var objects = (await org.GetAsync($"{TestOrg.Data}/sobjects")).GetProperty("sobjects").EnumerateArray();
        Assert.Equal(objects.Select(type => type.Text("name")), Texts(await sf.RunAsync("sobject", "list", "--sobject", "all")));

        // Each call has counted.
        org.Org.Options.DailyApiLimit = 1000;
        var limits = (await org.GetAsync($"{TestOrg.Data}/limits")).EnumerateObject().Where(limit => limit.Name != "DailyApiRequests")
            .Select(limit => (limit.Name, limit.Value.GetProperty("Max").GetInt64(), limit.Value.GetProperty("Remaining").GetInt64()));
        var listed = (await sf.RunAsync("org", "list", "limits")).EnumerateArray()
            .Select(limit => (Name: limit.Text("name"), Max: limit.GetProperty("max").GetInt64(), limit.GetProperty("remaining").GetInt64())).ToList();
        Assert.Equal(limits, listed.Where(limit => limit.Name != "DailyApiRequests"));
        Assert.Equal(1000, listed.Single(limit => limit.Name == "DailyApiRequests").Max);

        AssertSame(
            (await org.GetAsync($"{TestOrg.Data}/limits/recordCount?sObjects=Account,Contact")).GetProperty("sObjects"),
            await sf.RunAsync("org", "list", "sobject", "record-counts", "--sobject", "Account", "--sobject", "Contact"));
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task It_lists_metadata()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp().Zip());
        using var sf = await SignInAsync(org.Inner);
        var policies = await sf.RunAsync("org", "list", "metadata", "--metadata-type", "ExtlClntAppOauthConfigurablePolicies");
        Assert.Equal("Ci_App_oauthPlcy", Assert.Single(policies.EnumerateArray()).Text("fullName"));
        var types = (await sf.RunAsync("org", "list", "metadata-types")).GetProperty("metadataObjects").EnumerateArray();
        Assert.Contains("extlClntAppPolicies", types.Select(type => type.Text("directoryName")));
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task It_writes_records_and_files_and_runs_Apex()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var sf = await SignInAsync(org);
        var created = (await sf.RunAsync(
            "data", "create", "record", "--sobject", "Contact", "--values",
            "LastName=\"Ørsted's 1\" Email=first@example.com DoNotCall=true Birthdate=1999-12-31")).Text("id");
        var record = await org.GetAsync($"{TestOrg.Data}/sobjects/Contact/{created}");
        Assert.Equal(
            ("Ørsted's 1", "first@example.com", "1999-12-31"), (record.Text("LastName"), record.Text("Email"), record.Text("Birthdate")));
        Assert.True(record.GetProperty("DoNotCall").GetBoolean());

        Assert.Equal(created, (await sf.RunAsync("data", "update", "record", "--sobject", "Contact", "--where", "Email=first@example.com", "--values", "Title=Boss")).Text("id"));
        Assert.Equal("Boss", (await org.GetAsync($"{TestOrg.Data}/sobjects/Contact/{created}")).Text("Title"));

        Assert.True((await sf.RunAsync("data", "delete", "record", "--sobject", "Contact", "--record-id", created)).GetProperty("success").GetBoolean());
        Assert.Equal("ENTITY_IS_DELETED", (await org.FailAsync(HttpMethod.Get, $"{TestOrg.Data}/sobjects/Contact/{created}")).Code);

        var path = await sf.WriteAsync("note.txt", "ä€\n");
        var file = (await sf.RunAsync("data", "create", "file", "--file", path, "--title", "A note")).Text("Id");
        Assert.Equal("A note", (await org.GetAsync($"{TestOrg.Data}/sobjects/ContentVersion/{file}")).Text("Title"));
        Assert.Equal(
            "ä€\n", await org.Client.GetStringAsync($"{TestOrg.Data}/sobjects/ContentVersion/{file}/VersionData", TestOrg.Cancellation));

        const string Code = "System.debug('ä & <b>');\nInteger i;";
        var ran = await sf.RunAsync("apex", "run", "--file", await sf.WriteAsync("code.apex", Code));
        Assert.True(ran.GetProperty("compiled").GetBoolean() && ran.GetProperty("success").GetBoolean());
        Assert.Contains("Execute Anonymous: System.debug('ä & <b>');", ran.Text("logs"), StringComparison.Ordinal);
        Assert.Equal([Code], org.Org.AnonymousApex.Executed);
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task It_imports_and_exports_rows_in_bulk()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var sf = await SignInAsync(org);

        // sf waits 5 s before its second poll.
        org.Org.Options.Bulk.UploadCompletePolls = 0;
        org.Org.Options.Bulk.InProgressPolls = 0;
        var rows = await sf.WriteAsync(
            "import.csv", "LastName,Email,External_Id__c\n\"Bulk, \"\"1\"\"\",one@bulk.example,bulk-1\nBulk 2,,bulk-2\n");
        var imported = await sf.RunAsync(
            "data", "import", "bulk", "--sobject", "Contact", "--file", rows, "--line-ending", "LF", "--wait", "5");
        Assert.Equal(
            (2, 2, 0), (Number(imported, "processedRecords"), Number(imported, "successfulRecords"), Number(imported, "failedRecords")));

        var changes = await sf.WriteAsync("upsert.csv", "External_Id__c,LastName,Title\nbulk-2,Bulk two,Boss\nbulk-3,Bulk 3,#N/A\n");
        var upserted = await sf.RunAsync(
            "data", "upsert", "bulk", "--sobject", "Contact", "--file", changes, "--external-id", "External_Id__c", "--line-ending", "LF",
            "--wait", "5");
        var written = upserted.GetProperty("records").GetProperty("successfulResults").EnumerateArray().ToList();

        const string Bulk = "SELECT Id, LastName, Email, Title FROM Contact WHERE External_Id__c LIKE 'bulk-%' ORDER BY Id";
        var records = await ReadAllAsync(org, Bulk);
        Assert.Equal(["Bulk, \"1\"", "Bulk two", "Bulk 3"], records.EnumerateArray().Select(record => record.Text("LastName")));
        Assert.Equal(["false", "true"], written.Select(row => row.Text("sf__Created")));
        Assert.Equal(records.EnumerateArray().Skip(1).Select(record => record.Text("Id")), written.Select(row => row.Text("sf__Id")));

        // sf 2.146 uses CRLF whatever --line-ending is.
        org.Org.Options.Bulk.ResultPageSize = 2;
        var target = await sf.WriteAsync("export.csv", string.Empty);
        var exported = await sf.RunAsync("data", "export", "bulk", "--query", Bulk, "--output-file", target, "--wait", "5");
        Assert.Equal(3, Number(exported, "totalSize"));
        var ids = records.EnumerateArray().Select(record => record.Text("Id")).ToArray();
        Assert.Equal(
            $"\"Id\",\"LastName\",\"Email\",\"Title\"\n\"{ids[0]}\",\"Bulk, \"\"1\"\"\",\"one@bulk.example\",\"\"\n\"{ids[1]}\",\"Bulk two\",\"\",\"Boss\"\n\"{ids[2]}\",\"Bulk 3\",\"\",\"\"\n",
            (await File.ReadAllTextAsync(target, TestOrg.Cancellation)).ReplaceLineEndings("\n"));
    }

    /// <summary>Runs sf with an access token in place of a sign-in.</summary>
    private static async Task<SalesforceCli> SignInAsync(TestOrg org)
    {
        var sf = new SalesforceCli();
        sf.Environment["SF_TARGET_ORG"] = await org.GetAccessTokenAsync();
        sf.Environment["SF_ORG_INSTANCE_URL"] = org.Server.HttpUrl.ToString().TrimEnd('/');
        return sf;
    }

    private static async Task<JsonElement> ReadAllAsync(TestOrg org, string soql)
    {
        var records = new List<JsonElement>();
        for (var page = await org.QueryAsync(soql); ; page = await org.GetAsync(page.Text("nextRecordsUrl").TrimStart('/')))
        {
            records.AddRange(page.GetProperty("records").EnumerateArray());
            if (page.GetProperty("done").GetBoolean())
            {
                return JsonSerializer.SerializeToElement(records);
            }
        }
    }

    private static void AssertSame(JsonElement expected, JsonElement actual)
    {
        Assert.False(expected.ValueKind == JsonValueKind.Array && expected.GetArrayLength() == 0);
        Assert.True(JsonElement.DeepEquals(expected, actual), $"The org has {expected}\nsf has {actual}");
    }

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(element => element.GetString());

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
