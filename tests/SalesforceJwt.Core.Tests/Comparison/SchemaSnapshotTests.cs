using System.Text;
using SalesforceJwt.Core.Comparison;

namespace SalesforceJwt.Core.Tests.Comparison;

/// <summary>Snapshots: complete files, compared without an org.</summary>
public sealed class SchemaSnapshotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_snapshot_is_read_as_it_was_written_whatever_the_order_of_its_objects()
    {
        var (a, b) = (Object("A__c", new SfField("A__c", "X", "string") { Length = 5, HelpText = "é \"<\n" }), Object("b__c"));
        Of(a, b).Write(_folder["1.json"]);
        Of(b, a).Write(_folder["2.json"]);

        Assert.Equal(File.ReadAllBytes(_folder["1.json"]), File.ReadAllBytes(_folder["2.json"]));
        var read = SchemaSnapshot.Read(_folder["1.json"]);
        Assert.Equal(("60.0", "00D000000000001AAA"), (read.ApiVersion, read.OrganizationId));
        Assert.Equal(["A__c", "b__c"], read.Objects.Select(o => o.Name));
        var field = Assert.Single(read.Objects.First().Fields);
        Assert.Equal(("X", "string", 5, "é \"<\n"), (field.Name, field.Type, field.Length, field.HelpText));
    }

    [Fact]
    public void No_part_of_a_file_is_a_snapshot()
    {
        Of(Object("A__c", new SfField("A__c", "X", "string") { Length = 5, HelpText = "é" })).Write(_folder["whole.json"]);
        var whole = File.ReadAllBytes(_folder["whole.json"]);

        // The last bytes are the end of the object and a line break.
        for (var length = 0; length < whole.Length - 2; length++)
        {
            var path = _folder.Write("half.json", whole[..length]);
            Assert.Equal(SfErrorKind.SnapshotInvalid, Assert.Throws<SfException>(() => SchemaSnapshot.Read(path)).Kind);
        }
    }

    [Theory]
    [InlineData("""{"format":2,"anything":[]}""", "another version")]
    [InlineData("""{"format":"1"}""", "another kind")]
    [InlineData("""{"format":1,"apiVersion":"x","names":[],"namespaces":[],"objects":[]}""", "apiVersion")]
    [InlineData("""{"format":1,"apiVersion":"60.0","names":[null],"namespaces":[],"objects":[]}""", "names")]
    [InlineData("""{"format":1,"apiVersion":"60.0","names":[],"namespaces":[],"objects":[{"name":"A","fields":[]},{"name":"a","fields":[]}]}""", "")]
    [InlineData("""{"format":1,"apiVersion":"60.0","names":[],"namespaces":[],"objects":[{"name":"A","fields":[{"name":"X"}]}]}""", "")]
    [InlineData("""{"format":1,"apiVersion":"60.0","names":"*","namespaces":[],"objects":[]}""", "")]
    public void What_is_wrong_with_a_file_is_said(string text, string reason)
    {
        var path = _folder.Write("x.json", Encoding.UTF8.GetBytes(text));

        var error = Assert.Throws<SfException>(() => SchemaSnapshot.Read(path));

        Assert.Equal(SfErrorKind.SnapshotInvalid, error.Kind);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_UTF8_is_an_error_and_a_byte_order_mark_is_not()
    {
        Of(Object("A__c")).Write(_folder["a.json"]);
        var bytes = File.ReadAllBytes(_folder["a.json"]);

        Assert.Single(SchemaSnapshot.Read(_folder.Write("mark.json", [0xEF, 0xBB, 0xBF, .. bytes])).Objects);
        Assert.Equal(
            SfErrorKind.SnapshotInvalid,
            Assert.Throws<SfException>(() => SchemaSnapshot.Read(_folder.Write("x.json", [.. bytes[..20], 0xFF, .. bytes[20..]]))).Kind);
    }

    [Fact]
    public void Missing_files_and_folders_have_their_own_errors()
    {
        Directory.CreateDirectory(_folder["folder"]);

        Assert.Equal(SfErrorKind.FileNotFound, Assert.Throws<SfException>(() => SchemaSnapshot.Read(_folder["no.json"])).Kind);
        Assert.Equal(SfErrorKind.FileAccessFailed, Assert.Throws<SfException>(() => SchemaSnapshot.Read(_folder["folder"])).Kind);
        Assert.Equal(
            SfErrorKind.FileAccessFailed, Assert.Throws<SfException>(() => Of().Write(Path.Combine(_folder.Path, "no", "x.json"))).Kind);
        Assert.Equal(["folder"], _folder.Names);
    }

    [Fact]
    public async Task What_one_side_lacks_as_a_whole_is_one_difference_without_its_consequences()
    {
        var left = Of(
            Object("Contact", new SfField("Contact", "Gift__c", "reference") { ReferenceTo = new(["npsp__Gift__c", "User"]) }, new SfField("Contact", "npsp__Total__c", "double")),
            Object("npsp__Gift__c"),
            Object("Old__c"));
        var right = Of(Object("CONTACT", new SfField("CONTACT", "gift__c", "reference") { ReferenceTo = new(["User"]) }));

        // A difference of a namespace comes with each object that has a part of it.
        string[] names = ["npsp__*", "npsp__*", "Old__c"];
        Assert.Equal(names, (await DifferencesAsync(left, right, SfDifferenceKind.Missing)).Select(d => d.ObjectName + d.Field));
        Assert.Equal(names, (await DifferencesAsync(right, left, SfDifferenceKind.Added)).Select(d => d.ObjectName + d.Field));
    }

    [Theory]
    [InlineData("reference", 18, 0, 0, "reference(Account, User)")]
    [InlineData("double", 0, 18, 2, "double(18,2)")]
    [InlineData("string", 80, 0, 0, "string(80)")]
    [InlineData("boolean", 0, 0, 0, "boolean")]
    public void A_type_is_written_with_its_size(string type, int length, int precision, int scale, string expected) =>
        Assert.Equal(expected, FieldComparison.TypeOf(new SfField("A", "B", type)
        {
            Length = length,
            Precision = precision,
            Scale = scale,
            ReferenceTo = new(type == "reference" ? ["Account", "User"] : []),
        }));

    private static async Task<List<SfObjectDifference>> DifferencesAsync(SchemaSnapshot left, SchemaSnapshot right, SfDifferenceKind kind)
    {
        var comparison = new ObjectComparison(left, right, FieldComparison.Definition);
        var objects = await comparison.ListAsync(_ => true, TestOrg.Cancellation);
        var compared = await comparison.CompareAsync(objects, TestOrg.Cancellation);
        Assert.All(compared, c => Assert.Null(c.Error));
        var all = compared.SelectMany(c => c.Differences).ToList();
        Assert.All(all, d => Assert.Equal(kind, d.Kind));
        return all;
    }

    private static SfObject Object(string name, params SfField[] fields) => new(name) { Fields = new(fields) };

    private static SchemaSnapshot Of(params SfObject[] objects) => new(objects)
    {
        ApiVersion = "60.0",
        OrganizationId = "00D000000000001AAA",
        Names = ["*"],
        Namespaces = [.. objects.Select(o => SchemaNames.NamespaceOf(o.Name)).OfType<string>()],
    };
}
