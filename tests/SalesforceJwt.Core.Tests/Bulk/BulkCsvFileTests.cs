using System.Text;
using SalesforceJwt.Core.Bulk;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Bulk;

/// <summary>A CSV file is examined whole before Salesforce hears of it.</summary>
public sealed class BulkCsvFileTests : IAsyncLifetime
{
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
    [InlineData("LastName,LastName\nA,B\n", "'LastName', is there twice")]
    [InlineData("LastName,\nA,B\n", "column 2 has no name")]
    [InlineData("Lovelace,ada@example.com\nB,b@x.example\n", "is not the API name of a field. Is the header missing?")]
    [InlineData("LastName;Email\nA;b\n", "the header is one column with ';' in it")]
    [InlineData("L\0a\0s\0t\0\n\0A\0\n\0", "there is a null character")]
    public async Task What_is_wrong_is_said_with_its_place_and_nothing_is_sent(string text, string message)
    {
        var error = await FailAsync(Encoding.UTF8.GetBytes(text));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(_org.Test.Requests);
    }

    [Fact]
    public async Task Another_encoding_is_found_with_its_line()
    {
        var error = await FailAsync([.. "LastName,Email\nA,a@x.example\n\"x\ny "u8, 0xE9, .. "\",b@x.example\n"u8]);

        Assert.Contains("line 4: the byte 0xE9 is no UTF-8", error.Message, StringComparison.Ordinal);
        Assert.Contains("UTF-8", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var error = await Assert.ThrowsAsync<SfException>(() => ImportAsync(_org.Folder["missing.csv"], ','));

        Assert.Equal(SfErrorKind.FileAccessFailed, error.Kind);
        Assert.Contains("missing.csv", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LastName,Email\nImportA,a@x.example\nImportB,b@x.example")]
    [InlineData("LastName,Email\r\nImportA,a@x.example\r\n\r\nImportB,b@x.example\r\n")]
    [InlineData("LastName,Email\r\nImportA,a@x.example\nImportB,b@x.example\r\n")]
    [InlineData("\uFEFFLastName,Email\nImportA,a@x.example\nImportB,b@x.example\n")]
    [InlineData("\"LastName\",\"Email\"\n\"ImportA\",\"\"\n\"ImportB\",#N/A\n")]
    public async Task Line_ends_marks_and_quotes_of_all_kinds_are_taken(string text)
    {
        await ImportAsync(_org.Write(text), ',');

        Assert.Equal(["ImportA", "ImportB"], await _org.ImportedAsync());
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task Unicode_with_a_mark_is_converted(string encoding)
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
    public async Task Other_delimiters_are_taken(char delimiter)
    {
        await ImportAsync(_org.Write($"LastName{delimiter}Email\nImport,A{delimiter}a@x.example\n"), delimiter);

        Assert.Equal(["Import,A"], await _org.ImportedAsync());
    }

    [Fact]
    public void A_delimiter_that_Salesforce_does_not_take_is_refused() =>
        Assert.Equal(SfErrorKind.CsvInvalid, Assert.Throws<SfException>(() => BulkDelimiter.NameOf(':')).Kind);

    private async Task<SfException> FailAsync(byte[] file)
    {
        var error = await Assert.ThrowsAsync<SfException>(() => ImportAsync(_org.Folder.Write("data.csv", file), ','));
        Assert.Equal(SfErrorKind.CsvInvalid, error.Kind);
        return error;
    }

    private async Task ImportAsync(string path, char delimiter)
    {
        await using var import = new BulkImport(_org.Session, new BulkImportOptions { Ingest = new BulkIngest("Contact", "insert", null, delimiter) });
        await import.AddFileAsync(path, null, TestOrg.Cancellation);
        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);
        Assert.All(import.Parts, p => Assert.Equal((BulkJobState.JobComplete, 0L), (p.Job!.State, p.Job.RecordsFailed)));
    }
}
