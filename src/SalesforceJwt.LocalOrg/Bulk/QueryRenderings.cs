using System.Text;
using SalesforceJwt.LocalOrg.Soql;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Runs queries of jobs. The results of the last few are kept for jobs that ask the same of the same records.</summary>
internal sealed class QueryRenderings(Org org)
{
    private const int MaxKept = 8;
    private readonly Lock gate = new();
    private readonly List<(string Key, RenderedQuery Rendered)> kept = [];

    public RenderedQuery Get(string query, bool withDeleted, BulkFormat format, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var key = $"{org.Records.Version} {org.Bulk.RepeatedRows} {withDeleted} {format} {query}";
            var known = kept.Find(item => item.Key == key).Rendered;
            if (known is null)
            {
                known = Render(query, withDeleted, format, cancellationToken);
                kept.Add((key, known));
                if (kept.Count > MaxKept)
                {
                    kept.RemoveAt(0);
                }
            }

            return known;
        }
    }

    private RenderedQuery Render(string query, bool withDeleted, BulkFormat format, CancellationToken cancellationToken)
    {
        var result = new QueryExecutor(org.Records).Execute(query, withDeleted);
        var row = new QueryRow(org.Records, result.Projection, format);
        var path = org.BulkFiles.NewPath();
        var starts = new long[result.Records.Count + 1];
        using var file = BulkFiles.Create(path);
        var buffer = new StringBuilder();
        var bytes = new byte[1 << 16];
        for (var i = 0; i < result.Records.Count; i++)
        {
            if (i % 1000 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            buffer.Clear();
            row.Write(buffer, result.Records[i]);
            foreach (var chunk in buffer.GetChunks())
            {
                var needed = Encoding.UTF8.GetMaxByteCount(chunk.Length);
                bytes = bytes.Length < needed ? new byte[needed] : bytes;
                file.Write(bytes, 0, Encoding.UTF8.GetBytes(chunk.Span, bytes));
            }

            starts[i + 1] = file.Position;
        }

        var rows = result.Records.Count == 0 ? 0 : Math.Max(result.Records.Count, org.Bulk.RepeatedRows);
        return new RenderedQuery(path, Encoding.UTF8.GetBytes(row.Header()), starts, rows);
    }
}
