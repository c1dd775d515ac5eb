using System.Text;
using SalesforceJwt.Core.Bulk.Import;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Bulk;

/// <summary>The whole CSV file is checked before anything is sent.</summary>
public sealed class CsvFileReaderTests : IAsyncLifetime
{
    private readonly TrafficRecorder _observer = new();
    private BulkOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await BulkOrg.StartAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\n\n", "the file is empty")]
    [InlineData("LastName,Email\n", "there is a header, and no row")]
    [InlineData("LastName,Email\nA,a@x.example\nB\n", "line 3:")]
    [InlineData("LastName,Email\n\"A\n\nx\",a@x.example\nB,b,c\n", "line 5:")]
    [InlineData("LastName,Email\nA,\"never closed\nB,b@x.example\n", "never closed")]
    [InlineData("LastName,Email\nA,b\"c\n", "a quote inside an unquoted field")]
    [InlineData("LastName,LastName\nA,B\n", "'LastName', occurs twice")]
    [InlineData("LastName,\nA,B\n", "column 2 has no name")]
    [InlineData("Lovelace,ada@example.com\nB,b@x.example\n", "is not the API name of a field. Is the header missing?")]
    [InlineData("LastName,Account.\nA,B\n", "'Account.', is neither the API name of a field nor an external id of a parent")]
    [InlineData("LastName,Account.Parent.Number__c\nA,B\n", "'Account.Parent.Number__c', is neither the API name")]
    [InlineData("LastName,Owner:Email\nA,B\n", "'Owner:Email', is neither the API name")]
    [InlineData("LastName;Email\nA;b\n", "the header is one column with ';' in it")]
    [InlineData("\"LastName\";\"Email\"\n\"A\";\"b\"\n", "the header is one column with ';' in it")]
    [InlineData("\"LastName\"\t\"Email\"\n\"A\"\t\"b\"\n", "the header is one column with a tab in it")]
    [InlineData("\"LastName\"|\"Email\"\n\"A\"|\"b\"\n", "the header is one column with '|' in it")]
    [InlineData("\"LastName\"^\"Email\"\n\"A\"^\"b\"\n", "the header is one column with '^' in it")]
    [InlineData("LastName^Email\nA^b\n", "the header is one column with '^' in it")]
    [InlineData("#TYPE X\n\"LastName\";\"Email\"\n", "the header is one column with ';' in it")]
    [InlineData("sep=;\nLastName;Email\nA;b\n", "the first line declares that columns are separated by ';'")]
    [InlineData("#TYPE X\nLastName,Email\nA\n", "line 3:")]
    [InlineData("sep=,\n", "the file is empty")]
    [InlineData("sf__Id,sf__Error\n,x\n", "the columns that Salesforce adds to results, and no others")]
    [InlineData("LastName,Email,,\nA,a@x.example,,\nB,b@x.example,,x\n", "column 4 has no name, and line 3 has a value in it")]
    [InlineData(",LastName\nA,B\n", "column 1 has no name")]
    [InlineData("L\0a\0s\0t\0\n\0A\0\n\0", "there is a null character")]
    public async Task An_invalid_file_is_an_error_with_the_position_and_nothing_is_sent(string text, string message)
    {
        var error = await FailAsync(Encoding.UTF8.GetBytes(text));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(_org.Test.Requests);
    }

    [Fact]
    public async Task Bytes_of_another_encoding_are_an_error_with_their_line()
    {
        var error = await FailAsync([.. "LastName,Email\nA,a@x.example\n\"x\ny "u8, 0xE9, .. "\",b@x.example\n"u8]);

        Assert.Contains("line 4: the byte 0xE9 is not valid UTF-8", error.Message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var error = await Assert.ThrowsAsync<SfException>(() => ImportAsync(_org.Folder["missing.csv"], ','));

        Assert.Equal(SfErrorKind.FileNotFound, error.Kind);
        Assert.Contains("missing.csv", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LastName,Email\nImportA,a@x.example\nImportB,b@x.example")]
    [InlineData("LastName,Email\r\nImportA,a@x.example\r\n\r\nImportB,b@x.example\r\n")]
    [InlineData("LastName,Email\r\nImportA,a@x.example\nImportB,b@x.example\r\n")]
    [InlineData("\uFEFFLastName,Email\nImportA,a@x.example\nImportB,b@x.example\n")]
    [InlineData("LastName,Email\rImportA,a@x.example\rImportB,b@x.example\r")]
    [InlineData("\"LastName\",\"Email\"\n\"ImportA\",\"\"\n\"ImportB\",#N/A\n")]
    public async Task All_line_endings_byte_order_marks_and_quotes_are_accepted(string text)
    {
        await ImportAsync(_org.Write(text), ',');

        Assert.Equal(["ImportA", "ImportB"], await _org.ImportedAsync());
    }

    [Theory]
    [InlineData(
        "#TYPE System.Management.Automation.PSCustomObject\r\n\"LastName\",\"Email\"\r\n\"ImportA\",\"a@x.example\"\r\n\"ImportB\",\r\n",
        "its line '#TYPE System.Management.Automation.PSCustomObject' is skipped")]
    [InlineData("#TYPE X\rLastName,Email\rImportA,\rImportB,\r", "its line '#TYPE X' is skipped")]
    [InlineData("\uFEFF#TYPE X\nLastName\nImportA\nImportB\n", "its line '#TYPE X' is skipped")]
    [InlineData("sep=,\r\nLastName,Email\r\nImportA,\r\nImportB,\r\n", "it is for Excel")]
    [InlineData("\"sep=,\"\nLastName,Email\nImportA,\nImportB,\n", "it is for Excel")]
    public async Task Lines_that_other_programs_put_before_the_header_are_skipped_with_a_warning(string text, string warning)
    {
        await ImportAsync(_org.Write(text), ',');

        Assert.Equal(["ImportA", "ImportB"], await _org.ImportedAsync());
        Assert.Contains(warning, Assert.Single(_observer.Warnings), StringComparison.Ordinal);
        Assert.StartsWith("data.csv: ", _observer.Warnings.First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "\"sf__Id\",\"sf__Error\",LastName,Email\n\"\",\"REQUIRED_FIELD_MISSING:x, y:--\",ImportA,\"a@x.example\"\n\"\",\"\",ImportB,\n")]
    [InlineData("sf__Id,sf__Created,LastName\n003,true,ImportA\n003,true,ImportB\n")]
    [InlineData("LastName,SF__ERROR,Email\nImportA,x,\nImportB,,\n")]
    [InlineData("LastName,Email,,\nImportA,,,\nImportB,b@x.example,,\n")]
    [InlineData("LastName,sf__Error,\nImportA,x,\nImportB,,\n")]
    public async Task Result_columns_and_columns_without_names_are_omitted(string text)
    {
        await ImportAsync(_org.Write(text), ',');

        Assert.Equal(["ImportA", "ImportB"], await _org.ImportedAsync());
        Assert.Empty(_observer.Warnings);
    }

    [Fact]
    public async Task A_long_file_is_read_to_its_end_after_a_skipped_line()
    {
        var rows = string.Concat(Enumerable.Range(1, 40_000).Select(i => $"Import{i},\n"));
        _org.Test.Org.Options.Bulk.SavesRecords = false;
        var import = await ImportAsync(_org.Write("#TYPE X\nLastName,Email\n" + rows), ',');

        Assert.Equal(40_000, import.Parts[0].Job!.RecordsProcessed);
    }

    [Theory]
    [InlineData("LastName,Description\nImportA,\"x\r\ny\"\nImportB,\"z\"\n", 1)]
    [InlineData("LastName,Description\r\nImportA,\"x\ny\"\r\nImportB,\"z\"\r\n", 1)]
    [InlineData("LastName,Description\nImportA,\"x\r\ny\"\nImportB,\"x\ny\"\n", 2)]
    [InlineData("LastName,Description\r\nImportA,\"x\ny\"\r\nImportB,\"x\r\ny\r\n\"\r\n", 2)]
    public async Task Line_breaks_in_values_match_the_line_ending_of_their_job(string text, int jobs)
    {
        var import = await ImportAsync(_org.Write(text), ',');

        Assert.Equal(jobs, import.Parts.Count);
        Assert.Equal(["ImportA", "ImportB"], (await _org.ImportedAsync()).Order());
    }

    [Fact]
    public async Task A_row_with_both_kinds_of_line_breaks_fails_no_other_row()
    {
        await using var import = await AddAsync(
            _org.Write("LastName,Description\nImportA,\"x\ny\"\nImportB,\"x\r\ny\nz\"\nImportC,\n"), ',');
        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);

        Assert.Equal(
            [("2 of the rows 1 to 3", SfBulkJobState.JobComplete), ("rows 2 to 2", SfBulkJobState.Failed)],
            import.Parts.Select(p => (p.RowNames, p.Job!.State)));
        Assert.Equal(["ImportA", "ImportC"], await _org.ImportedAsync());

        // If Salesforce checks only the line ending of the header, the row is saved.
        _org.Test.Org.Options.Bulk.StrictLineEndings = false;
        await ImportAsync(_org.Write("LastName,Description\nImportB,\"x\r\ny\nz\"\n"), ',');
        Assert.Contains("ImportB", await _org.ImportedAsync());
    }

    [Fact]
    public async Task Text_that_contradicts_its_byte_order_mark_is_rejected()
    {
        var error = await FailAsync(
            [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("LastName\n"), 0x3D, 0xD8, .. Encoding.Unicode.GetBytes("\n")]);

        Assert.Contains("byte order mark is one of UTF-16", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task Unicode_with_a_byte_order_mark_is_converted(string encoding)
    {
        var unicode = Encoding.GetEncoding(encoding);
        await ImportAsync(_org.Folder.Write("data.csv", [.. unicode.GetPreamble(), .. unicode.GetBytes("LastName\nImportŁódź 😀\n")]), ',');

        Assert.Equal(["ImportŁódź 😀"], await _org.ImportedAsync());
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    [InlineData('^')]
    [InlineData('`')]
    public async Task Other_delimiters_are_accepted(char delimiter)
    {
        await ImportAsync(_org.Write($"LastName{delimiter}Email\nImport,A{delimiter}a@x.example\n"), delimiter);

        Assert.Equal(["Import,A"], await _org.ImportedAsync());
    }

    [Fact]
    public void A_delimiter_that_Salesforce_does_not_support_is_rejected() =>
        Assert.Equal(SfErrorKind.CsvInvalid, Assert.Throws<SfException>(() => ColumnDelimiter.NameOf(':')).Kind);

    private async Task<SfException> FailAsync(byte[] file)
    {
        var error = await Assert.ThrowsAsync<SfException>(() => ImportAsync(_org.Folder.Write("data.csv", file), ','));
        Assert.Equal(SfErrorKind.CsvInvalid, error.Kind);
        return error;
    }

    private async Task<BulkImport> ImportAsync(string path, char delimiter)
    {
        await using var import = await AddAsync(path, delimiter);
        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);
        Assert.All(import.Parts, p => Assert.Equal((SfBulkJobState.JobComplete, 0L), (p.Job!.State, p.Job.RecordsFailed)));
        return import;
    }

    private async Task<BulkImport> AddAsync(string path, char delimiter)
    {
        var options = new ImportOptions { Job = new IngestJobOptions("Contact", "insert", null, delimiter) };
        var import = new BulkImport(_org.Session, options, null, _observer);
        try
        {
            await import.AddFileAsync(path, null, TestOrg.Cancellation);
            return import;
        }
        catch
        {
            await import.DisposeAsync();
            throw;
        }
    }
}
