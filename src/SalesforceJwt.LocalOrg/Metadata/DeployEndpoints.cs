using System.Text.Json;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary><c>/metadata/deployRequest</c>: starts deploys, shows and cancels them.</summary>
internal sealed class DeployEndpoints(Org org)
{
    private const string Root = "/services/data/{version}/metadata/deployRequest";
    private static readonly string[] Patch = [HttpMethods.Patch];

    private MetadataOptions Settings => org.Options.Metadata;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root, StartAsync);
        routes.MapRead(Root + "/{id}", ShowAsync);
        routes.MapMethods(Root + "/{id}", Patch, CancelAsync);
    }

    private async Task StartAsync(HttpContext context)
    {
        CheckPermission(context);
        var deploy = context.Request.HasJsonContentType() ? await StartQuickAsync(context) : await StartFromZipAsync(context);
        await WriteAsync(context, StatusCodes.Status201Created, deploy, includeDetails: false);
    }

    private async Task<Deploy> StartFromZipAsync(HttpContext context)
    {
        var upload = await DeployUpload.ReadAsync(context, Settings.MaxZipBytes);
        CheckOptions(upload.Options, context.ApiVersion());
        return org.Deploys.Add(
            RestMiddleware.Session(context).User, upload.Options, DeployInput.Read(upload.Zip, upload.Options, Settings));
    }

    private async Task<Deploy> StartQuickAsync(HttpContext context)
    {
        const string Member = "validatedDeployRequestId";
        using var json = await Json.ReadObjectAsync(context);
        DeployOptions.CheckMembers(json.RootElement, Member);
        if (!json.RootElement.TryGetProperty(Member, out var id) || id.ValueKind != JsonValueKind.String)
        {
            throw ApiException.BadRequest("REQUIRED_FIELD_MISSING", $"Required fields are missing: [{Member}]", Member);
        }

        var validated = org.Deploys.Find(id.GetString()!);
        return org.Deploys.IsRecentlyValidated(validated)
            ? org.Deploys.Add(
                RestMiddleware.Session(context).User, validated.Options with { CheckOnly = false }, validated.Input, validated.Id)
            : throw ApiException.BadRequest(
                "INVALID_ID_FIELD", "The deployment isn't a recent validation with successful tests, and can't be quickly deployed.");
    }

    private Task ShowAsync(HttpContext context)
    {
        CheckPermission(context);
        return WriteAsync(
            context,
            StatusCodes.Status200OK,
            org.Deploys.Find(context.RouteValue("id")),
            context.Request.Query["includeDetails"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase));
    }

    private async Task CancelAsync(HttpContext context)
    {
        CheckPermission(context);
        var deploy = org.Deploys.Find(context.RouteValue("id"));
        using var json = await Json.ReadObjectAsync(context);
        DeployOptions.CheckMembers(json.RootElement, "deployResult");
        var isCancel = json.RootElement.TryGetProperty("deployResult", out var result)
            && result.ValueKind == JsonValueKind.Object
            && result.TryGetProperty("status", out var status)
            && status.ToString() == nameof(DeployStatus.Canceling);
        if (!isCancel)
        {
            throw ApiException.BadRequest("INVALID_OPERATION", "The status of a deployment can be changed to Canceling only.");
        }

        org.Deploys.Cancel(deploy, RestMiddleware.Session(context).User);
        await WriteAsync(context, StatusCodes.Status202Accepted, deploy, includeDetails: false);
    }

    private static void CheckPermission(HttpContext context)
    {
        if (!RestMiddleware.Session(context).User.Has(UserRight.ModifyMetadata))
        {
            throw new ApiException(
                StatusCodes.Status403Forbidden,
                "INSUFFICIENT_ACCESS",
                "use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions");
        }
    }

    /// <summary>Checks that the options fit together, the org, and the API version.</summary>
    private void CheckOptions(DeployOptions options, decimal version)
    {
        var problem = options switch
        {
            { TestLevel: not TestLevel.RunSpecifiedTests, RunTests.Count: > 0 } =>
                "runTests can be used only with a testLevel of RunSpecifiedTests",
            { TestLevel: TestLevel.RunSpecifiedTests, RunTests.Count: 0 } =>
                "runTests must be specified with a testLevel of RunSpecifiedTests",
            { TestLevel: TestLevel.RunRelevantTests } when version < Settings.RelevantTestsVersion =>
                $"testLevel of RunRelevantTests is available in API version {Settings.RelevantTestsVersion}.0 and later",
            { TestLevel: TestLevel.NoTestRun } when Settings.IsProduction =>
                "testLevel of NoTestRun cannot be used in production organizations",
            { TestLevel: null or TestLevel.NoTestRun } when Settings.RequiresTests =>
                "This organization requires tests for every deployment; use another testLevel than NoTestRun",
            { RollbackOnError: false } when Settings.IsProduction =>
                "rollbackOnError must be true for deployments to production organizations",
            { AllowMissingFiles: true } when Settings.IsProduction =>
                "allowMissingFiles cannot be used in production organizations",
            { PerformRetrieve: true } => "performRetrieve is reserved for future use",
            { AutoUpdatePackage: true } => "autoUpdatePackage is reserved for future use",
            _ => null,
        };
        if (problem is not null)
        {
            throw ApiException.BadRequest("INVALID_OPERATION", problem);
        }
    }

    private Task WriteAsync(HttpContext context, int status, Deploy deploy, bool includeDetails) =>
        Json.WriteAsync(context, status, org.Deploys.Read(() => DeployJson.Write(deploy, org, ApiRoot.Of(context), includeDetails)));
}
