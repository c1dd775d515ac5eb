using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg;

/// <summary>
/// <c>/apps/oauth</c> of the Connect REST API: the external client apps, their consumer keys and secrets, and the rotation of these.
/// </summary>
internal sealed class CredentialEndpoints(Org org)
{
    private const string Usage = "/services/data/{version}/apps/oauth/usage";
    private const string Credentials = "/services/data/{version}/apps/oauth/credentials/{app}";
    private const string Staged = Credentials + "/{consumer}/staged";
    private const int UsageVersion = 59;
    private const int CredentialsVersion = 60;
    private const int StagedVersion = 65;
    private const int StandardPageSize = 100;
    private static readonly TimeSpan StagedLifetime = TimeSpan.FromDays(30);
    private static readonly string[] Patch = [HttpMethods.Patch];
    private int _staged;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead(Usage, ShowUsageAsync);
        routes.MapRead(Credentials, ShowConsumersAsync);
        routes.MapRead(Credentials + "/{consumer}", ShowConsumerAsync);
        routes.MapRead(Staged, ShowStagedAsync);
        routes.MapPost(Staged, StageAsync);
        routes.MapRead(Staged + "/{staged}", ShowStagedOneAsync);
        routes.MapMethods(Staged + "/{staged}", Patch, RotateAsync);
        routes.MapDelete(Staged + "/{staged}", DeleteStagedAsync);
    }

    /// <summary>The id of an app's consumer.</summary>
    public static string ConsumerIdOf(string appId) =>
        SalesforceId.TryGetNumber(appId, "0xI", out var number) ? SalesforceId.Create("888", number) : "";

    private Task ShowUsageAsync(HttpContext context)
    {
        context.RequireVersion(UsageVersion);
        var (page, size) = (Number(context, "page", 0), Number(context, "pageSize", StandardPageSize));
        var apps = Apps().Skip(page * size).Take(size).ToList();
        var url = $"{ApiRoot.Of(context)}/apps/oauth/usage";
        return Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            apps = apps.Select(app => new
            {
                developerName = AppRecords.DeveloperNameOf(app),
                identifier = app.RecordId,
                label = app.Name,
            }),
            currentPageUrl = $"{url}?page={page}&pageSize={size}",

            // The last page has one too; it leads to a page without apps.
            nextPageUrl = $"{url}?page={page + 1}&pageSize={size}",
        });
    }

    private Task ShowConsumersAsync(HttpContext context)
    {
        var app = FindApp(context, CredentialsVersion);
        return Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            consumers = new[]
            {
                new
                {
                    id = ConsumerIdOf(app.RecordId),
                    key = app.ConsumerKey,
                    name = app.Name,
                    stagedCredentialsUrl = $"{ConsumerUrl(context, app)}/staged",
                    url = ConsumerUrl(context, app),
                },
            },
            currentPageUrl = $"{ApiRoot.Of(context)}/apps/oauth/credentials/{app.RecordId}",
            nextPageUrl = (string?)null,
        });
    }

    private Task ShowConsumerAsync(HttpContext context)
    {
        var app = FindConsumer(context, CredentialsVersion);
        var part = context.Request.Query["part"].ToString();
        return part is not ("" or "key" or "secret" or "keyandsecret")
            ? throw ApiException.BadRequest("INVALID_PARAMETER", $"Invalid value for the parameter part: {part}")
            : Json.WriteAsync(context, StatusCodes.Status200OK, new
            {
                id = ConsumerIdOf(app.RecordId),
                name = app.Name,
                key = part == "secret" ? null : app.ConsumerKey,
                secret = part is "secret" or "keyandsecret" ? app.ConsumerSecret : null,
                stagedCredentialsUrl = $"{ConsumerUrl(context, app)}/staged",
                url = ConsumerUrl(context, app),
            });
    }

    private Task ShowStagedAsync(HttpContext context) =>
        WriteStagedAsync(context, StatusCodes.Status200OK, FindConsumer(context, StagedVersion));

    private async Task StageAsync(HttpContext context)
    {
        var app = FindConsumer(context, StagedVersion);
        if (context.Request.ContentLength is null && !context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody)
        {
            // Salesforce waits for a body, unless the request says that it has none.
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }

        if (app.Staged is { } staged && staged.StateAt(org.Now) != "Expired")
        {
            throw ApiException.BadRequest("INVALID_OPERATION", "The OAuth consumer already has staged credentials.");
        }

        app.Staged = new StagedCredentials(
            SalesforceId.Create("1sc", Interlocked.Increment(ref _staged)),
            ExternalClientApps.NewKey(),
            ExternalClientApps.NewSecret(),
            RestMiddleware.Session(context).User,
            org.Now,
            org.Now + StagedLifetime,
            IsRotated: false);
        await WriteStagedAsync(context, StatusCodes.Status201Created, app);
    }

    private Task ShowStagedOneAsync(HttpContext context)
    {
        var (app, staged) = FindStaged(context);
        return Json.WriteAsync(context, StatusCodes.Status200OK, StagedOf(context, app, staged));
    }

    private async Task RotateAsync(HttpContext context)
    {
        var (app, staged) = FindStaged(context);
        using var json = await Json.ReadObjectAsync(context);
        if (!json.RootElement.TryGetProperty("command", out var command) || command.ToString() != "rotate")
        {
            throw ApiException.BadRequest("INVALID_PARAMETER", "The command must be rotate");
        }

        if (staged.StateAt(org.Now) == "Expired")
        {
            throw ApiException.BadRequest("INVALID_OPERATION", "The staged credentials have expired.");
        }

        var former = staged with { Key = app.ConsumerKey, Secret = app.ConsumerSecret ?? "", IsRotated = true };
        org.ExternalClientApps.ChangeCredentials(app, staged.Key, staged.Secret);
        app.Staged = former;
        await Json.WriteAsync(context, StatusCodes.Status200OK, StagedOf(context, app, former));
    }

    private Task DeleteStagedAsync(HttpContext context)
    {
        var (app, staged) = FindStaged(context);
        app.Staged = null;
        org.Apps.RemoveFormerKey(app, staged.Key);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task WriteStagedAsync(HttpContext context, int status, ConnectedApp app)
    {
        object[] staged = app.Staged is { } credentials ? [StagedOf(context, app, credentials)] : [];
        return Json.WriteAsync(context, status, new { stagedCredentials = staged, url = $"{ConsumerUrl(context, app)}/staged" });
    }

    private object StagedOf(HttpContext context, ConnectedApp app, StagedCredentials staged) => new
    {
        createdBy = staged.CreatedBy.Id,
        createdDate = Time(staged.CreatedAt),
        expirationDate = Time(staged.ExpiresAt),
        id = staged.Id,
        key = staged.Key,
        secret = staged.Secret,
        stagedCredentialsUrl = $"{ConsumerUrl(context, app)}/staged/{staged.Id}",
        state = staged.StateAt(org.Now),
        url = $"{ConsumerUrl(context, app)}/staged/{staged.Id}",
    };

    private IEnumerable<ConnectedApp> Apps() => org.Apps.All
        .Where(app => app.Kind == AppKind.ExternalClientApp)
        .OrderBy(app => app.RecordId, StringComparer.Ordinal);

    private (ConnectedApp App, StagedCredentials Staged) FindStaged(HttpContext context)
    {
        var app = FindConsumer(context, StagedVersion);
        return app.Staged is { } staged && SalesforceId.Key(staged.Id) == SalesforceId.Key(context.RouteValue("staged"))
            ? (app, staged)
            : throw ApiException.NotFound();
    }

    private ConnectedApp FindConsumer(HttpContext context, int version)
    {
        var app = FindApp(context, version);
        return SalesforceId.Key(ConsumerIdOf(app.RecordId)) == SalesforceId.Key(context.RouteValue("consumer"))
            ? app
            : throw ApiException.NotFound();
    }

    private ConnectedApp FindApp(HttpContext context, int version)
    {
        context.RequireVersion(version);
        if (!org.ExternalClientApps.Settings.Flag("enableClientSecretInRestApiAccess"))
        {
            throw new ApiException(
                StatusCodes.Status403Forbidden, "FUNCTIONALITY_NOT_ENABLED", "This feature is not currently enabled for this user.");
        }

        var user = RestMiddleware.Session(context).User;
        if (!user.Has(UserRight.ExternalClientAppDeveloper) || !user.Has(UserRight.ViewClientSecret))
        {
            throw new ApiException(
                StatusCodes.Status403Forbidden,
                "INSUFFICIENT_ACCESS",
                "The user has insufficient access rights to perform this operation.");
        }

        var id = SalesforceId.Key(context.RouteValue("app"));
        return Apps().FirstOrDefault(app => SalesforceId.Key(app.RecordId) == id) ?? throw ApiException.NotFound();
    }

    private static int Number(HttpContext context, string name, int standard)
    {
        var text = context.Request.Query[name].ToString();
        return text.Length == 0 ? standard
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw ApiException.BadRequest("INVALID_PARAMETER", $"Invalid value for the parameter {name}: {text}");
    }

    private static string ConsumerUrl(HttpContext context, ConnectedApp app) =>
        $"{ApiRoot.Of(context)}/apps/oauth/credentials/{app.RecordId}/{ConsumerIdOf(app.RecordId)}";

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
