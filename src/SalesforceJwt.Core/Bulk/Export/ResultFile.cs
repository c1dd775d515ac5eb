using System.Buffers;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>Appends result pages to a file, without parsing rows; the header, which each page repeats, is written once.</summary>
internal sealed class ResultFile(PartialFile file, IProgress<long>? progress)
{
    // The header of an object with the maximum number of fields has some tens of kilobytes.
    private const int MaximumHeaderSize = 1024 * 1024;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private IReadOnlyList<string>? _columns;
    private string _columnsJob = string.Empty;
    private byte _last = (byte)'\n';
    private bool _isNewPage;

    /// <summary>Rows written so far.</summary>
    public long Records { get; private set; }

    /// <summary>Appends the results of a job.</summary>
    /// <returns>The number of its rows.</returns>
    public async Task<long> AppendAsync(
        SfBulkJob job, ResultSet set, IAsyncEnumerable<ResultPage> pages, CancellationToken cancellationToken)
    {
        var check = new ResultCheck(job, set, "Nothing was saved.");
        await foreach (var page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var rows = await AppendAsync(page, job, check, cancellationToken).ConfigureAwait(false);
            Records += rows;
            check.End(rows, await page.Headers.ConfigureAwait(false));
        }

        check.Complete();
        return check.Rows;
    }

    private async Task<long> AppendAsync(ResultPage page, SfBulkJob job, ResultCheck check, CancellationToken cancellationToken)
    {
        var header = new ArrayBufferWriter<byte>(256);
        var rows = new CsvRecordCounter();
        var inHeader = true;
        _isNewPage = true;
        while (await page.ReadAsync(cancellationToken).ConfigureAwait(false) is { } chunk)
        {
            var text = chunk.AsMemory();
            if (inHeader)
            {
                var end = text.Span.IndexOf((byte)'\n');
                header.Write(end < 0 ? text.Span : text.Span[..(end + 1)]);
                if (header.WrittenCount > MaximumHeaderSize)
                {
                    throw check.NotCsv(ServerText.FirstLine(header.WrittenSpan));
                }

                text = end < 0 ? default : text[(end + 1)..];
                if (end >= 0)
                {
                    inHeader = false;
                    WriteHeader(header.WrittenMemory, job, check);
                }
            }

            Write(text.Span);
            rows.Add(text.Span);
            ResultPage.Return(chunk);
            progress?.Report(Records + rows.Ended);
        }

        if (inHeader)
        {
            WriteHeader(header.WrittenMemory, job, check);
        }

        return rows.IsInValue ? throw check.NotCsv("a page ends in the middle of a value") : rows.Total;
    }

    private void Write(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        if (_isNewPage && _last != '\n')
        {
            file.Write("\n"u8);
        }

        file.Write(text);
        _isNewPage = false;
        _last = text[^1];
    }

    /// <summary>Writes the first header, and checks that the others are equal to it.</summary>
    private void WriteHeader(ReadOnlyMemory<byte> line, SfBulkJob job, ResultCheck check)
    {
        line = line.Span.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line;
        var columns = check.Parse(line);
        check.Begin(columns);
        if (columns.Count == 0)
        {
            return;
        }

        if (_columns is null)
        {
            (_columns, _columnsJob) = (columns, job.Id);
            file.Write(line.Span);
            _last = line.Span[^1];
        }
        else if (!columns.SequenceEqual(_columns))
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                $"The results of bulk job {job.Id} have other columns than those of {_columnsJob}, "
                    + "so that they do not go into one file. Nothing was saved.",
                new Advice("Save jobs with the same columns together, and the others in separate files.", NextStep.SaveBulkRows, job.Id));
        }
    }
}
