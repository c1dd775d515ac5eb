using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>JSON that parsers accept and that .NET strings cannot represent.</summary>
public sealed partial class JsonTextTests
{
    private static readonly string[] Sources = ["SalesforceJwt.Core", "SalesforceJwt.PS"];

    [Theory]
    [InlineData("""{"a":"cut \ud83d"}""", """{"a":"cut \ufffd"}""")]
    [InlineData("""{"a":"\ude00 tail"}""", """{"a":"\ufffd tail"}""")]
    [InlineData("""{"a":"\ud83d\ud83d\ude00"}""", """{"a":"\ufffd\ud83d\ude00"}""")]
    [InlineData("""{"a":"\uD83Dx"}""", """{"a":"\ufffdx"}""")]
    [InlineData("""{"\ud83d":1}""", """{"\ufffd":1}""")]
    [InlineData("""{"a":"\\\ud83d"}""", """{"a":"\\\ufffd"}""")]
    public void Half_a_surrogate_pair_becomes_the_replacement_character(string json, string expected)
    {
        Assert.Equal(expected, Text(JsonText.Data(Bytes(json))));
        Assert.Equal(expected, Text(JsonText.Message(Bytes(json))));
    }

    [Theory]
    [InlineData("""{"a":"\ud83d\ude00 whole"}""")]
    [InlineData("""{"a":"\\ud83d is six letters"}""")]
    [InlineData("""{"a":"M\u00fcller, Müller, 😀 \u0041"}""")]
    [InlineData("""{"a":"\ud8""")]
    [InlineData("""{"a":"\uzzzz"}""")]
    [InlineData("")]
    public void Anything_else_is_returned_without_a_copy(string json)
    {
        ReadOnlyMemory<byte> bytes = Bytes(json);

        Assert.True(bytes.Equals(JsonText.Data(bytes)));
        Assert.True(bytes.Equals(JsonText.Message(bytes)));
    }

    [Fact]
    public void A_byte_order_mark_is_removed()
    {
        byte[] marked = [0xEF, 0xBB, 0xBF, .. "[1]"u8];

        Assert.Equal("[1]", Text(JsonText.Data(marked)));
        Assert.Equal("[1]", Text(JsonText.Message(marked)));
    }

    [Theory]
    [InlineData(new byte[] { 0xFC }, "0xFC at offset 6")]
    [InlineData(new byte[] { 0xED, 0xA0, 0xBD }, "0xED at offset 6")]
    [InlineData(new byte[] { 0xC0, 0xAF }, "0xC0 at offset 6")]
    public void Data_that_is_not_UTF8_is_rejected_but_a_message_is_read(byte[] letter, string place)
    {
        byte[] json = [.. """{"a":"""u8, (byte)'"', .. letter, .. "\"}"u8];

        var error = Assert.Throws<JsonException>(() => JsonText.Data(json));
        Assert.Contains(place, JsonText.Fault(error), StringComparison.Ordinal);
        using var document = JsonText.Parse(json);
        Assert.StartsWith("\uFFFD", document.RootElement.GetProperty("a").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_syntax_error_has_its_position()
    {
        var error = Assert.ThrowsAny<JsonException>(() => JsonText.Parse(Bytes("{\n\"a\":tru}")));
        Assert.Contains("of line 2", JsonText.Fault(error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"records\":{}}")]
    [InlineData("{\"records\":[1]}")]
    [InlineData("{\"records\":[],}")]
    [InlineData("/* */{\"records\":[{}]}")]
    [InlineData("{\"records\":[{\"n\":\"1\"}]}")]
    [InlineData("{\"records\":[{\"n\":1e999}]}")]
    [InlineData("{\"records\":[{\"n\":NaN}]}")]
    [InlineData("<html><title>Login</title></html>")]
    public void JSON_of_another_structure_is_ResponseInvalid(string json)
    {
        var error = Assert.Throws<SfException>(() => JsonText.Read(Bytes(json), "/services/x", "a list of numbers", Numbers));

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        Assert.StartsWith("/services/x answered with something else than a list of numbers: ", error.Message, StringComparison.Ordinal);

        static List<int>? Numbers(JsonElement root) =>
            root.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("n").GetInt32()).ToList() is { Count: > 0 } found
                ? found
                : null;
    }

    [Fact]
    public void JSON_that_is_nested_too_deeply_is_ResponseInvalid_too() =>
        Assert.Equal(
            SfErrorKind.ResponseInvalid,
            Assert.Throws<SfException>(() => JsonText.Read(Bytes(new string('[', 100_000)), "/x", "anything", r => r.ToString())).Kind);

    /// <summary>
    /// Only <see cref="JsonText"/> parses JSON from servers. Files of the user (profiles, keys) have their own readers and errors.
    /// </summary>
    [Fact]
    public void All_JSON_of_servers_is_parsed_by_JsonText()
    {
        var sources = Path.Combine(Root(), "src");
        var files = Sources
            .SelectMany(p => Directory.EnumerateFiles(Path.Combine(sources, p), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ToList();

        Assert.True(files.Count > 200, "Too few sources were found to prove anything.");
        Assert.Equal(
            ["JsonText.cs", "ProfileFile.cs", "PublicKeyReader.cs", "RsaText.cs"],
            files.Where(f => Parsing().IsMatch(File.ReadAllText(f))).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SalesforceJwt.PS.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException();
        }

        return folder;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> text) => Encoding.UTF8.GetString(text.Span);

    [GeneratedRegex(@"Json(Document|Node|Object|Array|Element)\.Parse|JsonDocument\.TryParse|JsonSerializer\.Deserialize"
        + @"|new Utf8JsonReader|Utf8JsonReader \w+ = new")]
    private static partial Regex Parsing();
}
