using System.Globalization;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Records;

namespace SalesforceJwt.Core.Metadata;

/// <summary>
/// Reads deployments from responses. Salesforce writes booleans and numbers as such or as text, and a list of one as its item; this reads
/// either.
/// </summary>
internal static class DeploymentJson
{
    // The last three of 18 characters are a checksum.
    private const int SignificantIdLength = 15;

    /// <summary>Reads the deployment that a response describes.</summary>
    /// <param name="id">Id of the deployment that was asked for, in 15 or 18 characters; null for a new one.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public static Task<SfDeployment> ReadAsync(SfResponse response, string? id, CancellationToken cancellationToken) =>
        response.ReadJsonAsync(
            id is null ? "a new deployment" : $"deployment {id}",
            root => From(root) is { } deployment && (id is null || IsSame(deployment.Id, id)) ? deployment : null,
            cancellationToken);

    /// <summary>Whether two ids, in 15 or 18 characters, are the same.</summary>
    public static bool IsSame(string id, string other) => string.CompareOrdinal(id, 0, other, 0, SignificantIdLength) == 0;

    /// <summary>Reads a record of the Tooling API's object DeployRequest; null if it has no valid id.</summary>
    public static SfDeployment? FromRecord(JsonElement json) =>
        Id(json, "Id") is { } id ? FromRecord(json, id, Status(json.Text("Status"))) : null;

    private static SfDeployment FromRecord(JsonElement json, string id, SfDeploymentStatus status) => new(id)
    {
        Status = status,
        StateDetail = json.Text("StateDetail"),
        CheckOnly = Flag(json, "CheckOnly"),
        Done = IsFinal(status, Time(json, "CompletedDate")),
        Success = status == SfDeploymentStatus.Succeeded,
        ComponentsTotal = Number(json, "NumberComponentsTotal") ?? 0,
        ComponentsDeployed = Number(json, "NumberComponentsDeployed") ?? 0,
        ComponentErrors = Number(json, "NumberComponentErrors") ?? 0,
        TestsTotal = Number(json, "NumberTestsTotal") ?? 0,
        TestsCompleted = Number(json, "NumberTestsCompleted") ?? 0,
        TestErrors = Number(json, "NumberTestErrors") ?? 0,
        RunTestsEnabled = Flag(json, "RunTestsEnabled"),
        RollbackOnError = Flag(json, "RollbackOnError"),
        IgnoreWarnings = Flag(json, "IgnoreWarnings"),
        ErrorCode = json.Text("ErrorStatusCode"),
        ErrorMessage = json.Text("ErrorMessage"),
        CreatedAt = Time(json, "CreatedDate"),
        StartedAt = Time(json, "StartDate"),
        CompletedAt = Time(json, "CompletedDate"),
        CreatedById = json.Text("CreatedById"),
        CreatedBy = json.Member("CreatedBy")?.Text("Name"),
        CanceledById = json.Text("CanceledById"),
    };

    /// <summary>Reads the answer of the resource deployRequest; null if it has no valid id.</summary>
    private static SfDeployment? From(JsonElement root)
    {
        var result = root.Member("deployResult") is { ValueKind: JsonValueKind.Object } found ? found : default;
        if ((Id(root, "id") ?? Id(result, "id")) is not { } id)
        {
            return null;
        }

        var options = root.Member("deployOptions") ?? default;
        var details = result.Member("details") ?? default;

        // Salesforce's guide shows both names.
        var tests = details.Member("runTestResult") ?? details.Member("runTestResults") ?? default;
        var status = result.ValueKind == JsonValueKind.Object ? Status(result.Text("status")) : SfDeploymentStatus.Pending;
        return new SfDeployment(id)
        {
            Status = status,
            StateDetail = result.Text("stateDetail"),
            CheckOnly = Flag(result, "checkOnly"),
            Done = Flag(result, "done") || IsFinal(status, Time(result, "completedDate")),
            Success = Flag(result, "success"),
            ComponentsTotal = Number(result, "numberComponentsTotal") ?? 0,
            ComponentsDeployed = Number(result, "numberComponentsDeployed") ?? 0,
            ComponentErrors = Number(result, "numberComponentErrors") ?? 0,
            TestsTotal = Number(result, "numberTestsTotal") ?? 0,
            TestsCompleted = Number(result, "numberTestsCompleted") ?? 0,
            TestErrors = Number(result, "numberTestErrors") ?? 0,
            RunTestsEnabled = Flag(result, "runTestsEnabled"),
            TestLevel = options.Text("testLevel"),
            RollbackOnError = Flag(result, "rollbackOnError"),
            IgnoreWarnings = Flag(result, "ignoreWarnings"),
            ErrorCode = result.Text("errorStatusCode"),
            ErrorMessage = result.Text("errorMessage"),
            CreatedAt = Time(result, "createdDate"),
            StartedAt = Time(result, "startDate"),
            ModifiedAt = Time(result, "lastModifiedDate"),
            CompletedAt = Time(result, "completedDate"),
            CreatedById = result.Text("createdBy"),
            CreatedBy = result.Text("createdByName"),
            CanceledById = result.Text("canceledBy"),
            CanceledBy = result.Text("canceledByName"),
            Components = new(Items(details, "componentFailures").Select(c => Component(c, isFailure: true))
                .Concat(Items(details, "componentSuccesses").Select(c => Component(c, isFailure: false)))),
            Tests = new(Items(tests, "failures").Select(t => Test(t, success: false))
                .Concat(Items(tests, "successes").Select(t => Test(t, success: true)))),
            TestDuration = Milliseconds(tests, "totalTime"),
            Coverage = new(Items(tests, "codeCoverage").Select(Coverage)),
            CoverageWarnings = new(Items(tests, "codeCoverageWarnings").Concat(Items(tests, "flowCoverageWarnings")).Select(Warning)),
        };
    }

    private static SfDeploymentComponent Component(JsonElement json, bool isFailure) => new(json.Text("fullName") ?? string.Empty)
    {
        Type = json.Text("componentType"),
        File = json.Text("fileName"),
        Id = json.Text("id"),
        Success = json.Member("success") is null ? !isFailure : Flag(json, "success"),
        Created = Flag(json, "created"),
        Changed = Flag(json, "changed"),
        Deleted = Flag(json, "deleted"),
        Problem = json.Text("problem"),
        ProblemType = json.Text("problemType"),
        Line = Position(json, "lineNumber"),
        Column = Position(json, "columnNumber"),
    };

    private static SfDeploymentTest Test(JsonElement json, bool success) => new(
        QualifiedName(json), json.Text("methodName") ?? string.Empty)
    {
        Success = success,
        Message = json.Text("message"),
        StackTrace = json.Text("stackTrace"),
        Duration = Milliseconds(json, "time"),
        Id = json.Text("id"),
    };

    private static SfDeploymentCoverage Coverage(JsonElement json) => new(
        QualifiedName(json),
        (int)(Number(json, "numLocations") ?? 0),
        (int)(Number(json, "numLocationsNotCovered") ?? 0),
        Items(json, "locationsNotCovered").Select(l => Position(l, "line")).OfType<int>())
    {
        Type = json.Text("type"),
    };

    private static string Warning(JsonElement json)
    {
        var message = json.Text("message") ?? string.Empty;
        return (json.Text("name") ?? json.Text("flowName")) is { Length: > 0 } name ? $"{name}: {message}" : message;
    }

    private static string QualifiedName(JsonElement json) =>
        json.Text("namespace") is { Length: > 0 } space ? $"{space}.{json.Text("name")}" : json.Text("name") ?? string.Empty;

    private static SfDeploymentStatus Status(string? text) =>
        Enum.GetValues<SfDeploymentStatus>().FirstOrDefault(status => status.ToString() == text);

    /// <summary>Whether a status is final. Salesforce may add some: a deployment of an unknown one has ended if it was completed.</summary>
    private static bool IsFinal(SfDeploymentStatus status, DateTimeOffset? completed) => status is SfDeploymentStatus.Succeeded
        or SfDeploymentStatus.SucceededPartial or SfDeploymentStatus.Failed or SfDeploymentStatus.FinalizingDeployFailed
        or SfDeploymentStatus.Canceled || (status == SfDeploymentStatus.Unknown && completed is not null);

    /// <summary>An id that is used in URLs; null if it is not one.</summary>
    private static string? Id(JsonElement json, string name) => json.Text(name) is { } id && RecordId.IsPlain(id) ? id : null;

    private static bool Flag(JsonElement json, string name) =>
        json.Flag(name) ?? (bool.TryParse(json.Text(name), out var flag) && flag);

    private static long? Number(JsonElement json, string name) =>
        Real(json, name) is > long.MinValue and < long.MaxValue and var number ? (long)number : null;

    private static double? Real(JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out var number) => number,
        { ValueKind: JsonValueKind.String } value
            when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static int? Position(JsonElement json, string name) =>
        Number(json, name) is > 0 and <= int.MaxValue and var at ? (int)at : null;

    private static TimeSpan? Milliseconds(JsonElement json, string name) =>
        Real(json, name) is >= 0 and < int.MaxValue and var milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private static DateTimeOffset? Time(JsonElement json, string name) =>
        DateTimeOffset.TryParse(json.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static JsonElement[] Items(JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
        { ValueKind: JsonValueKind.Object } one => [one],
        _ => [],
    };
}
