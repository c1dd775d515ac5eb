using System.Text;
using SalesforceJwt.Core.Data.Files;

namespace SalesforceJwt.Core.Tests.Data.Files;

/// <summary>A name out of Salesforce is one that every file system takes, and stays in its folder.</summary>
public sealed class SafeFileNameTests
{
    [Theory]
    [InlineData("Report", "pdf", "Report.pdf")]
    [InlineData("Report.pdf", "pdf", "Report.pdf")]
    [InlineData("Report.PDF", "pdf", "Report.pdf")]
    [InlineData("Bericht März 😀", "txt", "Bericht März 😀.txt")]
    [InlineData("no extension", null, "no extension")]
    [InlineData("../../etc/passwd", null, ".._.._etc_passwd")]
    [InlineData("..", null, "068000000000001AAA")]
    [InlineData(".", "txt", "068000000000001AAA.txt")]
    [InlineData("C:\\x\\y", "txt", "C__x_y.txt")]
    [InlineData("a<b>c:d\"e/f\\g|h?i*j", "k", "a_b_c_d_e_f_g_h_i_j.k")]
    [InlineData("line\r\nbreak\0", "txt", "line__break_.txt")]
    [InlineData("x", "../sh", "x..._sh")]
    [InlineData("ends. . ", null, "ends")]
    [InlineData("", "txt", "068000000000001AAA.txt")]
    [InlineData("con", "txt", "_con.txt")]
    [InlineData("LPT1", null, "_LPT1")]
    [InlineData("nul.tar", "gz", "_nul.tar.gz")]
    [InlineData("console", "txt", "console.txt")]
    public void Titles_become_names(string title, string? extension, string name) => Assert.Equal(name, SafeFileName.Of(Version(title, extension)));

    [Theory]
    [InlineData("x")]
    [InlineData("€")]
    [InlineData("😀")]
    public void Long_titles_are_cut_between_characters_and_keep_their_extension(string character)
    {
        var name = SafeFileName.Of(Version(string.Concat(Enumerable.Repeat(character, 300)), "pdf"));

        Assert.InRange(Encoding.UTF8.GetByteCount(name), 200, 220);
        Assert.EndsWith(character + ".pdf", name, StringComparison.Ordinal);
    }

    private static FileVersion Version(string title, string? extension) =>
        new() { Id = "068000000000001AAA", ContentDocumentId = "069000000000001AAA", Title = title, Extension = extension };
}
