using System.Text;
using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Single records: create, read, update, delete, upsert.</summary>
public sealed class SObjectTests
{
    private const string Contacts = $"{TestOrg.Data}/sobjects/Contact";
    private const string Accounts = $"{TestOrg.Data}/sobjects/Account";

    [Fact]
    public async Task A_record_is_created_read_updated_and_deleted()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, created) = await org.SendAsync(
            Post, Contacts, new { FirstName = "Åsa", LastName = "Öberg", Birthdate = "1990-02-28" });
        Assert.Equal(201, status);
        Assert.True(created.GetProperty("success").GetBoolean());
        Assert.Empty(created.GetProperty("errors").EnumerateArray());
        var id = created.GetProperty("id").GetString()!;

        var read = await org.GetAsync($"{Contacts}/{id}");
        Assert.Equal($"/services/data/v68.0/sobjects/Contact/{id}", read.GetProperty("attributes").GetProperty("url").GetString());
        Assert.Equal("Åsa Öberg", read.GetProperty("Name").GetString());
        Assert.Equal("1990-02-28", read.GetProperty("Birthdate").GetString());
        Assert.EndsWith("+0000", read.GetProperty("CreatedDate").GetString(), StringComparison.Ordinal);

        Assert.Equal(204, (await org.SendAsync(Patch, $"{Contacts}/{id}", new { LastName = "Berg", Birthdate = (string?)null })).Status);
        var some = await org.GetAsync($"{Contacts}/{id[..15]}?fields=Name,Birthdate");
        Assert.Equal("Åsa Berg", some.GetProperty("Name").GetString());
        Assert.Equal(JsonValueKind.Null, some.GetProperty("Birthdate").ValueKind);
        Assert.False(some.TryGetProperty("LastName", out _));

        Assert.Equal(204, (await org.SendAsync(Delete, $"{Contacts}/{id}")).Status);
        Assert.Equal((404, "ENTITY_IS_DELETED", "entity is deleted"), await org.FailAsync(Get, $"{Contacts}/{id}"));
        Assert.Equal((404, "ENTITY_IS_DELETED", "entity is deleted"), await org.FailAsync(Delete, $"{Contacts}/{id}"));
    }

    [Theory]
    [InlineData("""{"FirstName":"A"}""", "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]")]
    [InlineData("""{"LastName":""}""", "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]")]
    [InlineData("""{"LastName":"A","Nope":1}""", "INVALID_FIELD", "No such column 'Nope' on sobject of type Contact")]
    [InlineData("""{"LastName":"A","AccountId":"abc"}""", "MALFORMED_ID", "AccountId: id value of incorrect type: abc")]
    [InlineData("""{"LastName":"A","AccountId":"001gL000000zzzz"}""", "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")]
    [InlineData(
        """{"LastName":"A","DoNotCall":"maybe"}""", "JSON_PARSER_ERROR",
        "Cannot deserialize instance of boolean from VALUE_STRING value maybe or request may be missing a required field")]
    [InlineData(
        """{"LastName":1}""", "JSON_PARSER_ERROR",
        "Cannot deserialize instance of string from VALUE_NUMBER value 1 or request may be missing a required field")]
    [InlineData(
        """{"LastName":"A","Birthdate":"28.2.1990"}""", "JSON_PARSER_ERROR",
        "Cannot deserialize instance of date from VALUE_STRING value 28.2.1990 or request may be missing a required field")]
    [InlineData("""{"LastName":""", "JSON_PARSER_ERROR", "Unexpected character or end of input at [line:1, column:13]")]
    [InlineData("[]", "JSON_PARSER_ERROR", "The HTTP entity body must be a JSON object.")]
    public async Task A_bad_record_is_rejected(string json, string code, string message)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal((400, code, message), await PostRawAsync(org, Contacts, json, "application/json"));
    }

    [Fact]
    public async Task A_read_only_field_and_a_text_too_long_are_rejected_by_name()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, errors) = await org.SendAsync(Post, Contacts, new { LastName = "A", Name = "B" });
        Assert.Equal((400, "INVALID_FIELD_FOR_INSERT_UPDATE"), (status, errors[0].GetProperty("errorCode").GetString()));
        Assert.Equal("Name", errors[0].GetProperty("fields")[0].GetString());
        var (_, code, message) = await org.FailAsync(Post, Contacts, new { LastName = new string('x', 81) });
        Assert.Equal("STRING_TOO_LONG", code);
        Assert.EndsWith("(max length=80)", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_and_booleans_may_be_text()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (_, created) = await org.SendAsync(Post, Accounts, new { Name = "A", NumberOfEmployees = "12", AnnualRevenue = "1.50" });
        var read = await org.GetAsync($"{Accounts}/{created.GetProperty("id").GetString()}");
        Assert.Equal(12, read.GetProperty("NumberOfEmployees").GetInt32());
        Assert.Equal(1.50m, read.GetProperty("AnnualRevenue").GetDecimal());
    }

    [Fact]
    public async Task Bodies_must_be_json()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal(
            (415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type not supported: text/xml; charset=utf-8"),
            await PostRawAsync(org, Contacts, "<Contact/>", "text/xml"));
    }

    [Fact]
    public async Task Ids_and_objects_must_exist()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal((400, "MALFORMED_ID", "malformed id abc"), await org.FailAsync(Get, $"{Contacts}/abc"));
        Assert.Equal("NOT_FOUND", (await org.FailAsync(Get, $"{Contacts}/003gL000000zzzz")).Code);
        Assert.Equal("NOT_FOUND", (await org.FailAsync(Patch, $"{Contacts}/003gL000000zzzz", new { Title = "x" })).Code);
        Assert.Equal("INVALID_FIELD", (await org.FailAsync(Get, $"{Contacts}/{await FirstContactAsync(org)}?fields=Nope")).Code);
        Assert.Equal(
            "INVALID_FIELD", (
                await org.FailAsync(Patch, $"{Contacts}/{await FirstContactAsync(org)}", new { Id = "003gL0000000002" })).Code);
        Assert.Equal(
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", (
                await org.FailAsync(Post, $"{TestOrg.Data}/sobjects/Organization", new { Name = "x" })).Code);
    }

    [Fact]
    public async Task Upsert_creates_then_updates_and_lists_ambiguous_records()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        const string Key = $"{Contacts}/External_Id__c/K%2F1";
        var (status, created) = await org.SendAsync(Patch, Key, new { LastName = "One" });
        Assert.Equal(201, status);
        Assert.True(created.GetProperty("created").GetBoolean());
        Assert.Equal(204, (await org.SendAsync(Patch, Key, new { LastName = "Uno" })).Status);
        Assert.Equal("Uno", (await org.GetAsync(Key)).GetProperty("LastName").GetString());

        await org.SendAsync(Post, Contacts, new { LastName = "Twin", External_Id__c = "K/1" });
        var (choices, urls) = await org.SendAsync(Patch, Key, new { LastName = "Both" });
        Assert.Equal(300, choices);
        Assert.Equal(2, urls.GetArrayLength());
        Assert.Equal($"/services/data/v68.0/sobjects/Contact/{created.GetProperty("id").GetString()}", urls[0].GetString());

        Assert.Equal("NOT_FOUND", (await org.FailAsync(Patch, $"{Contacts}/Title/x", new { LastName = "A" })).Code);
        Assert.Equal(
            "INVALID_FIELD", (
                await org.FailAsync(Patch, $"{Contacts}/External_Id__c/n", new { external_id__C = "n", lastName = "A" })).Code);
        Assert.Equal("REQUIRED_FIELD_MISSING", (await org.FailAsync(Patch, $"{Contacts}/External_Id__c/new", new { Title = "x" })).Code);
        Assert.Equal("NOT_FOUND", (await org.FailAsync(Delete, $"{Contacts}/External_Id__c/none")).Code);
    }

    [Fact]
    public async Task Upserts_of_one_new_key_at_the_same_time_create_one_record()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => org.SendAsync(Patch, $"{Contacts}/External_Id__c/same", new { LastName = $"Writer {i}" })));
        Assert.Equal([201, .. Enumerable.Repeat(204, 19)], answers.Select(answer => answer.Status).Order());
    }

    private static async Task<string> FirstContactAsync(TestOrg org) =>
        (await org.QueryAsync("SELECT Id FROM Contact LIMIT 1")).GetProperty("records")[0].GetProperty("Id").GetString()!;

    private static async Task<(int Status, string Code, string Message)> PostRawAsync(
        TestOrg org, string path, string body, string contentType)
    {
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        using var response = await org.Client.PostAsync(path, content, TestOrg.Cancellation);
        var error = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestOrg.Cancellation))[0];
        return ((int)response.StatusCode, error.GetProperty("errorCode").GetString()!, error.GetProperty("message").GetString()!);
    }
}
