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
    [InlineData("", "it is empty")]
    [InlineData("[]", "it is JSON of another kind")]
    [InlineData("{\"format\":1} x", "it breaks off or is damaged at byte 13 of line 1")]
    [InlineData("""{"format":2,"anything":[]}""", "another version of this module wrote it")]
    [InlineData("""{"format":"1"}""", "it is JSON of another kind")]
    [InlineData("""{"format":1.5}""", "it is JSON of another kind")]
    [InlineData("""{"format":1}""", "the member 'apiVersion' is missing")]
    [InlineData("""{"format":1,"apiVersion":68}""", "the member 'apiVersion' is the number 68, where a text is expected")]
    [InlineData("""{"format":1,"apiVersion":"x"}""", "the member 'apiVersion' is not an API version such as 68.0")]
    [InlineData("""{"format":1,"apiVersion":"60.0"}""", "the member 'objects' is missing")]
    [InlineData("""{"format":1,"apiVersion":"60.0","objects":{}}""", "the member 'objects' is an object, where a list is expected")]
    public void A_file_that_is_not_a_snapshot_is_an_error(string text, string reason) => Assert.Equal(reason, ReasonOf(text));

    [Theory]
    [InlineData("\"names\":[\"*\"],", "", "the member 'names' is missing")]
    [InlineData("[\"*\"]", "[]", "the member 'names' is an empty list")]
    [InlineData("[\"*\"]", "\"*\"", "the member 'names' is a text, where a list is expected")]
    [InlineData("[\"*\"]", "[\"A\",null]", "value 2 of the list 'names' is null, where a text is expected")]
    [InlineData("[\"npsp\"]", "null", "the member 'namespaces' is missing")]
    [InlineData("[\"npsp\"]", "[\"a b\"]", "the list 'namespaces' has 'a b', which is not an API name")]
    [InlineData("\"00D\"", "7", "the member 'organizationId' is the number 7, where a text is expected")]
    [InlineData("{\"name\":\"B__c\",\"fields\":[]}", "1", "object 2 is the number 1, where an object is expected")]
    [InlineData("\"name\":\"B__c\",", "", "the member 'name' of object 2 is missing")]
    [InlineData("\"B__c\"", "true", "the member 'name' of object 2 is true, where a text is expected")]
    [InlineData("\"B__c\"", "\"\"", "the member 'name' of object 2 is '', which is not an API name")]
    [InlineData("\"B__c\"", "\"B\\u0000\\u202E\"", "the member 'name' of object 2 is 'B\\u0000\\u202E', which is not an API name")]
    [InlineData("\"B__c\"", "\"Invoice Line\"", "the member 'name' of object 2 is 'Invoice Line', which is not an API name")]
    [InlineData("\"B__c\"", "\"aCCount\"", "the object aCCount appears twice")]
    [InlineData(",\"fields\":[]", "", "the member 'fields' of the object B__c is missing")]
    [InlineData("\"fields\":[]", "\"fields\":{}", "the member 'fields' of the object B__c is an object, where a list is expected")]
    [InlineData("\"fields\":[]", "\"custom\":0,\"fields\":[]", "the member 'custom' of the object B__c is the number 0, where true or false is expected")]
    [InlineData("{\"name\":\"Id\",\"type\":\"id\"}", "\"Id\"", "field 1 of the object Account is a text, where an object is expected")]
    [InlineData("\"name\":\"Kind__c\",", "", "the member 'name' of field 2 of the object Account is missing")]
    [InlineData("\"Kind__c\"", "\"Kind\\nc\"", "the member 'name' of field 2 of the object Account is 'Kind\\u000Ac', which is not an API name")]
    [InlineData("\"Kind__c\"", "\"ID\"", "the field Account.ID appears twice")]
    [InlineData(",\"type\":\"picklist\"", "", "the member 'type' of the field Account.Kind__c is missing")]
    [InlineData("\"nillable\":true", "\"nillable\":\"yes\"", "the member 'nillable' of the field Account.Kind__c is a text, where true or false is expected")]
    [InlineData("\"nillable\":true", "\"unique\":\"false\"", "the member 'unique' of the field Account.Kind__c is a text, where true or false is expected")]
    [InlineData("\"nillable\":true", "\"label\":[\"a\"]", "the member 'label' of the field Account.Kind__c is a list, where a text is expected")]
    [InlineData("\"nillable\":true", "\"defaultValue\":{}", "the member 'defaultValue' of the field Account.Kind__c is an object, where a single value is expected")]
    [InlineData("\"nillable\":true", "\"referenceTo\":\"User\"", "the member 'referenceTo' of the field Account.Kind__c is a text, where a list is expected")]
    [InlineData("\"nillable\":true", "\"referenceTo\":[\"User\",1]", "value 2 of the list 'referenceTo' of the field Account.Kind__c is the number 1, where a text is expected")]
    [InlineData("\"nillable\":true", "\"referenceTo\":[\"U\\tr\"]", "the list 'referenceTo' of the field Account.Kind__c has 'U\\u0009r', which is not an API name")]
    [InlineData(":255", ":-1", "the member 'length' of the field Account.Kind__c is the number -1, where a whole number from 0 to 2147483647 is expected")]
    [InlineData(":255", ":2147483648", "the member 'length' of the field Account.Kind__c is the number 2147483648, where a whole number from 0 to 2147483647 is expected")]
    [InlineData(":255", ":1e400", "the member 'length' of the field Account.Kind__c is the number 1e400, where a whole number from 0 to 2147483647 is expected")]
    [InlineData(":255", ":2.5", "the member 'length' of the field Account.Kind__c is the number 2.5, where a whole number from 0 to 2147483647 is expected")]
    [InlineData(":255", ":\"255\"", "the member 'length' of the field Account.Kind__c is a text, where a whole number from 0 to 2147483647 is expected")]
    [InlineData("{\"value\":\"New\",\"active\":true}", "\"New\"", "picklist value 1 of the field Account.Kind__c is a text, where an object is expected")]
    [InlineData("\"value\":\"New\",", "", "the member 'value' of picklist value 1 of the field Account.Kind__c is missing")]
    [InlineData("\"active\":true", "\"active\":1", "the member 'active' of picklist value 1 of the field Account.Kind__c is the number 1, where true or false is expected")]
    public void What_is_wrong_with_a_snapshot_is_said_with_its_place(string part, string changed, string reason)
    {
        const string Whole = """
            {"format":1,"apiVersion":"60.0","organizationId":"00D","names":["*"],"namespaces":["npsp"],"objects":[
            {"name":"Account","label":null,"fields":[{"name":"Id","type":"id"},
            {"name":"Kind__c","type":"picklist","length":255,"nillable":true,"picklistValues":[{"value":"New","active":true}]}]},
            {"name":"B__c","fields":[]}]}
            """;
        Assert.Contains(part, Whole, StringComparison.Ordinal);
        Assert.Equal(2, SchemaSnapshot.Read(_folder.Write("whole.json", Encoding.UTF8.GetBytes(Whole))).Objects.Count());

        Assert.Equal(reason, ReasonOf(Whole.Replace(part, changed, StringComparison.Ordinal)));
    }

    [Fact]
    public void Deep_values_and_long_names_are_not_shown_in_whole()
    {
        Assert.Equal("its values are nested more than 256 levels deep", ReasonOf($$"""{"format":{{new string('[', 300)}}"""));
        Assert.True(ReasonOf($$"""{"format":1,"apiVersion":"60.0","objects":[{"name":"{{new string('x', 5000)}} "}]}""").Length < 300);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_file_in_UTF16_is_named_so(string encoding)
    {
        var text = Encoding.GetEncoding(encoding);
        var path = _folder.Write("x.json", [.. text.GetPreamble(), .. text.GetBytes("{}")]);

        Assert.Contains("UTF-16", Assert.Throws<SfException>(() => SchemaSnapshot.Read(path)).Message, StringComparison.Ordinal);
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

    private string ReasonOf(string text)
    {
        var path = _folder.Write("x.json", Encoding.UTF8.GetBytes(text));

        var error = Assert.Throws<SfException>(() => SchemaSnapshot.Read(path));

        Assert.Equal(SfErrorKind.SnapshotInvalid, error.Kind);
        var start = $"'{path}' is not a snapshot of objects: ";
        Assert.StartsWith(start, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        return error.Message[start.Length..^1];
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
