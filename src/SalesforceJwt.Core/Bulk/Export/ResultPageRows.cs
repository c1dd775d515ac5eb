using System.Text.Unicode;
using System.Threading.Channels;
using CsvHelper;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>Parses a page while it is downloaded, on its own thread, a few batches of rows ahead of its reader.</summary>
internal sealed class ResultPageRows<T>
{
    private const int BatchSize = 500;
    private const int BatchesAhead = 8;

    private readonly ResultPage _page;
    private readonly ResultCheck _check;
    private readonly TaskCompletionSource<IReadOnlyList<string>> _columns = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<T[]> _batches =
        Channel.CreateBounded<T[]>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });

    public ResultPageRows(ResultPage page, char delimiter, Func<ResultRow, T> make, ResultCheck check, CancellationToken cancellationToken)
    {
        _page = page;
        _check = check;
        _ = Task.Run(() => ParseAsync(delimiter, make, cancellationToken), CancellationToken.None);
    }

    /// <summary>The column names in the first line of the page; none if the page is empty.</summary>
    public Task<IReadOnlyList<string>> Columns => _columns.Task;

    /// <summary>The HTTP headers of the page.</summary>
    public Task<ResultPageHeaders> Headers => _page.Headers;

    public IAsyncEnumerable<T[]> ReadAllAsync(CancellationToken cancellationToken) => _batches.Reader.ReadAllAsync(cancellationToken);

    private async Task ParseAsync(char delimiter, Func<ResultRow, T> make, CancellationToken cancellationToken)
    {
        Exception? error = null;
        try
        {
            await ParseRowsAsync(delimiter, make, cancellationToken).ConfigureAwait(false);
        }
        catch (CsvFormatException e)
        {
            error = _check.NotCsv($"CSV that cannot be parsed: {e.Message}", e);
        }
        catch (Exception e)
        {
            error = e;
        }

        _columns.TrySetResult([]);
        _batches.Writer.Complete(error);
    }

    private async Task ParseRowsAsync(char delimiter, Func<ResultRow, T> make, CancellationToken cancellationToken)
    {
        var stream = new ResultPageStream(_page);
        await using (stream.ConfigureAwait(false))
        {
            using var reader = ResultCsv.Open(stream, delimiter);
            await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
            _check.RequireHeader(reader.Headers);
            _check.RequireNames(reader.Headers);
            _columns.SetResult(reader.Headers);
            var row = new ResultRow(reader, reader.Headers);
            var batch = new T[BatchSize];
            var filled = 0;
            try
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (!Utf8.IsValid(reader.RawRecord))
                    {
                        throw _check.NotCsv($"row {reader.RowNumber} of a page is not valid UTF-8");
                    }

                    batch[filled++] = make(row);
                    if (filled == BatchSize)
                    {
                        await _batches.Writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
                        batch = new T[BatchSize];
                        filled = 0;
                    }
                }
            }
            catch (Exception e) when (e is CsvFormatException or SfException)
            {
                // The rows before the error are returned first.
                await WriteLastAsync().ConfigureAwait(false);
                throw;
            }

            await WriteLastAsync().ConfigureAwait(false);

            // No batch is empty: the first row is in the first batch.
            ValueTask WriteLastAsync() => filled == 0 ? default : _batches.Writer.WriteAsync(batch[..filled], cancellationToken);
        }
    }
}
