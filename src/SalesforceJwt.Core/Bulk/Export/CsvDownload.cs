using System.Runtime.CompilerServices;
using CsvHelper;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>
/// Makes objects of the rows of a CSV file that is downloaded as a whole first: a download that breaks can begin again, and no row comes
/// twice. The file is temporary, readable by its user alone, and its size takes no memory.
/// </summary>
internal static class CsvDownload
{
    private const int BatchSize = 500;

    /// <summary>Reads the rows of a file.</summary>
    /// <param name="name">What the file is, for errors.</param>
    /// <param name="save">Saves the file under a path.</param>
    /// <param name="make">Makes an object of a row.</param>
    /// <returns>The objects, some hundreds at a time.</returns>
    /// <exception cref="SfException">The download failed, or is not CSV. Rows before the error are returned first.</exception>
    public static async IAsyncEnumerable<T[]> ReadAsync<T>(
        string name,
        Func<string, Task> save,
        Func<ResultRow, T> make,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = Path.GetTempFileName();
        try
        {
            await save(path).ConfigureAwait(false);
            var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            await using (file.ConfigureAwait(false))
            {
                using var reader = ResultCsv.Open(file);
                await ReadHeaderAsync(reader, name, cancellationToken).ConfigureAwait(false);
                var row = new ResultRow(reader, reader.Headers);
                for (var isMore = true; isMore;)
                {
                    var (batch, error) = await ReadBatchAsync(reader, row, make, cancellationToken).ConfigureAwait(false);
                    if (batch.Length > 0)
                    {
                        yield return batch;
                    }

                    isMore = batch.Length == BatchSize;
                    if (error is not null)
                    {
                        throw NotCsv(name, error.Message, error);
                    }
                }
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task ReadHeaderAsync(CsvReader reader, string name, CancellationToken cancellationToken)
    {
        try
        {
            await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CsvFormatException e)
        {
            throw NotCsv(name, e.Message, e);
        }

        // Properties of an object differ in more than case.
        if (reader.Headers.Distinct(StringComparer.OrdinalIgnoreCase).Count() != reader.Headers.Count)
        {
            throw NotCsv(name, "two columns have the same name", cause: null);
        }
    }

    private static async Task<(T[] Batch, CsvFormatException? Error)> ReadBatchAsync<T>(
        CsvReader reader, ResultRow row, Func<ResultRow, T> make, CancellationToken cancellationToken)
    {
        var batch = new List<T>(BatchSize);
        try
        {
            while (batch.Count < BatchSize && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                batch.Add(make(row));
            }

            return ([.. batch], null);
        }
        catch (CsvFormatException e)
        {
            return ([.. batch], e);
        }
    }

    private static SfException NotCsv(string name, string problem, Exception? cause) => new(
        SfErrorKind.ResponseInvalid,
        $"{name} is not CSV that can be read: {problem}. The rows before were returned.",
        "Save the file and look at it.",
        cause);
}
