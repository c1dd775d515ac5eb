using System.IO.Compression;
using System.Text;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Metadata;

/// <summary>Packages are checked before anything is sent, and the same files give the same zip.</summary>
public sealed class MetadataZipTests : IDisposable
{
    public const string Manifest = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>68.0</version></Package>
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_becomes_a_zip_with_sorted_files_and_without_names_that_begin_with_a_dot()
    {
        Write("package.xml", Manifest);
        Write("objects/Invoice__c.object", "<CustomObject/>");
        Write("classes/B.cls", "class B {}");
        Write(".git/config", "secret");
        Write("classes/.DS_Store", "x");
        using var zip = MetadataZip.FromFolder(_folder.Path, TestOrg.Cancellation);

        Assert.Equal((3, true, "deploy.zip"), (zip.Files, zip.IsSinglePackage, zip.Part.FileName));
        Assert.Equal(
            ["classes/B.cls=class B {}", "objects/Invoice__c.object=<CustomObject/>", "package.xml=" + Manifest],
            await ReadAsync(zip));
    }

    [Fact]
    public void The_same_files_give_the_same_bytes_at_any_time()
    {
        Write("package.xml", Manifest);
        Write("classes/B.cls", "class B {}");
        using var one = MetadataZip.FromFolder(_folder.Path, TestOrg.Cancellation);
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "package.xml"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        using var two = MetadataZip.FromFolder(_folder.Path, TestOrg.Cancellation);

        Assert.Equal(File.ReadAllBytes(one.Part.FilePath!), File.ReadAllBytes(two.Part.FilePath!));
    }

    [Fact]
    public void The_temporary_file_is_deleted_and_only_its_user_may_read_it()
    {
        Write("package.xml", Manifest);
        var zip = MetadataZip.FromFolder(_folder.Path, TestOrg.Cancellation);
        var path = zip.Part.FilePath!;
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        zip.Dispose();
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_package_can_be_in_a_folder_of_its_own()
    {
        Write("unpackaged/package.xml", Manifest);
        using var zip = MetadataZip.FromFolder(_folder.Path, TestOrg.Cancellation);
        Assert.False(zip.IsSinglePackage);

        var path = Zip(("unpackaged/package.xml", Manifest), ("unpackaged/classes/", ""), ("unpackaged/classes/B.cls", "x"));
        using var given = MetadataZip.FromZip(path);
        Assert.Equal((2, false, path), (given.Files, given.IsSinglePackage, given.Part.FilePath));
        given.Dispose();
        Assert.True(File.Exists(path), "A zip that the user gave is not deleted.");
    }

    [Fact]
    public async Task Files_in_memory_stay_in_memory()
    {
        using var zip = MetadataZip.FromFiles("the app ci", new Dictionary<string, byte[]>
        {
            ["package.xml"] = Encoding.UTF8.GetBytes(Manifest),
            ["externalClientApps/ci.eca"] = "<ExternalClientApplication/>"u8.ToArray(),
        });

        Assert.Null(zip.Part.FilePath);
        Assert.Equal(["externalClientApps/ci.eca=<ExternalClientApplication/>", "package.xml=" + Manifest], await ReadAsync(zip));
    }

    [Theory]
    [InlineData("../a.cls", "out of its folder")]
    [InlineData("classes/../../a.cls", "out of its folder")]
    [InlineData("/etc/passwd", "absolute path")]
    [InlineData("C:/a.cls", "absolute path")]
    [InlineData(@"classes\A.cls", "backslash")]
    [InlineData("classes//A.cls", "empty name")]
    [InlineData("classes/A\u0001.cls", "control character")]
    [InlineData("../", "out of its folder")]
    [InlineData("PACKAGE.xml", "differ in upper and lower case")]
    public void Names_that_are_no_paths_in_a_package_are_refused(string name, string message)
    {
        var error = Assert.Throws<SfException>(() => MetadataZip.FromZip(Zip(("package.xml", Manifest), (name, "x"))));

        Assert.Equal(SfErrorKind.MetadataInvalid, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Package", "is not valid XML")]
    [InlineData("""<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types></Package>""", "is not valid XML")]
    [InlineData("""<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Package>&x;</Package>""", "is not valid XML")]
    [InlineData("<CustomObject/>", "begins with <CustomObject>")]
    [InlineData("""<Package xmlns="http://example.com"/>""", "begins with <Package>")]
    public void A_manifest_that_is_none_is_refused(string manifest, string message)
    {
        var zip = Assert.Throws<SfException>(() => MetadataZip.FromZip(Zip(("package.xml", manifest))));
        Write("package.xml", manifest);
        var folder = Assert.Throws<SfException>(() => MetadataZip.FromFolder(_folder.Path, TestOrg.Cancellation));
        var files = Assert.Throws<SfException>(() => MetadataZip.FromFiles(
            "x", new Dictionary<string, byte[]> { ["package.xml"] = Encoding.UTF8.GetBytes(manifest) }));

        Assert.All([zip, folder, files], e => Assert.Equal(SfErrorKind.MetadataInvalid, e.Kind));
        Assert.All([zip, folder, files], e => Assert.Contains(message, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_package_without_manifest_is_refused()
    {
        Write("classes/B.cls", "x");
        Write("deep/er/package.xml", Manifest);
        var folder = Assert.Throws<SfException>(() => MetadataZip.FromFolder(_folder.Path, TestOrg.Cancellation));
        var zip = Assert.Throws<SfException>(() => MetadataZip.FromZip(Zip(("classes/B.cls", "x"))));

        Assert.All([folder, zip], e => Assert.Contains("it has no package.xml", e.Message, StringComparison.Ordinal));

        Write("sfdx-project.json", "{}");
        folder = Assert.Throws<SfException>(() => MetadataZip.FromFolder(_folder.Path, TestOrg.Cancellation));
        Assert.Contains("source format", folder.Message, StringComparison.Ordinal);
        Assert.Contains("sf project convert source", folder.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_neither_folder_nor_zip_is_refused()
    {
        Write("a.txt", "no zip at all, but long enough for one, one would think, since it has many characters in it");
        var path = Path.Combine(_folder.Path, "a.txt");
        Assert.Equal(SfErrorKind.MetadataInvalid, Assert.Throws<SfException>(() => MetadataZip.FromZip(path)).Kind);
        File.WriteAllBytes(path, []);
        Assert.Equal(SfErrorKind.MetadataInvalid, Assert.Throws<SfException>(() => MetadataZip.FromZip(path)).Kind);

        var zip = File.ReadAllBytes(Zip(("package.xml", Manifest)));
        File.WriteAllBytes(path, zip[..^30]);
        Assert.Equal(SfErrorKind.MetadataInvalid, Assert.Throws<SfException>(() => MetadataZip.FromZip(path)).Kind);

        Assert.Equal(SfErrorKind.FileNotFound, Assert.Throws<SfException>(() => MetadataZip.FromZip(path + "x")).Kind);
        Assert.Equal(
            SfErrorKind.FolderNotFound,
            Assert.Throws<SfException>(() => MetadataZip.FromFolder(path + "x", TestOrg.Cancellation)).Kind);
    }

    [Fact]
    public void Symbolic_links_are_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs a privilege on Windows.");
        var path = Zip(("package.xml", Manifest), ("classes/B.cls", "/etc/passwd"));
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            zip.GetEntry("classes/B.cls")!.ExternalAttributes = unchecked((int)0xA1FF0000);
        }

        var given = Assert.Throws<SfException>(() => MetadataZip.FromZip(path));
        Write("package.xml", Manifest);
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link.cls"), "/etc/passwd");
        var folder = Assert.Throws<SfException>(() => MetadataZip.FromFolder(_folder.Path, TestOrg.Cancellation));

        Assert.All([given, folder], e => Assert.Contains("symbolic link", e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Too_many_files_are_refused()
    {
        var files = Enumerable.Range(0, MetadataZip.MostFiles).ToDictionary(i => $"classes/C{i}.cls", _ => Array.Empty<byte>());
        files["package.xml"] = Encoding.UTF8.GetBytes(Manifest);
        var error = Assert.Throws<SfException>(() => MetadataZip.FromFiles("x", files));

        Assert.Equal(SfErrorKind.FileTooLarge, error.Kind);
        Assert.Contains("more than 10,000 files", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_that_becomes_too_long_is_refused_and_leaves_no_file()
    {
        Write("package.xml", Manifest);
        var bytes = new byte[MetadataZip.LongestZip + 1];
        Random.Shared.NextBytes(bytes);
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "a.resource"), bytes, TestOrg.Cancellation);
        var before = TemporaryZips();
        var folder = Assert.Throws<SfException>(() => MetadataZip.FromFolder(_folder.Path, TestOrg.Cancellation));
        var zip = Assert.Throws<SfException>(() => MetadataZip.FromZip(Path.Combine(_folder.Path, "a.resource")));

        Assert.All([folder, zip], e => Assert.Equal(SfErrorKind.FileTooLarge, e.Kind));
        Assert.All([folder, zip], e => Assert.Contains("39 MB", e.Message, StringComparison.Ordinal));
        // Other tests make such files at the same time, and delete theirs too.
        var made = TemporaryZips().Except(before).ToList();
        await Until.TrueAsync(() => !made.Exists(File.Exists));
    }

    private static string[] TemporaryZips() => Directory.GetFiles(Path.GetTempPath(), "sfdeploy-*.zip");

    private static async Task<List<string>> ReadAsync(MetadataZip zip)
    {
        using var stream = zip.Part.FilePath is { } path ? File.OpenRead(path) : (Stream)new MemoryStream(zip.Part.Bytes.ToArray());
        using var archive = new ZipArchive(stream);
        var entries = new List<string>();
        foreach (var entry in archive.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(TestOrg.Cancellation));
            entries.Add($"{entry.FullName}={await reader.ReadToEndAsync(TestOrg.Cancellation)}");
        }

        return entries;
    }

    private string Zip(params (string Name, string Content)[] files)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, ".zips")).FullName, $"{Guid.NewGuid():N}.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in files)
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }

        return path;
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
