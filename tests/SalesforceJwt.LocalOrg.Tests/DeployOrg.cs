using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>A signed-in org, and deploys to it.</summary>
internal sealed class DeployOrg : IAsyncDisposable
{
    public const string Deploys = $"{TestOrg.Data}/metadata/deployRequest";
    public const string Xml = "http://soap.sforce.com/2006/04/metadata";

    private DeployOrg(TestOrg org) => Inner = org;

    public TestOrg Inner { get; }

    public Org Org => Inner.Org;

    public MetadataOptions Settings => Org.Options.Metadata;

    public static async Task<DeployOrg> StartAsync() => new(await TestOrg.StartSignedInAsync());

    public static string Package(int version, params (string Type, string Member)[] members) =>
        $"<Package xmlns=\"{Xml}\">"
        + string.Concat(members.Select(each => $"<types><members>{each.Member}</members><name>{each.Type}</name></types>"))
        + $"<version>{version}.0</version></Package>";

    public static string File(string type, string elements) => $"<?xml version=\"1.0\"?>\n<{type} xmlns=\"{Xml}\">\n{elements}\n</{type}>";

    public static byte[] Zip(params (string Path, string Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files)
            {
                using var entry = zip.CreateEntry(path).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return stream.ToArray();
    }

    /// <summary>A zip of components whose paths tell their types.</summary>
    public static byte[] ZipOf(int version, params (string Type, string Name, string Path, string Content)[] components) => Zip(
    [
        ("package.xml", Package(version, [.. components.Select(each => (each.Type, each.Name)).Distinct()])),
        .. components.Select(each => (each.Path, each.Content)),
    ]);

    public static (string Type, string Name, string Path, string Content) Class(string name, string code) =>
        ("ApexClass", name, $"classes/{name}.cls", code);

    public static (string Type, string Name, string Path, string Content) ClassMeta(string name) => (
        "ApexClass", name, $"classes/{name}.cls-meta.xml", File("ApexClass", "<apiVersion>68.0</apiVersion><status>Active</status>"));

    public static object Options(
        bool checkOnly = false, bool rollbackOnError = true, string? testLevel = null, string[]? runTests = null, bool ignoreWarnings = false,
        bool allowMissingFiles = false, bool singlePackage = true) =>
        new { checkOnly, rollbackOnError, testLevel, runTests, ignoreWarnings, allowMissingFiles, singlePackage };

    /// <summary>Posts a zip, and returns the answer.</summary>
    public async Task<(int Status, JsonElement Body)> PostAsync(
        byte[] zip, object? options = null, string part = "json", string zipType = "application/zip")
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(
            JsonSerializer.Serialize(new { deployOptions = options ?? Options() }), new MediaTypeHeaderValue("application/json")), part);
        var file = new ByteArrayContent(zip);
        file.Headers.ContentType = new MediaTypeHeaderValue(zipType);
        form.Add(file, "file", "deploy.zip");
        using var response = await Inner.Client.PostAsync(Deploys, form, TestOrg.Cancellation);
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    /// <summary>Posts a zip that is accepted, and returns the id of the deploy.</summary>
    public async Task<string> StartAsync(byte[] zip, object? options = null)
    {
        var (status, body) = await PostAsync(zip, options);
        Assert.True(status == 201, body.ToString());
        return body.Text("id")!;
    }

    /// <summary>Deploys a zip, and returns the result with its details.</summary>
    public async Task<JsonElement> DeployAsync(byte[] zip, object? options = null) => await ResultAsync(await StartAsync(zip, options));

    public async Task<JsonElement> ResultAsync(string id) =>
        (await Inner.GetAsync($"{Deploys}/{id}?includeDetails=true")).GetProperty("deployResult");

    /// <summary>Deploys what must succeed.</summary>
    public async Task<JsonElement> SucceedAsync(byte[] zip, object? options = null)
    {
        var result = await DeployAsync(zip, options);
        Assert.True(result.Text("status") == "Succeeded", result.ToString());
        return result;
    }

    /// <summary>Deploys what must fail, and returns the problems of its components.</summary>
    public async Task<List<string>> FailAsync(byte[] zip, object? options = null)
    {
        var result = await DeployAsync(zip, options);
        Assert.Equal("Failed", result.Text("status"));
        return Problems(result);
    }

    public static List<string> Problems(JsonElement result) =>
        [.. Failures(result).Select(failure => $"{failure.Text("fullName")}: {failure.Text("problem")}")];

    public static IEnumerable<JsonElement> Failures(JsonElement result) =>
        result.GetProperty("details").GetProperty("componentFailures").EnumerateArray();

    public Task<(int Status, string Code, string Message)> FailToCancelAsync(string id) =>
        Inner.FailAsync(Patch, $"{Deploys}/{id}", new { deployResult = new { status = "Canceling" } });

    /// <summary>Creates a record, and returns its id.</summary>
    public async Task<string> CreateAsync(string type, object record)
    {
        var (status, body) = await Inner.SendAsync(Post, $"{TestOrg.Data}/sobjects/{type}", record);
        Assert.True(status == 201, body.ToString());
        return body.Text("id");
    }

    public ValueTask DisposeAsync() => Inner.DisposeAsync();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestOrg.Cancellation));
}
