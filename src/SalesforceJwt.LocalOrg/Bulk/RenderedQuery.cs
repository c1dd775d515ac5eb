namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>The rows of a query as CSV in a file, so that each page of them is a copy of bytes.</summary>
/// <param name="path">The file, without a header.</param>
/// <param name="header">The header with its line's end.</param>
/// <param name="starts">Where each row starts, and where the last one ends.</param>
/// <param name="rows">Number of rows; if more than in the file, they are repeated.</param>
internal sealed class RenderedQuery(string path, byte[] header, long[] starts, long rows)
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
            var left = starts[first + some] - starts[first];
            while (left > 0)
            {
                // The page cache never waits long; an asynchronous read costs more than it saves.
                var read = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                left -= read;
            }

            (start, count) = (start + some, count - some);
        }
    }
}
