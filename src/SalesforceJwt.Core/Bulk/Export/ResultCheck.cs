using CsvHelper;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>
/// Compares the results of a job, while they come, with what Salesforce says of them: that they are its CSV at all, that all pages have the
/// columns of the first, and that there are as many rows as each page and the job itself say. All readers of results use it.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="result">Which of its results.</param>
/// <param name="consequence">A sentence about what an error here means for the rows read before.</param>
internal sealed class ResultCheck(SfBulkJob job, ResultSet result, string consequence)
{
    // No org answers so; a server that names ever more pages would keep a client busy without end.
    private const int MaximumEmptyPages = 100;

    private readonly HashSet<string> _locators = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? _columns;
    private int _emptyPages;

    /// <summary>Rows of the pages so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Columns of the first page; null if no page had any.</summary>
    public IReadOnlyList<string>? Columns => _columns;

    /// <summary>The number of rows that the job states; null if it states none, or was interrupted.</summary>
    private long? Expected => job.State != SfBulkJobState.JobComplete ? null : result switch
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
    /// Checks that a page's header is one of such results; no header is left to the number of rows. Can be called from any thread.
    /// </summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public void RequireHeader(IReadOnlyList<string> columns)
    {
        if (columns.Count == 0)
        {
            return;
        }

        var isHeader = result switch
        {
            ResultSet.Query => columns.All(IsColumn) && AreNames(columns),
            ResultSet.Successful => Begins(ResultColumns.Id, ResultColumns.Created) && AreNames(columns),
            ResultSet.Failed => Begins(ResultColumns.Id, ResultColumns.Error) && AreNames(columns),

            // As they were sent, and the job may have failed for that very header.
            _ => columns[0].AsSpan().TrimStart() is not ['<' or '{' or '[', ..],
        };
        if (!isHeader)
        {
            throw NotCsv(ServerText.FirstLine(System.Text.Encoding.UTF8.GetBytes(string.Join(job.Delimiter, columns))));
        }

        bool Begins(string one, string other) => columns.Take(2).Order(StringComparer.OrdinalIgnoreCase).SequenceEqual(
            new[] { one, other }.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Checks that columns can be the properties of an object: those of an upload that Salesforce refused need not be.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>.</exception>
    public void RequireNames(IReadOnlyList<string> columns)
    {
        if (!AreNames(columns))
        {
            throw new SfException(
                SfErrorKind.CsvInvalid,
                $"The data of bulk job {job.Id} has a column without a name, or two of the same name: its rows cannot become objects.",
                new Advice("Save them as a file.", NextStep.SaveBulkRows, job.Id, result.ToString()));
        }
    }

    /// <summary>Begins a page: its columns are those of the first.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public void Begin(IReadOnlyList<string> columns)
    {
        if (columns.Count > 0 && !(_columns ??= columns).SequenceEqual(columns))
        {
            throw Invalid($"A page of the results of bulk job {job.Id} has other columns than the first one");
        }
    }

    /// <summary>Ends a page.</summary>
    /// <param name="rows">Rows that were read of it.</param>
    /// <param name="head">What its headers say.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public void End(long rows, ResultPageHeaders head)
    {
        if (head.Records is { } told && told != rows)
        {
            throw Invalid($"A page of the results of bulk job {job.Id} holds {Count(rows)}, and reports {told}");
        }

        Rows += rows;
        if (head.NextLocator is not { } next)
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

    /// <summary>API names, those of parents' fields, and what functions make of them: <c>toLabel(Status)</c>.</summary>
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
