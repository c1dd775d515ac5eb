namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>The rows of a query as a CSV file, so that writing a page copies bytes.</summary>
/// <param name="path">The file, without a header.</param>
/// <param name="header">The header with its line break.</param>
/// <param name="starts">Where each row starts, and where the last one ends.</param>
/// <param name="rows">Number of rows; if more than in the file, they are repeated.</param>
internal sealed class QueryCsv(string path, byte[] header, long[] starts, long rows)
{
    private const int BufferLength = 1 << 18;

    public long Rows => rows;

    public string Path => path;

    /// <summary>Writes the header and some rows.</summary>
    public async Task WriteAsync(Stream output, long start, long count, CancellationToken cancellationToken)
    {
        await output.WriteAsync(header, cancellationToken);
        var inFile = starts.Length - 1;
        await using var file = BulkFiles.Open(path);
        var buffer = new byte[BufferLength];
        while (count > 0)
        {
            var first = start % inFile;
            var some = Math.Min(count, inFile - first);
            file.Position = starts[first];
            var remaining = starts[first + some] - starts[first];
            while (remaining > 0)
            {
                // Synchronous: the page cache seldom blocks, and asynchronous file access is slower.
                var read = file.Read(buffer, 0, (int)Math.Min(remaining, buffer.Length));
                await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                remaining -= read;
            }

            (start, count) = (start + some, count - some);
        }
    }
}
