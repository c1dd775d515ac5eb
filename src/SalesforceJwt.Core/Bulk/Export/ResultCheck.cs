using CsvHelper;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>
/// Checks the results of a job while they are read: they are CSV of Salesforce, all pages have the same columns, and the number of rows is
/// the number that each page and the job state. All readers of results use it.
/// </summary>
/// <param name="consequence">A sentence about what an error here means for the rows read before.</param>
internal sealed class ResultCheck(SfBulkJob job, ResultSet set, string consequence)
{
    // Salesforce sends no empty pages; a faulty server that names more and more of them would keep a client busy for ever.
    private const int MaximumEmptyPages = 100;

    private readonly HashSet<string> _locators = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? _columns;
    private int _emptyPages;

    /// <summary>Rows of the pages that have ended.</summary>
    public long Rows { get; private set; }

    /// <summary>Columns of the first page; null if no page had any.</summary>
    public IReadOnlyList<string>? Columns => _columns;

    /// <summary>The number of rows that the job states; null if it states none, or did not complete.</summary>
    private long? Expected => job.State != SfBulkJobState.JobComplete ? null : set switch
    {
        ResultSet.Query => job.RecordsProcessed,
        ResultSet.Successful => job.RecordsProcessed - job.RecordsFailed,
        ResultSet.Failed => job.RecordsFailed,
        _ => null,
    };

    /// <summary>The names in a header line.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>: it is not a header of such results.</exception>
    public IReadOnlyList<string> Parse(ReadOnlyMemory<byte> line)
    {
        using var reader = CsvReader.Create(
            line, new CsvReaderOptions { Separator = job.Delimiter, HasHeader = false, MalformedData = CsvMalformedDataHandling.Throw });
        try
        {
            string[] names = reader.Read() ? reader.Current.ToArray() : [];
            RequireHeader(names);
            return names;
        }
        catch (CsvFormatException)
        {
            throw NotCsv(ServerText.FirstLine(line.Span));
        }
    }

    /// <summary>
    /// Checks that a page's header is one of this result set. A page without a header is checked by its number of rows. Thread-safe.
    /// </summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public void RequireHeader(IReadOnlyList<string> columns)
    {
        if (columns.Count == 0)
        {
            return;
        }

        var isHeader = set switch
        {
            ResultSet.Query => columns.All(IsColumn) && AreNames(columns),
            ResultSet.Successful => Begins(ResultColumns.Id, ResultColumns.Created) && AreNames(columns),
            ResultSet.Failed => Begins(ResultColumns.Id, ResultColumns.Error) && AreNames(columns),

            // Rows as they were sent: the job may have failed because of their header.
            _ => columns[0].AsSpan().TrimStart() is not ['<' or '{' or '[', ..],
        };
        if (!isHeader)
        {
            throw NotCsv(ServerText.FirstLine(System.Text.Encoding.UTF8.GetBytes(string.Join(job.Delimiter, columns))));
        }

        bool Begins(string one, string other) => columns.Take(2).Order(StringComparer.OrdinalIgnoreCase).SequenceEqual(
            new[] { one, other }.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Checks that columns can be properties of an object, which those of a rejected upload need not be.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>.</exception>
    public void RequireNames(IReadOnlyList<string> columns)
    {
        if (!AreNames(columns))
        {
            throw new SfException(
                SfErrorKind.CsvInvalid,
                $"The data of bulk job {job.Id} has a column without a name, or two of the same name: its rows cannot become objects.",
                new Advice("Save them as a file.", NextStep.SaveBulkRows, job.Id, set.ToString()));
        }
    }

    /// <summary>Begins a page, which must have the columns of the first one.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public void Begin(IReadOnlyList<string> columns)
    {
        if (columns.Count > 0 && !(_columns ??= columns).SequenceEqual(columns))
        {
            throw Invalid($"A page of the results of bulk job {job.Id} has other columns than the first one");
        }
    }

    /// <summary>Ends a page.</summary>
    /// <param name="rows">Number of its rows.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public void End(long rows, ResultPageHeaders headers)
    {
        if (headers.Records is { } stated && stated != rows)
        {
            throw Invalid($"A page of the results of bulk job {job.Id} holds {Count(rows)}, and reports {stated}");
        }

        Rows += rows;
        if (headers.NextLocator is not { } next)
        {
            return;
        }

        if (!_locators.Add(next) || (rows == 0 && ++_emptyPages > MaximumEmptyPages))
        {
            throw Invalid($"The pages of the results of bulk job {job.Id} have no end: "
                + $"after {Count(Rows)} the server names pages that it named before, or empty ones");
        }

        if (Rows > Expected)
        {
            throw TooMany();
        }
    }

    /// <summary>Ends the results.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public void Complete()
    {
        if (Expected is { } expected && expected != Rows)
        {
            throw Rows > expected
                ? TooMany()
                : Invalid($"The results of bulk job {job.Id} hold {Count(Rows)}, and the job reports {expected}");
        }
    }

    /// <summary>The error for results that are not CSV.</summary>
    public SfException NotCsv(string what, Exception? e = null) =>
        Invalid($"Something else than the results of bulk job {job.Id} came: {what}", e);

    /// <summary>API names of fields and of parents' fields, and functions: <c>toLabel(Status)</c>.</summary>
    private static bool IsColumn(string name) =>
        char.IsAsciiLetter(name.FirstOrDefault()) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '(' or ')');

    private static bool AreNames(IReadOnlyList<string> columns) =>
        columns.All(name => name.Length > 0) && columns.Distinct(StringComparer.OrdinalIgnoreCase).Count() == columns.Count;

    private static string Count(long rows) => rows == 1 ? "1 row" : $"{rows} rows";

    private SfException TooMany() =>
        Invalid($"The results of bulk job {job.Id} hold {Count(Rows)} so far, and the job reports {Expected}");

    private SfException Invalid(string what, Exception? e = null) => new(
        SfErrorKind.ResponseInvalid,
        $"{what.TrimEnd('.')}. {consequence}",
        "Check that nothing between here and Salesforce answers in its place, and receive the job's results once more: "
            + "they are kept for seven days.",
        e);
}
