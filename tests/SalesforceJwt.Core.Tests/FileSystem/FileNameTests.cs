using System.Globalization;
using System.Text;
using SalesforceJwt.Core.FileSystem;

namespace SalesforceJwt.Core.Tests.FileSystem;

/// <summary>A name from Salesforce becomes one that is valid in every file system, stays in its folder, and is readable.</summary>
public sealed class FileNameTests
{
    private const string Fallback = "068000000000001AAA";

    [Theory]
    [InlineData("Report", "pdf", "Report.pdf")]
    [InlineData("Report.pdf", "pdf", "Report.pdf")]
    [InlineData("Report.PDF", "pdf", "Report.pdf")]
    [InlineData("Bericht März 😀", "txt", "Bericht März 😀.txt")]
    [InlineData("no extension", null, "no extension")]
    [InlineData("../../etc/passwd", null, "_.._.._etc_passwd")]
    [InlineData("..", null, Fallback)]
    [InlineData(".", "txt", Fallback + ".txt")]
    [InlineData("C:\\x\\y", "txt", "C__x_y.txt")]
    [InlineData("a<b>c:d\"e/f\\g|h?i*j", "k", "a_b_c_d_e_f_g_h_i_j.k")]
    [InlineData("report.txt:stream", null, "report.txt_stream")]
    [InlineData("line\r\nbreak\0", "txt", "line__break_.txt")]
    [InlineData("x", "../sh", "x..._sh")]
    [InlineData("ends. . ", null, "ends")]
    [InlineData("", "txt", Fallback + ".txt")]
    [InlineData("", "", Fallback)]
    [InlineData(".bashrc", null, "_.bashrc")]
    [InlineData("..ssh", "", "_..ssh")]
    [InlineData("con", "txt", "_con.txt")]
    [InlineData("LPT1", null, "_LPT1")]
    [InlineData("COM¹", "csv", "_COM¹.csv")]
    [InlineData("lpt³.x", null, "_lpt³.x")]
    [InlineData("nul.tar", "gz", "_nul.tar.gz")]
    [InlineData("NUL.", null, "_NUL")]
    [InlineData("aux ", "txt", "_aux.txt")]
    [InlineData("console", "txt", "console.txt")]
    public void Titles_become_names(string title, string? extension, string name) =>
        Assert.Equal(name, FileName.Of(title, extension, Fallback));

    [Theory]
    [InlineData(0x202E, "a right-to-left override")]
    [InlineData(0x2066, "a bidirectional isolate")]
    [InlineData(0x200F, "a right-to-left mark")]
    [InlineData(0x061C, "an Arabic letter mark")]
    [InlineData(0x200B, "a zero-width space")]
    [InlineData(0xFEFF, "a byte order mark")]
    [InlineData(0x00AD, "a soft hyphen")]
    [InlineData(0xE0041, "a tag")]
    [InlineData(0x2028, "a line separator")]
    [InlineData(0x85, "a control character beyond ASCII")]
    [InlineData(0x3164, "a filler")]
    public void Invisible_characters_are_replaced(int character, string what)
    {
        var text = char.ConvertFromUtf32(character);

        Assert.True(FileName.Of($"annex{text}fdp", $"e{text}xe", Fallback) == "annex_fdp.e_xe", what);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() => Assert.Equal("cut _.tx_", FileName.Of("cut \uD83D", "tx\uDE00", Fallback));

    [Theory]
    [InlineData("x")]
    [InlineData("€")]
    [InlineData("😀")]
    public void Long_titles_are_truncated_between_characters_and_keep_their_extension(string character)
    {
        var name = FileName.Of(Repeated(character), "pdf", Fallback);

        Assert.InRange(Encoding.UTF8.GetByteCount(name), 200, 220);
        Assert.EndsWith(character + ".pdf", name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("😀")]
    public void Long_extensions_are_truncated_too(string character)
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(FileName.Of(Repeated(character), Repeated(character), Fallback)), 200, 220);
        Assert.StartsWith("short." + character, FileName.Of("short", Repeated(character), Fallback), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name.csv")]
    [InlineData("😀")]
    public void A_temporary_name_is_not_too_long_even_for_the_longest_file_name(string name)
    {
        var longest = string.Concat(Enumerable.Repeat(name, 255 / Encoding.UTF8.GetByteCount(name)));
        var (one, other) = (FileName.Beside($"/folder/{longest}", "partial"), FileName.Beside($"/folder/{longest}", "partial"));

        Assert.Equal(Path.GetDirectoryName($"/folder/{longest}"), Path.GetDirectoryName(one));
        Assert.InRange(Encoding.UTF8.GetByteCount(Path.GetFileName(one)), 1, 255);
        Assert.Matches("\\.[0-9A-F]{8}\\.partial$", one);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Any_text_gives_a_valid_name()
    {
        var random = new Random(20261129);
        var odd = "./\\:*?\"<>| \0\n\u202E\u200B\uD83D\uDE00a€😀-~COMNUL1²"
            .EnumerateRunes().Select(r => r.ToString()).Append("\uD800").ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var name = FileName.Of(Text(), random.Next(3) == 0 ? null : Text(), Fallback);

            Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 220);
            Assert.Equal(name, Path.GetFileName(name));
            Assert.DoesNotContain(name, c => "<>:\"/\\|?*".Contains(c, StringComparison.Ordinal)
                || char.IsControl(c)
                || char.GetUnicodeCategory(c) == UnicodeCategory.Format);
            Assert.NotEqual('.', name[0]);
            Assert.False(name[^1] is '.' or ' ', name);
            Assert.Equal(name, Encoding.UTF8.GetString(new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(name)));
        }

        string Text() => string.Concat(
            Enumerable.Range(0, random.Next(random.Next(4) == 0 ? 300 : 8)).Select(_ => odd[random.Next(odd.Length)]));
    }

    private static string Repeated(string character) => string.Concat(Enumerable.Repeat(character, 300));
}
