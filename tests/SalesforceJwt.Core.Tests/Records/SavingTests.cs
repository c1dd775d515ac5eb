using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Records;

/// <summary>Results of saved records, and errors in between.</summary>
public sealed class SavingTests : ConnectedTests
{
    private const string Collections = "/services/data/v68.0/composite/sobjects";

    [Fact]
    public async Task Each_record_has_its_own_result_in_the_given_order()
    {
        var batch = await SaveAsync(Contacts("One", string.Empty, "Three"));

        Assert.Null(batch.Stop);
        Assert.Equal([true, false, true], batch.Results.Select(r => r.Success));
        Assert.Equal([true, false, true], batch.Results.Select(r => r.Created));
        var error = Assert.IsType<SfRestException>(batch.Results[1].Error);
        Assert.Equal("REQUIRED_FIELD_MISSING", error.ErrorCode);
        Assert.Equal(SfErrorKind.RequestInvalid, error.Kind);
        Assert.Contains("Record 2 (Contact)", error.Message, StringComparison.Ordinal);
        Assert.Contains("LastName", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync());
        Assert.Single(Writes);
    }

    [Fact]
    public async Task All_or_none_rolls_the_others_back_and_says_so()
    {
        var batch = await SaveAsync(Contacts("One", string.Empty), allOrNone: true);

        Assert.Equal([SfErrorKind.RolledBack, SfErrorKind.RequestInvalid], batch.Results.Select(r => r.Error!.Kind));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task All_or_none_sends_nothing_if_a_record_is_invalid()
    {
        var batch = await SaveAsync([.. Contacts("One"), new RecordRow { Number = 2, Type = "Contact", Fault = new SfException(SfErrorKind.RecordInvalid, "It has no fields.") }], allOrNone: true);

        Assert.Equal([SfErrorKind.RolledBack, SfErrorKind.RecordInvalid], batch.Results.Select(r => r.Error!.Kind));
        Assert.Empty(Test.Requests);
    }

    [Fact]
    public async Task An_invalid_record_is_not_sent_and_the_others_are()
    {
        var fault = new SfException(SfErrorKind.RecordInvalid, "It has no fields.");
        var batch = await SaveAsync([new RecordRow { Number = 1, Type = "Contact", Fault = fault }, Contact(2, "Two")]);

        Assert.Equal([false, true], batch.Results.Select(r => r.Success));
        Assert.Equal("Record 1 (Contact): It has no fields.", batch.Results[0].Error!.Message);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Three_locked_records_of_two_hundred_are_sent_again_without_the_others()
    {
        foreach (var index in new[] { 5, 77, 199 })
        {
            Test.Org.RecordFaults.Add(new RecordFault { Index = index });
        }

        var observer = new TrafficRecorder();
        var batch = await SaveAsync([.. Enumerable.Range(1, 200).Select(i => Contact(i, "Lock"))], observer: observer);

        Assert.All(batch.Results, r => Assert.True(r.Success));
        Assert.Equal(200, batch.Results.Select(r => r.Id).Distinct().Count());
        Assert.Equal(200, await CountAsync("Lock"));
        Assert.Equal([200, 3], Writes.Select(w => w.Body!.Split("\"LastName\"").Length - 1));
        Assert.Contains("3 of 200", Assert.Single(observer.Retries).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_stays_locked_fails_after_the_retries_and_the_others_are_saved()
    {
        var contact = await FirstContactAsync();
        Test.Org.RecordFaults.Add(new RecordFault { Id = contact, Times = 0 });

        var batch = await SaveAsync([Update(1, contact)], RecordAction.Update);

        var error = Assert.Single(batch.Results).Error!;
        Assert.Equal(SfErrorKind.RowLocked, error.Kind);
        Assert.Contains(contact, error.Message, StringComparison.Ordinal);
        Assert.Equal(1 + TestOrg.Quick.MaximumRetryCount, Writes.Count);
    }

    [Fact]
    public async Task All_or_none_sends_the_whole_batch_again_after_a_lock()
    {
        Test.Org.RecordFaults.Add(new RecordFault { Index = 1 });

        var batch = await SaveAsync(Contacts("One", "Two", "Three"), allOrNone: true);

        Assert.All(batch.Results, r => Assert.True(r.Success));
        Assert.Equal(3, await CountAsync());
        Assert.Equal(2, Writes.Count);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ResetAfterActing)]
    [InlineData(FaultKind.Truncate)]
    public async Task A_broken_connection_leaves_new_records_in_doubt_and_sends_none_twice(FaultKind kind)
    {
        Test.Fail(Collections, kind);

        var batch = await SaveAsync(Contacts("One", "Two"));

        Assert.Null(batch.Stop);
        Assert.All(batch.Results, r => Assert.True(r.IsInDoubt));
        Assert.Equal(SfErrorKind.OutcomeUnknown, batch.Results[1].Error!.Kind);
        Assert.Contains("Record 2 (Contact)", batch.Results[1].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(SfErrorKind.ConnectionBroken, ((SfException)batch.Results[1].Error!.InnerException!).Kind);
        Assert.Single(Writes);
        Assert.Equal(kind == FaultKind.Reset ? 0 : 2, await CountAsync());
    }

    [Theory]
    [InlineData(200, "<html>maintenance</html>")]
    [InlineData(200, "[]")]
    [InlineData(200, """[{"success":true},{"id":""")]
    [InlineData(200, """{"success":true}""")]
    [InlineData(200, """[{"id":"1","success":"yes"},{"id":"1","success":true}]""")]
    [InlineData(502, "Bad Gateway")]
    public async Task An_answer_that_cannot_be_read_leaves_the_records_in_doubt(int status, string body)
    {
        Test.Answer(Collections, status, body);

        var batch = await SaveAsync(Contacts("One", "Two"));

        Assert.All(batch.Results, r => Assert.True(r.IsInDoubt));
        Assert.Single(Writes);
    }

    [Fact]
    public async Task Maintenance_leaves_the_batch_in_doubt_and_stops_the_run()
    {
        Test.Fail(Collections, FaultKind.Html, times: 0);

        var batch = await SaveAsync(Contacts("One", "Two"));

        Assert.All(batch.Results, r => Assert.True(r is { IsInDoubt: true, WasStopped: false }));
        Assert.Equal((SfErrorKind.ServerFault, 503), (batch.Stop!.Kind, batch.Stop.StatusCode));
        Assert.Single(Writes);
    }

    [Fact]
    public async Task Records_deleted_before_the_connection_broke_count_as_deleted()
    {
        var contact = await FirstContactAsync();
        Test.Fail(Collections, FaultKind.ResetAfterActing);

        var batch = await SaveAsync([new RecordRow { Number = 1, Key = contact }], RecordAction.Delete);

        Assert.True(Assert.Single(batch.Results).Success);
        Assert.Equal(contact, batch.Results[0].Id);
        Assert.Equal(2, Writes.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Setup_records_deleted_before_the_connection_broke_count_as_deleted_if_they_were_there(bool areKnownToExist)
    {
        var id = (await Session.Rest.SendAsync(
            new SfRequest
            {
                Method = HttpMethod.Post,
                Uri = "sobjects/PermissionSet",
                Content = RequestBody.FromBytes("""{"Name":"Sales","Label":"Sales"}"""u8.ToArray(), RequestBody.Json),
            },
            static (response, cancel) => response.ReadJsonAsync("an id", root => root.Text("id"), cancel),
            cancellationToken: TestOrg.Cancellation))!;
        Test.Fail(Collections, FaultKind.ResetAfterActing);

        var options = new RecordOptions { Action = RecordAction.Delete, AreKnownToExist = areKnownToExist };
        var batch = await new RecordSaver(Session, options).SaveAsync(
            [new RecordRow { Number = 1, Key = id }], TestOrg.Cancellation);

        var result = Assert.Single(batch.Results);
        Assert.Equal(areKnownToExist, result.Success);
        if (!areKnownToExist)
        {
            Assert.Contains("an attempt whose answer was lost may have deleted it", result.Error!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refusal_without_a_reason_says_so()
    {
        Test.Answer(Collections, 200, """[{"success":false,"errors":[]}]""");

        var error = Assert.Single((await SaveAsync(Contacts("One"))).Results).Error!;

        Assert.Equal("Record 1 (Contact): Salesforce refused it and gave no reason.", error.Message);
        Assert.Contains("Debug Logs", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_another_user_deleted_is_an_error_if_no_connection_broke()
    {
        var row = new RecordRow { Number = 1, Key = await FirstContactAsync() };
        await SaveAsync([row], RecordAction.Delete);

        var batch = await SaveAsync([row], RecordAction.Delete);

        Assert.Equal(SfErrorKind.NotFound, Assert.Single(batch.Results).Error!.Kind);
    }

    [Theory]
    [InlineData(300, "MULTIPLE", SfErrorKind.MultipleMatches)]
    [InlineData(409, "CONFLICT", SfErrorKind.Conflict)]
    [InlineData(412, "PRECONDITION_FAILED", SfErrorKind.PreconditionFailed)]
    [InlineData(400, "INVALID_TYPE", SfErrorKind.RequestInvalid)]
    [InlineData(400, "INSUFFICIENT_ACCESS_OR_READONLY", SfErrorKind.PermissionDenied)]
    public async Task A_rejected_request_fails_each_of_its_records(int status, string code, SfErrorKind kind)
    {
        Test.Fail(Collections, status, code: code);

        var batch = await SaveAsync(Contacts("One", "Two"));

        Assert.Null(batch.Stop);
        Assert.All(batch.Results, r => Assert.Equal(kind, r.Error!.Kind));
        Assert.All(batch.Results, r => Assert.False(r.WasStopped));
        Assert.StartsWith("Record 2 (Contact): ", batch.Results[1].Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "NOT_FOUND", "x", SfErrorKind.NotFound)]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", SfErrorKind.RequestLimitExceeded)]
    [InlineData(403, "API_DISABLED_FOR_ORG", "x", SfErrorKind.PermissionDenied)]
    public async Task An_error_that_would_fail_every_batch_stops_the_run(int status, string code, string message, SfErrorKind kind)
    {
        Test.Fail(Collections, status, times: 0, code: code, message: message);

        var batch = await SaveAsync(Contacts("One", "Two"));

        Assert.Equal(kind, batch.Stop!.Kind);
        Assert.All(batch.Results, r => Assert.True(r is { Success: false, WasStopped: true, IsInDoubt: false }));
    }

    [Fact]
    public async Task Records_saved_before_a_stop_in_the_middle_of_a_batch_are_reported()
    {
        Test.Org.RecordFaults.Add(new RecordFault { Index = 1 });
        Test.Org.Faults.Add(new Fault { Path = Collections, Skip = 1, Status = 403, ErrorCode = "REQUEST_LIMIT_EXCEEDED", Message = "TotalRequests Limit exceeded.", Times = 0 });

        var batch = await SaveAsync(Contacts("One", "Two", "Three"));

        Assert.Equal(SfErrorKind.RequestLimitExceeded, batch.Stop!.Kind);
        Assert.Equal([true, false, true], batch.Results.Select(r => r.Success));
        Assert.Equal([false, true, false], batch.Results.Select(r => r.WasStopped));
    }

    [Fact]
    public async Task A_concurrency_limit_and_an_expired_session_are_retried()
    {
        Test.Fail(Collections, 403, code: "REQUEST_LIMIT_EXCEEDED", message: "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
        Test.Org.ExpireAllTokens();

        var batch = await SaveAsync(Contacts("One"));

        Assert.True(Assert.Single(batch.Results).Success);
        Assert.Equal([403, 401, 200], Writes.Select(w => w.StatusCode));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_value_that_Salesforce_cannot_parse_is_attributed_to_its_record_by_the_line()
    {
        Test.Answer(Collections, 400, """[{"errorCode":"JSON_PARSER_ERROR","message":"Cannot deserialize instance of date from VALUE_STRING value soon at [line:3, column:60]"}]""");

        var batch = await SaveAsync(Contacts("One", "Two", "Three"));

        Assert.Equal([true, false, true], batch.Results.Select(r => r.Success));
        Assert.Contains("value soon", batch.Results[1].Error!.Message, StringComparison.Ordinal);
        var lines = Writes[0].Body!.Split('\n');
        Assert.Contains("\"Two\"", lines[2], StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task An_upsert_reports_created_records_and_ambiguous_keys()
    {
        await SaveAsync([Upsert(1, "U-1"), Upsert(2, "U-2")], RecordAction.Upsert);
        await SaveAsync([Upsert(1, "U-2")], RecordAction.Create);

        var batch = await SaveAsync([Upsert(1, "U-1"), Upsert(2, "U-3"), Upsert(3, "U-2")], RecordAction.Upsert);

        Assert.Equal([false, true, false], batch.Results.Select(r => r.Created));
        Assert.Equal([true, true, false], batch.Results.Select(r => r.Success));
        Assert.Equal(SfErrorKind.MultipleMatches, batch.Results[2].Error!.Kind);
        Assert.Contains("U-2", batch.Results[2].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Misspelt_names_of_many_records_are_looked_up_once()
    {
        // Described first, so that a slow machine cannot exceed the time limit of the suggestion.
        await DescribeCache.Of(Session).GetObjectAsync("Contact", null, null, TestOrg.Cancellation);
        Test.Org.Requests.Clear();

        var batch = await SaveAsync(
            [
                Row(1, """{"attributes":{"type":"Contact"},"LastNam":"x"}"""),
                Contact(2, "good"),
                Row(3, """{"attributes":{"type":"Contact"},"LastNam":"y"}"""),
                Row(4, """{"attributes":{"type":"Contact"},"LastName":"z","Emial":"z"}"""),
            ],
            RecordAction.Create);

        Assert.StartsWith("Did you mean LastName? Check", batch.Results[0].Error!.Remedy, StringComparison.Ordinal);
        Assert.Null(batch.Results[1].Error);
        Assert.StartsWith("Did you mean LastName? Check", batch.Results[2].Error!.Remedy, StringComparison.Ordinal);
        Assert.StartsWith("Did you mean Email? Check", batch.Results[3].Error!.Remedy, StringComparison.Ordinal);
        Assert.Single(Test.Requests);
    }

    private IReadOnlyList<LoggedRequest> Writes => [.. Test.Requests.Where(r => r.Path.StartsWith(Collections, StringComparison.Ordinal))];

    private static RecordRow Row(long number, string json, string? key = null) =>
        new() { Number = number, Type = "Contact", Key = key, Json = System.Text.Encoding.UTF8.GetBytes(json) };

    private static RecordRow Contact(long number, string lastName) => Row(number, $$"""{"attributes":{"type":"Contact"},"LastName":"{{lastName}}","Title":"T"}""");

    private static RecordRow[] Contacts(params string[] names) => [.. names.Select((n, i) => Contact(i + 1, n))];

    private static RecordRow Update(long number, string id) => Row(number, $$"""{"attributes":{"type":"Contact"},"Id":"{{id}}","Title":"T"}""", id);

    private static RecordRow Upsert(long number, string key) =>
        Row(number, $$"""{"attributes":{"type":"Contact"},"External_Id__c":"{{key}}","LastName":"Upserted"}""", key);

    private Task<SavedBatch> SaveAsync(
        IReadOnlyList<RecordRow> rows, RecordAction action = RecordAction.Create, bool allOrNone = false, IHttpObserver? observer = null) =>
        new RecordSaver(Session, new RecordOptions { Action = action, AllOrNone = allOrNone, ExternalIdField = action == RecordAction.Upsert ? "External_Id__c" : null }, observer)
            .SaveAsync(rows, TestOrg.Cancellation);

    private async Task<string> FirstContactAsync()
    {
        var answer = await QueryAsync("SELECT Id FROM Contact LIMIT 1");
        Test.Org.Requests.Clear();
        return answer.GetProperty("records")[0].GetProperty("Id").GetString()!;
    }

    private async Task<int> CountAsync(string? lastName = null)
    {
        Test.Org.Faults.Clear();
        return (await QueryAsync("SELECT Id FROM Contact WHERE Title = 'T'" + (lastName is null ? string.Empty : $" AND LastName = '{lastName}'"))).GetProperty("totalSize").GetInt32();
    }

    private async Task<System.Text.Json.JsonElement> QueryAsync(string soql) =>
        (await Session.SendAsync(new SfRequest { Uri = "query", Query = [new("q", soql)] })).Json();
}
