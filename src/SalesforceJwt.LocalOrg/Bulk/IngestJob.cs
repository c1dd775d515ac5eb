using System.Text;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>A job that saves or deletes records.</summary>
internal sealed class IngestJob(Org org) : BulkJob(org.Options.Bulk)
{
    private readonly string _successPath = org.BulkFiles.NewPath();
    private readonly string _failurePath = org.BulkFiles.NewPath();

    public required SObjectType Type { get; init; }

    /// <summary>The key field of an upsert.</summary>
    public SObjectField? Key { get; init; }

    /// <summary>The uploaded file.</summary>
    public string? UploadPath { get; set; }

    /// <summary>The file of the rows that were saved; null if there is none.</summary>
    public string? SuccessPath => File.Exists(_successPath) ? _successPath : null;

    /// <summary>The file of the rows that failed; null if there is none.</summary>
    public string? FailurePath => File.Exists(_failurePath) ? _failurePath : null;

    /// <summary>The header of the columns that Salesforce adds before those of the upload.</summary>
    public string ResultHeader(bool success) => $"\"sf__Id\"{Format.Delimiter}\"{(success ? "sf__Created" : "sf__Error")}\"";

    /// <summary>Writes the rows that were not processed.</summary>
    public void WriteUnprocessed(StreamWriter writer)
    {
        if (UploadPath is null)
        {
            return;
        }

        try
        {
            using var csv = new IngestCsv(UploadPath, Format);
            writer.Write(csv.RawHeader);
            for (long row = 0; csv.TryRead(out _, out var raw); row++)
            {
                if (row >= Processed)
                {
                    writer.Write(raw);
                }
            }
        }
        catch (BulkJobException)
        {
            // The remaining text is not valid CSV.
        }
    }

    public override void Dispose()
    {
        foreach (var path in new[] { UploadPath, _successPath, _failurePath })
        {
            BulkFiles.Delete(path);
        }

        base.Dispose();
    }

    protected override void Run(CancellationToken cancellationToken)
    {
        var path = UploadPath ?? throw new BulkJobException("InvalidBatch : Records not found for this batch");
        IngestCsv.CheckLineEnding(path, Format, org.Options.Bulk.StrictLineEndings);
        using var csv = new IngestCsv(path, Format);
        var columns = IngestColumn.ReadHeader(Type, csv.Header, org.Schema);
        CheckColumns(columns);
        using var successes = new StreamWriter(BulkFiles.Create(_successPath), new UTF8Encoding(false), 1 << 16);
        using var failures = new StreamWriter(BulkFiles.Create(_failurePath), new UTF8Encoding(false), 1 << 16);
        successes.Write($"{ResultHeader(success: true)}{Format.Delimiter}{csv.RawHeader}");
        failures.Write($"{ResultHeader(success: false)}{Format.Delimiter}{csv.RawHeader}");
        if (org.Options.Bulk.SavesRecords)
        {
            SaveRows(csv, new IngestRow(org, this, columns), successes, failures, cancellationToken);
        }
        else
        {
            CountRows(csv, successes, cancellationToken);
        }
    }

    private void SaveRows(
        IngestCsv csv, IngestRow saver, StreamWriter successes, StreamWriter failures, CancellationToken cancellationToken)
    {
        for (var index = 0; csv.TryRead(out var values, out var raw); index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var (id, created) = saver.Save(values, index);
                WriteSuccess(successes, id, created, raw);
            }
            catch (ApiException exception)
            {
                var error = $"{exception.ErrorCode}:{exception.Message}:{string.Concat(exception.Fields.Select(field => field + " "))}--";
                failures.Write($"\"\"{Format.Delimiter}\"{error.Replace("\"", "\"\"", StringComparison.Ordinal)}\"{Format.Delimiter}{raw}");
                Failed++;
            }

            Processed++;
        }
    }

    private void CountRows(IngestCsv csv, StreamWriter successes, CancellationToken cancellationToken)
    {
        var created = Operation is "insert" or "upsert";
        while (csv.TryRead(out _, out var raw))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Processed++;
            WriteSuccess(successes, SalesforceId.Create(Type.KeyPrefix, int.MaxValue + Processed), created, raw);
        }
    }

    private void WriteSuccess(StreamWriter writer, string id, bool created, string raw)
    {
        writer.Write('"');
        writer.Write(id);
        writer.Write('"');
        writer.Write(Format.Delimiter);
        writer.Write(created ? "\"true\"" : "\"false\"");
        writer.Write(Format.Delimiter);
        writer.Write(raw);
    }

    private void CheckColumns(IngestColumn[] columns)
    {
        var isDelete = Operation is "delete" or "hardDelete";
        if (isDelete && columns is not [{ Field.Type: FieldType.Id, ForeignField: null }])
        {
            throw new BulkJobException("InvalidBatch : 'delete' batch must contain only ids");
        }

        var needed = Operation == "upsert" ? Key!.Name : Operation == "update" ? "Id" : null;
        if (needed is not null && !columns.Any(column => column.ForeignField is null && column.Field.Name == needed))
        {
            throw new BulkJobException($"InvalidBatch : Field name not found : {needed}");
        }
    }
}
