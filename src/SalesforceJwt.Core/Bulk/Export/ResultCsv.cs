using CsvHelper;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>Reads CSV that Salesforce sends, without tolerance for faults.</summary>
internal static class ResultCsv
{
    // An unclosed quote would otherwise fill the memory.
    private const int MaximumRowSize = 64 * 1024 * 1024;

    /// <summary>Opens CSV; the stream stays open.</summary>
    public static CsvReader Open(Stream stream, char separator = ',') => CsvReader.Create(
        stream,
        new CsvReaderOptions
        {
            Separator = separator,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Throw,
            MaxRecordSize = MaximumRowSize,
        },
        leaveOpen: true);
}
