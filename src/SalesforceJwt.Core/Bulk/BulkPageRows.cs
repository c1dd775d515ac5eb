using System.Threading.Channels;
using CsvHelper;

namespace SalesforceJwt.Core.Bulk;

/// <summary>Makes something of the rows of a page while it comes, on a thread of its own, a few batches ahead of its reader.</summary>
internal sealed class BulkPageRows<T>
{
    private const int BatchSize = 500;
    private const int BatchesAhead = 8;

    private readonly BulkPage _page;
    private readonly Channel<T[]> _batches = Channel.CreateBounded<T[]>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });

    public BulkPageRows(BulkPage page, char delimiter, Func<BulkRow, T> make, CancellationToken cancellationToken)
    {
        _page = page;
        _ = Task.Run(() => ParseAsync(delimiter, make, cancellationToken), CancellationToken.None);
    }

    public IAsyncEnumerable<T[]> ReadAllAsync(CancellationToken cancellationToken) => _batches.Reader.ReadAllAsync(cancellationToken);

    private async Task ParseAsync(char delimiter, Func<BulkRow, T> make, CancellationToken cancellationToken)
    {
        try
        {
            var count = await ParseRowsAsync(delimiter, make, cancellationToken).ConfigureAwait(false);
            _batches.Writer.Complete(
                (await _page.Head.ConfigureAwait(false)).Records is { } told && told != count ? Broken($"{count} rows where it says that there are {told}", null) : null);
        }
        catch (CsvFormatException e)
        {
            _batches.Writer.Complete(Broken($"CSV that cannot be read: {e.Message}", e));
        }
        catch (Exception e)
        {
            _batches.Writer.Complete(e);
        }
    }

    private async Task<long> ParseRowsAsync(char delimiter, Func<BulkRow, T> make, CancellationToken cancellationToken)
    {
        var stream = new BulkPageStream(_page);
        await using (stream.ConfigureAwait(false))
        {
            var options = new CsvReaderOptions
            {
                Separator = delimiter,
                MalformedData = CsvMalformedDataHandling.Throw,
                FieldCountMismatch = CsvFieldCountHandling.Throw,
            };
            using var reader = CsvReader.Create(stream, options, leaveOpen: true);
            await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
            var row = new BulkRow(reader, reader.Headers);
            var batch = new T[BatchSize];
            var count = 0L;
            var filled = 0;
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                batch[filled++] = make(row);
                if (filled == BatchSize)
                {
                    await _batches.Writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
                    count += filled;
                    batch = new T[BatchSize];
                    filled = 0;
                }
            }

            if (filled > 0)
            {
                await _batches.Writer.WriteAsync(batch[..filled], cancellationToken).ConfigureAwait(false);
            }

            return count + filled;
        }
    }

    private static SfException Broken(string what, Exception? e) => new(
        SfErrorKind.ResponseInvalid,
        $"A page of the job's results holds {what}. Its rows up to there were given out, and none behind it.",
        "Receive the results once more; if it goes on, look whether something between here and Salesforce changes answers.",
        e);
}
