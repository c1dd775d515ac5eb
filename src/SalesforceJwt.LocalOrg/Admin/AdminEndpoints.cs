using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// The administration API below <c>/_localorg</c>: what <see cref="Org"/> offers, for other processes. <see cref="AdminGuard"/> checks each
/// request first.
/// </summary>
internal sealed class AdminEndpoints(Org org)
{
    private const string Root = "/_localorg";
    private const string StatePath = Root + "/state";
    private static readonly string[] Patch = [HttpMethods.Patch];

    public static bool Handles(PathString path) => path.StartsWithSegments(Root);

    /// <summary>Whether a request needs no key: the state contains no secret, and shows that the org is running.</summary>
    public static bool IsOpen(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Path == StatePath;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root + "/apps", Apply<AppRequest>(RegisterApp));
        routes.MapPost(Root + "/users", Apply<UserRequest>(body => body.ApplyTo(org)));
        routes.MapPost(Root + "/records", Create<RecordRequest>(body => body.SaveIn(org)));
        routes.MapPost(Root + "/event-log-files", Create<EventLogFileRequest>(body => body.AddTo(org)));
        routes.MapPost(Root + "/objects", Apply<CustomObject>(org.AddObject));
        routes.MapPost(Root + "/approvals", Apply<ApprovalRequest>(body => org.Apps.Approve(body.ConsumerKey, body.Username)));
        routes.MapDelete(Root + "/approvals", Apply<ApprovalRequest>(body => org.Apps.Unapprove(body.ConsumerKey, body.Username)));
        routes.MapPost(Root + "/tokens/expire", Apply<ExpireRequest>(Expire));
        routes.MapPost(Root + "/tokens/expire-refresh", Run(org.ExpireRefreshTokens));
        routes.MapPost(Root + "/keys/rotate", Apply<RotateKeysRequest>(body => org.SigningKeys.Rotate(body.KeepOld)));
        routes.MapPost(Root + "/queries/expire", Run(org.ExpireQueryLocators));
        routes.MapPost(Root + "/faults", Apply<FaultRequest>(body => org.Faults.Add(body.ToFault())));
        routes.MapDelete(Root + "/faults", Run(org.Faults.Clear));
        routes.MapPost(Root + "/record-faults", Apply<RecordFaultRequest>(body => org.RecordFaults.Add(body.ToFault())));
        routes.MapDelete(Root + "/record-faults", Run(org.RecordFaults.Clear));
        routes.MapPost(Root + "/jobs", Apply<JobRequest>(body => body.ApplyTo(org)));
        routes.MapPost(Root + "/anonymous-apex", Apply<AnonymousApexRequest>(body => org.AnonymousApex.Add(body.ToAnswer())));
        routes.MapDelete(Root + "/anonymous-apex", Run(org.AnonymousApex.Clear));
        routes.MapPost(Root + "/apex-tests", Apply<ApexTestRequest>(body => org.ApexTests.Add(body.ToFailure())));
        routes.MapDelete(Root + "/apex-tests", Run(org.ApexTests.Clear));
        routes.MapPost(Root + "/token-handlers", Apply<TokenHandlerRequest>(body => org.TokenHandlers.Set(body.ToHandler())));
        routes.MapDelete(Root + "/token-handlers", Run(org.TokenHandlers.Clear));
        routes.MapGet(Root + "/requests", context => Json.WriteAsync(context, StatusCodes.Status200OK, org.Requests.All));
        routes.MapDelete(Root + "/requests", Run(org.Requests.Clear));
        routes.MapMethods(Root + "/settings", Patch, Apply<SettingsRequest>(body => body.ApplyTo(org)));
        routes.MapGet(StatePath, context => Json.WriteAsync(context, StatusCodes.Status200OK, State()));
    }

    private static RequestDelegate Run(Action action) => context =>
    {
        action();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    /// <summary>Handles a request whose body describes the change; no body counts as an empty object.</summary>
    private static RequestDelegate Apply<T>(Action<T> change) => context => HandleAsync(context, async () =>
    {
        change(AdminGuard.HasBody(context) ? await Json.ReadAsync<T>(context) : JsonSerializer.Deserialize<T>("{}")!);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    /// <summary>Handles a request that adds a record, and responds with its id.</summary>
    private static RequestDelegate Create<T>(Func<T, string> create) => context => HandleAsync(context, async () =>
    {
        var id = create(await Json.ReadAsync<T>(context));
        await Json.WriteAsync(context, StatusCodes.Status200OK, new { id });
    });

    private static async Task HandleAsync(HttpContext context, Func<Task> handle)
    {
        try
        {
            await handle();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or CryptographicException)
        {
            await AdminGuard.WriteErrorAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (KeyNotFoundException exception)
        {
            await AdminGuard.WriteErrorAsync(context, StatusCodes.Status404NotFound, exception.Message);
        }
    }

    private void RegisterApp(AppRequest request)
    {
        var certificate = request.CertificatePem is null ? null : X509Certificate2.CreateFromPem(request.CertificatePem);
        var app = org.Apps.Find(request.ConsumerKey) ?? org.Apps.Register(request.ConsumerKey);
        app.Certificate = certificate ?? app.Certificate;
        request.ApplyTo(app);
    }

    private void Expire(ExpireRequest request)
    {
        if (request.AccessToken is null)
        {
            org.ExpireAllTokens();
        }
        else
        {
            org.ExpireToken(request.AccessToken);
        }
    }

    private object State() => new
    {
        organizationId = org.Id,
        now = org.Now,
        org.Options.DailyApiLimit,
        org.ApiUsage,
        org.Options.MaxPageSize,
        instanceUrl = org.Options.InstanceUrl,
        org.Options.AcceptedAudiences,
        org.Options.LoginHosts,
        apps = org.Apps.All.Select(app => new
        {
            app.ConsumerKey,
            app.Policy,
            app.Kind,
            app.IsInstalled,
            app.CallbackUrls,
            certificateThumbprint = app.Certificate?.Thumbprint,
        }),
        users = org.Users.All.Select(user => new { user.Username, user.Id, user.IsActive, user.IsFrozen, user.SignIns }),
        tokens = org.Tokens.All.Count,
        refreshTokens = org.RefreshTokens.Count,
        faults = org.Faults.Pending.Count,
        recordFaults = org.RecordFaults.Pending.Count,
        requests = org.Requests.Count,
    };
}
