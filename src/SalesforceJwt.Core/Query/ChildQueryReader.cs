namespace SalesforceJwt.Core.Query;

/// <summary>Reads pages of records, and fetches the further pages of the child queries in them.</summary>
/// <param name="fetch">Gets a page by its URL.</param>
/// <param name="parse">Converts a page's records; adds the child queries in it that have further pages, or a wrong count.</param>
internal sealed class ChildQueryReader(
    Func<string, CancellationToken, Task<QueryPage>> fetch, Func<QueryPage, ICollection<ChildQuery>, object[]> parse)
{
    /// <summary>Reads a page and disposes it.</summary>
    public async Task<RecordPage> ReadAsync(QueryPage page, CancellationToken cancellationToken)
    {
        var children = new List<ChildQuery>();
        object[] records;
        using (page)
        {
            records = parse(page, children);
        }

        var fault = await CompleteAsync(children, cancellationToken).ConfigureAwait(false);
        return new RecordPage(records, page.Url, page.TotalSize, page.NextRecordsUrl is null) { Faults = fault is null ? [] : [fault] };
    }

    /// <summary>Fetches the further pages of child queries.</summary>
    /// <returns>An error if a number of records differs from the server's.</returns>
    public async Task<SfException?> CompleteAsync(List<ChildQuery> children, CancellationToken cancellationToken)
    {
        var guard = new PageLoopGuard();
        SfException? fault = null;

        // The further pages of a child query can hold child queries that have further pages.
        for (var i = 0; i < children.Count; i++)
        {
            var found = await CompleteAsync(children[i], children, guard, cancellationToken).ConfigureAwait(false);
            fault ??= found;
        }

        return fault;
    }

    /// <summary>Fetches the further pages of a child query.</summary>
    /// <returns>An error if the number of records differs from the server's.</returns>
    private async Task<SfException?> CompleteAsync(
        ChildQuery child, List<ChildQuery> children, PageLoopGuard guard, CancellationToken cancellationToken)
    {
        var count = new RecordCountCheck();
        var source = $"The child query '{child.Name}' of a record";
        var fault = count.Add(source, child.Records.Length, child.Total, child.NextRecordsUrl is null);
        if (child.NextRecordsUrl is null)
        {
            return fault;
        }

        var items = new List<object>(child.Records);
        for (var next = guard.Follow(source, child.NextRecordsUrl, isEmpty: false); next is not null;)
        {
            if (fault is not null)
            {
                throw fault;
            }

            using var page = await fetch(next, cancellationToken).ConfigureAwait(false);
            var records = parse(page, children);
            items.AddRange(records);
            fault = count.Add(source, records.Length, page.TotalSize, page.NextRecordsUrl is null);
            next = guard.Follow(source, page.NextRecordsUrl, page.IsEmpty);
        }

        child.Replace([.. items]);
        return fault;
    }
}
