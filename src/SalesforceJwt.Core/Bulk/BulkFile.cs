using System.Buffers;
using SalesforceJwt.Core.Rest;

namespace SalesforceJwt.Core.Bulk;

/// <summary>Appends pages of results to a file: bytes as they come, without the header that each page repeats.</summary>
internal sealed class BulkFile(PartialFile file, IProgress<long>? progress)
{
    private byte[]? _header;
    private string _headerJob = string.Empty;
    private string _job = string.Empty;
    private byte _last = (byte)'\n';
    private bool _isNewPage;

    /// <summary>Rows so far, as the pages' headers tell; counted by lines where they do not.</summary>
    public long Records { get; private set; }

    /// <summary>Appends a page of a job's results, to its end.</summary>
    public async Task AppendAsync(BulkPage page, string jobId, CancellationToken cancellationToken)
    {
        _job = jobId;
        var header = new ArrayBufferWriter<byte>(256);
        var inHeader = true;
        _isNewPage = true;
        var lines = 0L;
        while (await page.ReadAsync(cancellationToken).ConfigureAwait(false) is { } chunk)
        {
            lines += Append(chunk, header, ref inHeader);
            BulkPage.Return(chunk);
            progress?.Report(Records + lines);
        }

        if (inHeader && header.WrittenCount > 0)
        {
            TakeHeader(header);
        }

        Records += (await page.Head.ConfigureAwait(false)).Records ?? lines;
        progress?.Report(Records);
    }

    /// <returns>Lines of the chunk behind the header.</returns>
    private int Append(ReadOnlySpan<byte> chunk, ArrayBufferWriter<byte> header, ref bool inHeader)
    {
        if (inHeader)
        {
            var end = chunk.IndexOf((byte)'\n');
            header.Write(end < 0 ? chunk : chunk[..(end + 1)]);
            if (end < 0)
            {
                return 0;
            }

            inHeader = false;
            TakeHeader(header);
            chunk = chunk[(end + 1)..];
        }

        if (chunk.IsEmpty)
        {
            return 0;
        }

        if (_isNewPage && _last != '\n')
        {
            file.Write("\n"u8);
        }

        file.Write(chunk);
        _isNewPage = false;
        _last = chunk[^1];
        return chunk.Count((byte)'\n');
    }

    /// <summary>Writes the first header, and compares the others with it.</summary>
    private void TakeHeader(ArrayBufferWriter<byte> header)
    {
        var text = header.WrittenSpan.TrimEnd("\r\n"u8);
        if (_header is null)
        {
            _header = text.ToArray();
            _headerJob = _job;
            file.Write(header.WrittenSpan);
            _last = header.WrittenSpan[^1];
        }
        else if (!text.SequenceEqual(_header))
        {
            throw _job == _headerJob
                ? new SfException(
                    SfErrorKind.ResponseInvalid,
                    $"A page of the results of bulk job {_job} has other columns than the first one. Nothing was saved.",
                    "Receive the results once more; if it goes on, give the job's id to Salesforce support.")
                : new SfException(
                    SfErrorKind.ArgumentConflict,
                    $"The results of bulk job {_job} have other columns than those of {_headerJob}, so that they do not go into one file. Nothing was saved.",
                    $"Give jobs with the same columns together, and the others a file of their own: Receive-SfBulkJob {_job} -Path FILE.");
        }
    }
}
