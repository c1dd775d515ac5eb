using System.Globalization;
using System.Text.Json.Nodes;
using SalesforceJwt.LocalOrg.Metadata.Apex;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>A deploy as JSON: <c>{id, validatedDeployRequestId, deployOptions, deployResult, url}</c>.</summary>
internal static class DeployJson
{
    public static JsonObject Write(Deploy deploy, Org org, string root, bool includeDetails)
    {
        JsonNode result = Result(deploy, org, includeDetails);
        return new JsonObject
        {
            ["id"] = deploy.Id,
            ["validatedDeployRequestId"] = deploy.ValidatedId,
            ["deployOptions"] = deploy.ValidatedId is null ? deploy.Options.ToJson() : null,
            ["deployResult"] = org.Options.Metadata.TextValues ? AsText(result) : result,
            ["url"] = $"{root}/metadata/deployRequest/{deploy.Id}",
        };
    }

    private static JsonObject Result(Deploy deploy, Org org, bool includeDetails)
    {
        var progress = DeployProgress.Of(deploy, org);
        return new JsonObject
        {
            ["id"] = deploy.Id,
            ["canceledBy"] = deploy.CanceledBy?.Id,
            ["canceledByName"] = deploy.CanceledBy?.Name,
            ["checkOnly"] = deploy.Options.CheckOnly,
            ["completedDate"] = Time(deploy.CompletedAt),
            ["createdBy"] = deploy.User.Id,
            ["createdByName"] = deploy.User.Name,
            ["createdDate"] = Time(deploy.CreatedAt),
            ["details"] = includeDetails ? Details(deploy) : null,
            ["done"] = deploy.IsDone,
            ["errorMessage"] = deploy.Outcome?.ErrorMessage,
            ["errorStatusCode"] = deploy.Outcome?.ErrorStatusCode,
            ["ignoreWarnings"] = deploy.Options.IgnoreWarnings,
            ["lastModifiedDate"] = Time(deploy.CompletedAt ?? deploy.StartedAt ?? deploy.CreatedAt),
            ["numberComponentErrors"] = progress.ComponentErrors,
            ["numberComponentsDeployed"] = progress.ComponentsDeployed,
            ["numberComponentsTotal"] = progress.ComponentsTotal,
            ["numberTestErrors"] = progress.TestErrors,
            ["numberTestsCompleted"] = progress.TestsCompleted,
            ["numberTestsTotal"] = progress.TestsTotal,
            ["rollbackOnError"] = deploy.Options.RollbackOnError,
            ["runTestsEnabled"] = deploy.TestLevelIn(org.Options.Metadata) != TestLevel.NoTestRun,
            ["startDate"] = Time(deploy.StartedAt),
            ["stateDetail"] = deploy.StateDetail,
            ["status"] = deploy.Status.ToString(),
            ["success"] = deploy.Status is DeployStatus.Succeeded or DeployStatus.SucceededPartial,
        };
    }

    private static JsonObject Details(Deploy deploy)
    {
        var messages = deploy.Outcome?.Messages ?? [];
        return new JsonObject
        {
            ["allComponentMessages"] = new JsonArray(),
            ["componentFailures"] = Messages(messages.Where(message => message.IsFailure), deploy),
            ["componentSuccesses"] = Messages(messages.Where(message => !message.IsFailure), deploy),
            ["retrieveResult"] = null,
            ["runTestResult"] = Tests(deploy.Outcome?.Tests ?? ApexTestRun.None),
        };
    }

    private static JsonArray Messages(IEnumerable<DeployMessage> messages, Deploy deploy) =>
        new([.. messages.Select(message => Message(message, deploy))]);

    private static JsonObject Message(DeployMessage message, Deploy deploy) => new()
    {
        ["changed"] = message.IsChanged,
        ["columnNumber"] = message.Line == 0 ? null : message.Column,
        ["componentType"] = message.ComponentType,
        ["created"] = message.IsCreated,
        ["createdDate"] = Time(deploy.CompletedAt),
        ["deleted"] = message.IsDeleted,
        ["fileName"] = message.FileName,
        ["forPackageManifestFile"] = message.IsOfManifest,
        ["fullName"] = message.FullName,
        ["id"] = message.Id,
        ["lineNumber"] = message.Line == 0 ? null : message.Line,
        ["problem"] = message.Problem,
        ["problemType"] = message.Problem is null ? null : message.IsWarning ? "Warning" : "Error",
        ["success"] = !message.IsFailure,
        ["warning"] = message.IsWarning,
    };

    private static JsonObject Tests(ApexTestRun tests) => new()
    {
        ["apexLogId"] = null,
        ["codeCoverage"] = new JsonArray([.. tests.Coverage.Select(Coverage)]),
        ["codeCoverageWarnings"] = new JsonArray([.. tests.CoverageWarnings.Select(
            warning => new JsonObject { ["id"] = null, ["message"] = warning, ["name"] = null, ["namespace"] = null })]),
        ["failures"] = new JsonArray([.. tests.Methods.Where(method => method.Failure is not null).Select(Test)]),
        ["flowCoverage"] = new JsonArray(),
        ["flowCoverageWarnings"] = new JsonArray(),
        ["numFailures"] = tests.Failures,
        ["numTestsRun"] = tests.Methods.Count,
        ["successes"] = new JsonArray([.. tests.Methods.Where(method => method.Failure is null).Select(Test)]),
        ["totalTime"] = 10.0 * tests.Methods.Count,
    };

    private static JsonObject Test(ApexTestMethod method)
    {
        var json = new JsonObject
        {
            ["id"] = null,
            ["methodName"] = method.Name,
            ["name"] = method.ClassName,
            ["namespace"] = null,
            ["seeAllData"] = false,
            ["time"] = 10.0,
        };
        if (method.Failure is not null)
        {
            json["message"] = method.Failure;
            json["packageName"] = method.ClassName;
            json["stackTrace"] = method.StackTrace;
            json["type"] = "Class";
        }

        return json;
    }

    private static JsonObject Coverage(ApexCoverage coverage) => new()
    {
        ["dmlInfo"] = new JsonArray(),
        ["id"] = null,
        ["locationsNotCovered"] = new JsonArray([.. Enumerable.Range(1, coverage.NotCovered).Select(line => new JsonObject
        {
            ["column"] = 0, ["line"] = line, ["numExecutions"] = 0, ["time"] = -1.0,
        })]),
        ["methodInfo"] = new JsonArray(),
        ["name"] = coverage.Name,
        ["namespace"] = null,
        ["numLocations"] = coverage.Locations,
        ["numLocationsNotCovered"] = coverage.NotCovered,
        ["soqlInfo"] = new JsonArray(),
        ["soslInfo"] = new JsonArray(),
        ["type"] = "Class",
    };

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    /// <summary>The same JSON with booleans and numbers as strings.</summary>
    private static JsonNode? AsText(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, AsText(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(AsText)]),
        null => null,
        _ => JsonValue.Create(node.GetValueKind() == System.Text.Json.JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString()),
    };
}
