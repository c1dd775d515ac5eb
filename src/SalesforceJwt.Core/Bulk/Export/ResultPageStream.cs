using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>A result page as a stream.</summary>
internal sealed class ResultPageStream(ResultPage page) : ReadOnlyStream
{
    private ArraySegment<byte> _chunk;
    private int _position;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _chunk.Count)
        {
            Return();
            if (await page.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } next)
            {
                return 0;
            }

            _chunk = next;
        }

        var count = Math.Min(buffer.Length, _chunk.Count - _position);
        _chunk.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        Return();
        base.Dispose(disposing);
    }

    private void Return()
    {
        if (_chunk.Array is not null)
        {
            ResultPage.Return(_chunk);
        }

        (_chunk, _position) = (default, 0);
    }
}
