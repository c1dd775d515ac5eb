using System.Buffers;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// Reads a CSV file for an import, and validates it before anything is sent: encoding, header, quotes, and the number of values in each
/// row. Rows are not changed, except for their line breaks and texts that stand for null.
/// </summary>
internal static class CsvFileReader
{
    private const int BufferSize = 128 * 1024;

    // Larger than any row of Salesforce: after an unclosed quote, the whole file would be read into memory.
    private const int MaximumRowSize = 16 * 1024 * 1024;

    /// <summary>Reads a file, and splits it into upload files.</summary>
    /// <param name="nullValue">A text that sets a field to null, in addition to <c>#N/A</c>; null if there is none.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/> or <see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public static async Task ReadAsync(
        string path,
        char delimiter,
        string? nullValue,
        CsvSplitter splitter,
        Action<string>? warn,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        CsvFileStream? source = null;
        var file = Open(path);
        await using (file.ConfigureAwait(false))
        {
            try
            {
                source = await CsvFileStream.OpenAsync(
                    file, delimiter,
                    text => warn?.Invoke($"{Path.GetFileName(path)}: {text}"),
                    (what, advice) => Invalid(path, what, advice), cancellationToken).ConfigureAwait(false);
                var reader = CsvReader.Create(source, Options(delimiter), leaveOpen: true);
                await using (reader.ConfigureAwait(false))
                {
                    await ReadAsync(
                        reader, path, source.SkippedLines, nullValue, splitter, progress, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (CsvFormatException e)
            {
                throw Invalid(
                    path,
                    $"line {e.LineNumber + source!.SkippedLines}: {e.Message}",
                    "Correct the row: values that hold the delimiter, quotes or line breaks need quotes, "
                        + "and quotes within are doubled.",
                    e);
            }
            catch (DecoderFallbackException e)
            {
                throw Invalid(
                    path,
                    "its byte order mark is one of UTF-16 or UTF-32, and the text behind it is not.",
                    "Save the file as UTF-8 (in Excel: CSV UTF-8).",
                    e);
            }
            catch (IOException e)
            {
                throw UnreadableFile.Error(path, e);
            }
        }
    }

    private static async Task ReadAsync(
        CsvReader reader,
        string path,
        int skippedLines,
        string? nullValue,
        CsvSplitter splitter,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        // The header is read like a row: it is sent unchanged.
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Invalid(path, "the file is empty.", "The first line holds the API names of the fields, the others one record each.");
        }

        RequireUtf8(reader, path, skippedLines);
        var columns = new ImportColumns(reader.Current.ToArray(), nullValue);
        RequireHeader(columns.Names, path);
        if (columns.HasSameHeader)
        {
            splitter.SetHeader(reader.RawRecord);
        }
        else
        {
            splitter.SetHeader(columns.Names);
        }

        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            RequireUtf8(reader, path, skippedLines);
            if (columns.HasSameRows)
            {
                splitter.Add(reader.RawRecord);
            }
            else if (columns.ColumnWithoutName(reader) is { } column)
            {
                throw Invalid(
                    path,
                    $"column {column} has no name, and line {reader.LineNumber + skippedLines} has a value in it.",
                    "Give the column the API name of a field, or remove it.");
            }
            else
            {
                splitter.Add(columns.Values(reader));
            }

            if (splitter.Rows % 1024 == 0)
            {
                progress?.Report(splitter.Rows);
            }
        }

        if (splitter.Rows == 0)
        {
            throw Invalid(path, "there is a header, and no row.", "Add the records, one a line.");
        }
    }

    private static void RequireHeader(string[] columns, string path)
    {
        if (columns.Length == 0)
        {
            throw Invalid(
                path, "it has the columns that Salesforce adds to results, and no others.", "Add columns with the API names of fields.");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var column = 0; column < columns.Length; column++)
        {
            RequireName(columns[column], $"{Path.GetFileName(path)}: column {column + 1}", names);
        }
    }

    /// <summary>Checks that a column's name can be the name of a field, which a missing header is not.</summary>
    public static void RequireName(string name, string where, HashSet<string> previous)
    {
        if (name.Length == 0)
        {
            throw new SfException(
                SfErrorKind.CsvInvalid,
                $"{where} has no name.",
                "Each column has the API name of a field; remove columns that you do not want to import.");
        }

        if (ColumnDelimiter.FindOther(name, '\0') is { } delimiter)
        {
            throw new SfException(
                SfErrorKind.CsvInvalid,
                $"{where}, '{Shorten(name)}', holds {ColumnDelimiter.Describe(delimiter)}: it probably separates the columns.",
                new Advice("Read the data with that delimiter.", NextStep.ReadCsvWithDelimiter, delimiter.ToString()));
        }

        if (!char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':'))
        {
            throw new SfException(
                SfErrorKind.CsvInvalid,
                $"{where}, '{Shorten(name)}', is not the API name of a field. Is the header missing?",
                "The first line holds the API names of the fields, such as LastName,Email,Account.Number__c.");
        }

        if (ParentColumn.IsOne(name) && ParentColumn.Parse(name) is null)
        {
            throw new SfException(
                SfErrorKind.CsvInvalid,
                $"{where}, '{Shorten(name)}', is neither the API name of a field nor an external id of a parent.",
                ParentColumn.Form);
        }

        if (!previous.Add(name))
        {
            throw new SfException(SfErrorKind.CsvInvalid, $"{where}, '{Shorten(name)}', occurs twice.", "Remove one of the columns.");
        }
    }

    private static void RequireUtf8(CsvReader reader, string path, int skippedLines)
    {
        var row = reader.RawRecord;
        if (!Utf8.IsValid(row))
        {
            var invalid = row;
            while (Rune.DecodeFromUtf8(invalid, out _, out var length) == OperationStatus.Done)
            {
                invalid = invalid[length..];
            }

            var line = reader.LineNumber + skippedLines + row[..^invalid.Length].Count((byte)'\n');
            throw Invalid(
                path,
                $"line {line}: the byte 0x{invalid[0]:X2} is not valid UTF-8.",
                new Advice("Save the file as UTF-8 (in Excel: CSV UTF-8), or read it in its own encoding.", NextStep.ReadCsvWithEncoding));
        }

        if (row.Contains((byte)0))
        {
            throw Invalid(
                path,
                $"line {reader.LineNumber + skippedLines}: there is a null character; the file is UTF-16 without a byte order mark, "
                    + "or no text.",
                "Save it as UTF-8.");
        }
    }

    private static CsvReaderOptions Options(char delimiter) => new()
    {
        Separator = delimiter,
        HasHeader = false,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        TrackLineNumbers = true,
        MaxRecordSize = MaximumRowSize,
    };

    private static FileStream Open(string path)
    {
        try
        {
            var options = new FileStreamOptions { Share = FileShare.Read, Options = FileOptions.SequentialScan, BufferSize = BufferSize };
            return new FileStream(path, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Error(path, e);
        }
    }

    private static string Shorten(string text) => SecretText.Shorten(text, CsvFileStream.MaximumQuoteLength);

    private static SfException Invalid(string path, string what, Advice advice, Exception? e = null) =>
        new(SfErrorKind.CsvInvalid, $"{Path.GetFileName(path)}: {what}", advice.Before("Nothing was sent to Salesforce."), e);
}
