using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Several records in one request: <c>/composite/sobjects</c>.</summary>
public sealed class CollectionTests
{
    private const string Root = $"{TestOrg.Data}/composite/sobjects";
    private static readonly string[] Fields = ["Id", "LastName"];

    [Fact]
    public async Task Inserts_keep_their_order_and_fail_one_by_one()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, results) = await org.SendAsync(Post, Root, Request(
            Contact(("LastName", "One")),
            Contact(("Title", "x")),
            Contact(("LastName", "Three"), ("Nope", 1)),
            Contact(("LastName", "Four"), ("Id", "003gL0000000001"))));
        Assert.Equal(200, status);
        Assert.Equal(["", "REQUIRED_FIELD_MISSING", "INVALID_FIELD", "INVALID_FIELD_FOR_INSERT_UPDATE"], Codes(results));
        Assert.Equal("LastName", results[1].GetProperty("errors")[0].GetProperty("fields")[0].GetString());
        Assert.Equal(["id", "success", "errors"], results[0].EnumerateObject().Select(member => member.Name));
        Assert.False(results[1].TryGetProperty("id", out _));
        Assert.Equal("One", (await ReadAsync(org, results[0].GetProperty("id").GetString()!)).GetProperty("LastName").GetString());
    }

    [Fact]
    public async Task All_or_none_saves_nothing_on_failure()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var id = await FirstIdAsync(org);
        var title = (await ReadAsync(org, id)).GetProperty("Title").GetString();
        var (_, inserted) = await org.SendAsync(Post, Root, new
        {
            allOrNone = true,
            records = new[] { Contact(("LastName", "Gone")), Contact(("Title", "x")), Contact(("LastName", "Gone")) },
        });
        Assert.Equal(
            ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING", "ALL_OR_NONE_OPERATION_ROLLED_BACK"], Codes(inserted));
        Assert.Equal(0, (await org.QueryAsync("SELECT COUNT() FROM Contact WHERE LastName = 'Gone'")).GetProperty("totalSize").GetInt32());

        var (_, updated) = await org.SendAsync(Patch, Root, new
        {
            allOrNone = true,
            records = new[] { Contact(("id", id), ("Title", "changed")), Contact(("Title", "no id")) },
        });
        Assert.Equal(["ALL_OR_NONE_OPERATION_ROLLED_BACK", "MISSING_ARGUMENT"], Codes(updated));
        Assert.Equal(title, (await ReadAsync(org, id)).GetProperty("Title").GetString());

        var (_, deleted) = await org.SendAsync(Delete, $"{Root}?ids={id},003gL000000zzzz&allOrNone=true");
        Assert.Equal(["ALL_OR_NONE_OPERATION_ROLLED_BACK", "INVALID_CROSS_REFERENCE_KEY"], Codes(deleted));
        Assert.Equal(id, (await ReadAsync(org, id)).GetProperty("Id").GetString());
    }

    [Fact]
    public async Task Errors_of_updates_describe_the_id()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var id = await FirstIdAsync(org);
        var (_, results) = await org.SendAsync(Patch, Root, Request(
            Contact(("Id", id), ("Title", "CEO")),
            Contact(("Id", id), ("Title", "CFO")),
            Contact(("Id", "abc")),
            Contact(("Id", "001gL0000000001"))));
        Assert.Equal(["", "DUPLICATE_VALUE", "MALFORMED_ID", "MALFORMED_ID"], Codes(results));
        Assert.Equal("CEO", (await ReadAsync(org, id)).GetProperty("Title").GetString());
    }

    [Fact]
    public async Task Deletes_use_the_ids_in_the_url()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var id = await FirstIdAsync(org);
        var (_, results) = await org.SendAsync(Delete, $"{Root}?ids={id},abc&allOrNone=false");
        Assert.Equal(["", "MALFORMED_ID"], Codes(results));
        Assert.Equal(["ENTITY_IS_DELETED"], Codes((await org.SendAsync(Delete, $"{Root}?ids={id}")).Body));
        Assert.Equal("MISSING_ARGUMENT", (await org.FailAsync(Delete, Root)).Code);
    }

    [Fact]
    public async Task Upserts_report_what_they_created()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        await org.SendAsync(
            Post, Root, Request(
                Contact(("LastName", "A"), ("External_Id__c", "twin")), Contact(("LastName", "B"), ("External_Id__c", "twin"))));
        var (_, results) = await org.SendAsync(Patch, $"{Root}/Contact/External_Id__c", Request(
            Contact(("External_Id__c", "C-000001"), ("Title", "Old")),
            Contact(("External_Id__c", "new"), ("LastName", "New")),
            Contact(("External_Id__c", "new"), ("LastName", "Again")),
            Contact(("LastName", "No key")),
            Contact(("External_Id__c", "twin"), ("LastName", "Both"))));
        Assert.Equal(["", "", "DUPLICATE_VALUE", "MISSING_ARGUMENT", "DUPLICATE_EXTERNAL_ID"], Codes(results));
        Assert.Equal([false, true], results.EnumerateArray().Take(2).Select(result => result.GetProperty("created").GetBoolean()));
        Assert.Equal("NOT_FOUND", (await org.FailAsync(Patch, $"{Root}/Contact/Title", Request())).Code);
    }

    [Fact]
    public async Task Retrieval_returns_null_for_missing_records()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var id = await FirstIdAsync(org);
        var (_, byBody) = await org.SendAsync(Post, $"{Root}/Contact", new { ids = new[] { id, "003gL000000zzzz" }, fields = Fields });
        var byUrl = await org.GetAsync($"{Root}/Contact?ids={id},003gL000000zzzz&fields=Id,LastName");
        Assert.Equal(byBody.ToString(), byUrl.ToString());
        Assert.Equal(JsonValueKind.Null, byUrl[1].ValueKind);
        Assert.Equal("Abbott", byUrl[0].GetProperty("LastName").GetString());
        Assert.Equal("INVALID_FIELD", (await org.FailAsync(Get, $"{Root}/Contact?ids={id}&fields=Nope")).Code);
    }

    [Fact]
    public async Task Limits_apply_to_the_whole_request()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var many = Enumerable.Range(0, 201).Select(_ => Contact(("LastName", "Many"))).ToArray();
        Assert.Equal(
            (400, "EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than 200 records into this call"),
            await org.FailAsync(Post, Root, Request(many)));
        Assert.Equal(200, (await org.SendAsync(Post, Root, Request(many[1..]))).Body.GetArrayLength());
        var alternating = Enumerable.Range(0, 11)
            .Select(i => i % 2 == 0 ? Contact(("LastName", "A")) : new() { ["attributes"] = new { type = "Account" }, ["Name"] = "A" })
            .ToArray();
        Assert.Equal("LIMIT_EXCEEDED", (await org.FailAsync(Post, Root, Request(alternating))).Code);
        Assert.Equal("JSON_PARSER_ERROR", (await org.FailAsync(Post, Root, new { record = 1 })).Code);
        Assert.Equal("MISSING_ARGUMENT", (await org.FailAsync(Post, Root, new { records = new[] { new { LastName = "A" } } })).Code);
    }

    [Fact]
    public async Task Locks_fail_the_records_they_name_as_often_as_they_say()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var id = await FirstIdAsync(org);
        org.Org.RecordFaults.Add(new RecordFault { Id = id, Times = 2 });
        org.Org.RecordFaults.Add(new RecordFault { Index = 1 });
        var update = Request(Contact(("Id", id), ("Title", "A")), Contact(("Id", "003gL0000000002"), ("Title", "B")));
        Assert.Equal(["UNABLE_TO_LOCK_ROW", "UNABLE_TO_LOCK_ROW"], Codes((await org.SendAsync(Patch, Root, update)).Body));
        Assert.Equal(["UNABLE_TO_LOCK_ROW", ""], Codes((await org.SendAsync(Patch, Root, update)).Body));
        Assert.Equal(["", ""], Codes((await org.SendAsync(Patch, Root, update)).Body));

        Assert.Equal(204, (await org.SendAsync(Post, "_localorg/record-faults", new { id, errorCode = "CUSTOM", message = "No." })).Status);
        Assert.Equal((400, "CUSTOM", "No."), await org.FailAsync(Patch, $"{TestOrg.Data}/sobjects/Contact/{id}", new { Title = "C" }));
    }

    [Fact]
    public async Task References_can_be_given_by_external_id()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (_, results) = await org.SendAsync(Post, Root, Request(
            Contact(("LastName", "Child"), ("Account", new { External_Id__c = "A-0001" })),
            Contact(("LastName", "Orphan"), ("Account", new { External_Id__c = "none" }))));
        Assert.Equal(["", "INVALID_FIELD"], Codes(results));
        var contact = await org.QueryAsync("SELECT Account.External_Id__c FROM Contact WHERE LastName = 'Child'");
        Assert.Equal("A-0001", contact.GetProperty("records")[0].GetProperty("Account").GetProperty("External_Id__c").GetString());
    }

    [Fact]
    public async Task A_polymorphic_reference_needs_the_object_and_no_reference_is_given_twice()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var user = await org.QueryAsync("SELECT Id, Email FROM User LIMIT 1");
        var (id, email) = (user.GetProperty("records")[0].Text("Id"), user.GetProperty("records")[0].Text("Email"));
        var (_, results) = await org.SendAsync(Post, Root, Request(
            Case(("Owner", new { attributes = new { type = "User" }, Email = email })),
            Case(("Owner", new { Email = email })),
            Case(("Owner", new { attributes = new { type = "Contact" }, Email = email })),
            Case(("Owner", new { attributes = new { type = "User" }, Email = email }), ("OwnerId", id))));
        Assert.Equal(["", "INVALID_FIELD", "INVALID_FIELD", "INVALID_FIELD"], Codes(results));
        Assert.Contains("on sobject of type Name", results[1].ToString(), StringComparison.Ordinal);
        Assert.Contains("both an external ID reference Owner and a salesforce id, OwnerId", results[3].ToString(), StringComparison.Ordinal);
    }

    private static object Request(params Dictionary<string, object>[] records) => new { allOrNone = false, records };

    private static Dictionary<string, object> Contact(params (string Name, object Value)[] fields) => Record("Contact", fields);

    private static Dictionary<string, object> Case(params (string Name, object Value)[] fields) => Record("Case", fields);

    private static Dictionary<string, object> Record(string type, (string Name, object Value)[] fields)
    {
        var record = fields.ToDictionary(field => field.Name, field => field.Value);
        record["attributes"] = new { type };
        return record;
    }

    private static IEnumerable<string> Codes(JsonElement results) => results.EnumerateArray().Select(result =>
        result.GetProperty("success").GetBoolean() ? "" : result.GetProperty("errors")[0].GetProperty("statusCode").GetString()!);

    private static async Task<string> FirstIdAsync(TestOrg org) =>
        (await org.QueryAsync("SELECT Id FROM Contact LIMIT 1")).GetProperty("records")[0].GetProperty("Id").GetString()!;

    private static Task<JsonElement> ReadAsync(TestOrg org, string id) => org.GetAsync($"{TestOrg.Data}/sobjects/Contact/{id}");
}
