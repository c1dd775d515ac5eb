using System.Text.Json;
using System.Text.Json.Nodes;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>The <c>deployOptions</c> of a deploy.</summary>
internal sealed record DeployOptions
{
    public bool AllowMissingFiles { get; init; }

    public bool AutoUpdatePackage { get; init; }

    public bool CheckOnly { get; init; }

    public bool IgnoreWarnings { get; init; }

    public bool PerformRetrieve { get; init; }

    public bool PurgeOnDelete { get; init; }

    public bool RollbackOnError { get; init; }

    public bool SinglePackage { get; init; }

    public IReadOnlyList<string> RunTests { get; init; } = [];

    /// <summary>The tests to run; null for the org's default.</summary>
    public TestLevel? TestLevel { get; init; }

    /// <summary>Reads <c>{"deployOptions": {…}}</c>.</summary>
    /// <exception cref="ApiException">A member is missing, unknown or of the wrong type.</exception>
    public static DeployOptions Read(JsonElement body)
    {
        CheckMembers(body, "deployOptions");
        if (!body.TryGetProperty("deployOptions", out var options) || options.ValueKind != JsonValueKind.Object)
        {
            throw ApiException.BadRequest("REQUIRED_FIELD_MISSING", "Required fields are missing: [deployOptions]", "deployOptions");
        }

        var read = new DeployOptions();
        foreach (var member in options.EnumerateObject())
        {
            read = member.Name switch
            {
                "allowMissingFiles" => read with { AllowMissingFiles = Flag(member) },
                "autoUpdatePackage" => read with { AutoUpdatePackage = Flag(member) },
                "checkOnly" => read with { CheckOnly = Flag(member) },
                "ignoreWarnings" => read with { IgnoreWarnings = Flag(member) },
                "performRetrieve" => read with { PerformRetrieve = Flag(member) },
                "purgeOnDelete" => read with { PurgeOnDelete = Flag(member) },
                "rollbackOnError" => read with { RollbackOnError = Flag(member) },
                "singlePackage" => read with { SinglePackage = Flag(member) },
                "runTests" => read with { RunTests = Names(member) },
                "testLevel" => read with { TestLevel = Level(member) },
                _ => throw Unknown(member.Name),
            };
        }

        return read;
    }

    /// <exception cref="ApiException">The object has another member.</exception>
    public static void CheckMembers(JsonElement body, params ReadOnlySpan<string> names)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                throw Unknown(member.Name);
            }
        }
    }

    public JsonObject ToJson() => new()
    {
        ["allowMissingFiles"] = AllowMissingFiles,
        ["autoUpdatePackage"] = AutoUpdatePackage,
        ["checkOnly"] = CheckOnly,
        ["ignoreWarnings"] = IgnoreWarnings,
        ["performRetrieve"] = PerformRetrieve,
        ["purgeOnDelete"] = PurgeOnDelete,
        ["rollbackOnError"] = RollbackOnError,
        ["runTests"] = new JsonArray([.. RunTests.Select(name => JsonValue.Create(name))]),
        ["singlePackage"] = SinglePackage,
        ["testLevel"] = TestLevel?.ToString(),
    };

    private static bool Flag(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Null => false,
        _ => throw Wrong(member, "boolean"),
    };

    private static string[] Names(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array when member.Value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String) =>
            [.. member.Value.EnumerateArray().Select(name => name.GetString()!)],
        _ => throw Wrong(member, "string[]"),
    };

    private static TestLevel? Level(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Null ? null
        : Array.Find(Enum.GetNames<TestLevel>(), name => name == member.Value.ToString()) is { } name ? Enum.Parse<TestLevel>(name)
        : throw Wrong(member, "TestLevel");

    private static ApiException Unknown(string name) =>
        ApiException.BadRequest("JSON_PARSER_ERROR", $"Unrecognized field \"{name}\", not marked as ignorable");

    private static ApiException Wrong(JsonProperty member, string type) => ApiException.BadRequest(
        "JSON_PARSER_ERROR", $"Cannot deserialize instance of {type} from {member.Name} value {member.Value}");
}
