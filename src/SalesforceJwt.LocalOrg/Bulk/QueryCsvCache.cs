using System.Text;
using SalesforceJwt.LocalOrg.Soql.Execution;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Runs the queries of jobs, and caches the last results for the same query on unchanged records.</summary>
internal sealed class QueryCsvCache(Org org)
{
    private const int MaxKept = 8;
    private readonly Lock _gate = new();
    private readonly List<(string Key, QueryCsv Rendered)> _kept = [];

    public QueryCsv Get(string query, bool withDeleted, BulkFormat format, string userId, CancellationToken cancellationToken)
    {
        if (org.Records.MentionsRefreshed(query))
        {
            return Render(query, withDeleted, format, userId, cancellationToken);
        }

        lock (_gate)
        {
            var key = $"{org.Records.Version} {org.Options.Bulk.RepeatedRows} {withDeleted} {format} {userId} {query}";
            var known = _kept.Find(item => item.Key == key).Rendered;
            if (known is null)
            {
                known = Render(query, withDeleted, format, userId, cancellationToken);
                _kept.Add((key, known));
                if (_kept.Count > MaxKept)
                {
                    _kept.RemoveAt(0);
                }
            }

            return known;
        }
    }

    private QueryCsv Render(string query, bool withDeleted, BulkFormat format, string userId, CancellationToken cancellationToken)
    {
        var result = new QueryExecutor(org).Execute(query, withDeleted, org.Users.FindById(userId));
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

        var rows = result.Records.Count == 0 ? 0 : Math.Max(result.Records.Count, org.Options.Bulk.RepeatedRows);
        return new QueryCsv(path, Encoding.UTF8.GetBytes(row.Header()), starts, rows);
    }
}
