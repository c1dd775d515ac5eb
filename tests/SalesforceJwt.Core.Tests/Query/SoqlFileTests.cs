using System.Text;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.Core.Tests.Query;

/// <summary>Queries in files, with comments.</summary>
public sealed class SoqlFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("SELECT Id FROM Account", "SELECT Id FROM Account")]
    [InlineData("-- All.\nSELECT Id -- its id\nFROM Account\n", " \nSELECT Id  \nFROM Account")]
    [InlineData("// All.\r\nSELECT Id // its id\r\nFROM Account // end", " \r\nSELECT Id  \r\nFROM Account")]
    [InlineData("/* All\nof\nthem. */SELECT/**/Id FROM Account", " \n\nSELECT Id FROM Account")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'a -- b // c /* d */'", "SELECT Id FROM Account WHERE Name = 'a -- b // c /* d */'")]
    [InlineData(@"SELECT Id FROM A WHERE N = 'it\'s -- x' -- y", @"SELECT Id FROM A WHERE N = 'it\'s -- x'")]
    [InlineData(@"SELECT Id FROM A WHERE N = 'back\\' -- y'", @"SELECT Id FROM A WHERE N = 'back\\'")]
    [InlineData("SELECT Id FROM A -- it's\nWHERE N = :n", "SELECT Id FROM A  \nWHERE N = :n")]
    [InlineData("SELECT Id FROM A /* -- */ WHERE N = -1", "SELECT Id FROM A   WHERE N = -1")]
    [InlineData("SELECT Id FROM A // /*\nWHERE N = 1 // */", "SELECT Id FROM A  \nWHERE N = 1")]
    public void Comments_are_left_out_but_not_in_quotes(string text, string soql) => Assert.Equal(soql, SoqlFile.Read(Write(text)));

    [Fact]
    public void A_byte_order_mark_says_how_it_is_encoded()
    {
        var path = _folder["utf16.soql"];
        File.WriteAllText(path, "SELECT Id FROM A WHERE N = 'Zoë'", Encoding.Unicode);

        Assert.Equal("SELECT Id FROM A WHERE N = 'Zoë'", SoqlFile.Read(path));
    }

    [Theory]
    [InlineData("", SfErrorKind.ValueMissing, "There is no query in")]
    [InlineData(" \n-- nothing\n/* at all */", SfErrorKind.ValueMissing, "There is no query in")]
    [InlineData("PK\u0003\u0004\0\0", SfErrorKind.ValueMissing, "not text in UTF-8")]
    [InlineData("SELECT Id\n/* and so on\nFROM Account", SfErrorKind.RequestInvalid, "begins in line 2")]
    public void Other_files_are_named(string text, SfErrorKind kind, string says)
    {
        var path = Write(text);
        var error = Assert.Throws<SfException>(() => SoqlFile.Read(path));

        Assert.Equal(kind, error.Kind);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void A_file_that_is_missing_binary_or_too_large_is_named()
    {
        var missing = _folder["missing.soql"];
        Assert.Contains(missing, Fails(missing, SfErrorKind.FileNotFound), StringComparison.Ordinal);
        var binary = _folder["binary.soql"];
        File.WriteAllBytes(binary, [0x89, 0x50, 0x4E, 0x47, 0xFF, 0xD8]);
        Assert.Contains(binary, Fails(binary, SfErrorKind.ValueMissing), StringComparison.Ordinal);
        var large = _folder["large.soql"];
        File.WriteAllText(large, new string(' ', (1024 * 1024) + 1));
        Assert.Contains(large, Fails(large, SfErrorKind.FileTooLarge), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_the_query_name_the_file_and_others_do_not()
    {
        var malformed = new SfRestException(SfErrorKind.RequestInvalid, "MALFORMED_QUERY: x.", "Correct it.")
        {
            StatusCode = 400,
            Method = "GET",
            Url = "query",
            Errors = [new SfApiError("MALFORMED_QUERY", "x", [])],
        };
        var named = Assert.IsType<SfRestException>(SoqlFile.InFile(malformed, "a.soql"));
        Assert.Equal("The query in 'a.soql': MALFORMED_QUERY: x.", named.Message);
        Assert.Equal(("MALFORMED_QUERY", 400, "Correct it."), (named.ErrorCode, named.StatusCode, named.Remedy));

        var missing = new SfException(SfErrorKind.QueryParameterMissing, "x.");
        Assert.Equal("The query in 'a.soql': x.", SoqlFile.InFile(missing, "a.soql").Message);
        var other = new SfException(SfErrorKind.SessionExpired, "x.");
        Assert.Same(other, SoqlFile.InFile(other, "a.soql"));
    }

    private string Write(string text)
    {
        var path = _folder["query.soql"];
        File.WriteAllText(path, text);
        return path;
    }

    private static string Fails(string path, SfErrorKind kind)
    {
        var error = Assert.Throws<SfException>(() => SoqlFile.Read(path));
        Assert.Equal(kind, error.Kind);
        return error.Message;
    }
}
