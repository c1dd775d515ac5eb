using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Records;

namespace SalesforceJwt.Core.Tests.Records;

/// <summary>How records become requests, which ids are valid, and what an early end reports.</summary>
public sealed class BatchingTests
{
    [Fact]
    public void Ten_thousand_records_are_fifty_requests()
    {
        var batches = Batches(RecordAction.Create, Enumerable.Repeat("Contact", 10_000));

        Assert.Equal(50, batches.Count);
        Assert.All(batches, b => Assert.Equal(200, b.Count));
        Assert.Equal(Enumerable.Range(1, 10_000).Select(i => (long)i), batches.SelectMany(b => b).Select(r => r.Number));
    }

    [Fact]
    public void No_request_has_more_than_ten_groups_of_one_object()
    {
        var batches = Batches(RecordAction.Create, Enumerable.Range(0, 25).Select(i => i % 2 == 0 ? "Account" : "Contact"));

        Assert.Equal([10, 10, 5], batches.Select(b => b.Count));
    }

    [Fact]
    public void Adjacent_records_of_an_object_are_one_group_whatever_the_case_of_its_name()
    {
        var batches = Batches(RecordAction.Update, Enumerable.Range(0, 150).Select(i => i % 2 == 0 ? "contact" : "Contact"));

        Assert.Equal([150], batches.Select(b => b.Count));
    }

    [Fact]
    public void An_upsert_request_has_one_object()
    {
        var batches = Batches(RecordAction.Upsert, ["Account", "Account", "Contact", "Account"]);

        Assert.Equal([2, 1, 1], batches.Select(b => b.Count));
    }

    [Fact]
    public void Deletions_are_grouped_by_the_first_characters_of_the_ids()
    {
        var batches = Batches(RecordAction.Delete, Enumerable.Range(0, 12).Select(i => string.Empty), i => (i % 2 == 0 ? "001" : "003") + "gL0000000001");

        Assert.Equal([10, 2], batches.Select(b => b.Count));
    }

    [Fact]
    public void Setup_objects_and_data_are_in_requests_of_their_own()
    {
        Assert.Equal(
            [2, 1, 1],
            Batches(RecordAction.Update, ["User", "permissionsetassignment", "Contact", "User"]).Select(b => b.Count));

        string[] ids = ["0PagL0000000001", "005gL0000000001", "003gL0000000001", "001gL0000000001", "2LAgL0000000001"];
        Assert.Equal([2, 2, 1], Batches(RecordAction.Delete, ids.Select(_ => string.Empty), i => ids[i]).Select(b => b.Count));
    }

    [Fact]
    public void The_batch_size_is_used()
    {
        Assert.Equal([1, 1, 1], Batches(RecordAction.Create, ["A", "B", "B"], size: 1).Select(b => b.Count));
        Assert.Equal([2, 1], Batches(RecordAction.Create, ["A", "B", "B"], size: 2).Select(b => b.Count));
    }

    [Theory]
    [InlineData("001gL0000000006QAA")]
    [InlineData("001gL0000000006")]
    [InlineData("001gL0000000006qaa")]
    public void An_id_has_15_characters_or_18_with_the_right_ending(string id) => Assert.Null(RecordId.Check(id));

    [Theory]
    [InlineData("001", "3 characters")]
    [InlineData("001gL00000000061", "16 characters")]
    [InlineData("001gL00000'0006", "other characters")]
    [InlineData("001GL0000000006QAA", "damaged")]
    public void Any_other_id_is_invalid(string id, string says)
    {
        var fault = RecordId.Check(id);

        Assert.Equal(SfErrorKind.IdInvalid, fault!.Kind);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Contact", true)]
    [InlineData("ns__Invoice__c", true)]
    [InlineData("Con tact", false)]
    [InlineData("Contact/describe", false)]
    [InlineData("1st", false)]
    [InlineData("", false)]
    public void Only_a_valid_API_name_is_used_in_a_path(string name, bool isOne)
    {
        if (isOne)
        {
            Assert.Equal(name, ApiName.Require(name, "an object"));
        }
        else
        {
            Assert.Equal(SfErrorKind.NameInvalid, Assert.Throws<SfException>(() => ApiName.Require(name, "an object")).Kind);
        }
    }

    [Fact]
    public void An_early_end_says_how_many_records_were_processed()
    {
        var counts = new RecordCounts();
        var stop = new SfException(SfErrorKind.RequestLimitExceeded, "Used up.", "Wait.");
        Assert.Same(stop, counts.End(stop));

        var row = new RecordRow { Number = 1 };
        Enumerable.Range(0, 1200).ToList().ForEach(_ => counts.Add(new RecordResult(row)));
        counts.Add(new RecordResult(row) { Error = new SfException(SfErrorKind.RequestInvalid, "x") });
        counts.Add(new RecordResult(row) { Error = new SfException(SfErrorKind.OutcomeUnknown, "x") });
        counts.Add(new RecordResult(row) { Error = stop, WasStopped = true });
        var end = counts.End(stop);

        Assert.Equal("Used up. Before that, 1,200 records were done and 1 failed, and 1 are in doubt; no other was.", end.Message);
        Assert.Equal((SfErrorKind.RequestLimitExceeded, "Wait."), (end.Kind, end.Remedy));
    }

    private static List<IReadOnlyList<RecordRow>> Batches(RecordAction action, IEnumerable<string> types, Func<int, string>? key = null, int size = 200)
    {
        var batcher = new RecordBatcher(new RecordOptions { Action = action, BatchSize = size });
        var batches = new List<IReadOnlyList<RecordRow>>();
        foreach (var (i, type) in types.Index())
        {
            if (batcher.Add(new RecordRow { Number = i + 1, Type = type, Key = key?.Invoke(i) }) is { } batch)
            {
                batches.Add(batch);
            }
        }

        if (batcher.Flush() is { Count: > 0 } rest)
        {
            batches.Add(rest);
        }

        return batches;
    }
}
