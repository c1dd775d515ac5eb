using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// What <see cref="Org"/> offers, for other processes: <c>/_localorg</c>. <see cref="AdminGuard"/> checks each request first.
/// </summary>
internal sealed class AdminEndpoints(Org org)
{
    private const string Root = "/_localorg";
    private const string StatePath = Root + "/state";
    private static readonly string[] Patch = [HttpMethods.Patch];

    public static bool Handles(PathString path) => path.StartsWithSegments(Root);

    /// <summary>Whether a request needs no key: the state holds no secret, and shows that the org is running.</summary>
    public static bool IsOpen(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Path == StatePath;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root + "/apps", Changing<AppRequest>(RegisterApp));
        routes.MapPost(Root + "/users", Changing<UserRequest>(AddUser));
        routes.MapPost(Root + "/approvals", Changing<ApprovalRequest>(body => org.Approve(body.ConsumerKey, body.Username)));
        routes.MapDelete(Root + "/approvals", Changing<ApprovalRequest>(body => org.Unapprove(body.ConsumerKey, body.Username)));
        routes.MapPost(Root + "/tokens/expire", Changing<ExpireRequest>(Expire));
        routes.MapPost(Root + "/tokens/expire-refresh", Doing(org.ExpireRefreshTokens));
        routes.MapPost(Root + "/queries/expire", Doing(org.ExpireQueryLocators));
        routes.MapPost(Root + "/faults", Changing<FaultRequest>(body => org.Faults.Add(body.ToFault())));
        routes.MapDelete(Root + "/faults", Doing(org.Faults.Clear));
        routes.MapPost(Root + "/record-faults", Changing<RecordFaultRequest>(body => org.RecordFaults.Add(body.ToFault())));
        routes.MapDelete(Root + "/record-faults", Doing(org.RecordFaults.Clear));
        routes.MapPost(Root + "/jobs", Changing<JobRequest>(body => body.ApplyTo(org)));
        routes.MapPost(Root + "/anonymous-apex", Changing<AnonymousApexRequest>(body => org.AnonymousApex.Add(body.ToAnswer())));
        routes.MapDelete(Root + "/anonymous-apex", Doing(org.AnonymousApex.Clear));
        routes.MapGet(Root + "/requests", context => Json.WriteAsync(context, StatusCodes.Status200OK, org.Requests.All));
        routes.MapDelete(Root + "/requests", Doing(org.Requests.Clear));
        routes.MapMethods(Root + "/settings", Patch, Changing<SettingsRequest>(body => body.ApplyTo(org)));
        routes.MapGet(StatePath, context => Json.WriteAsync(context, StatusCodes.Status200OK, State()));
    }

    private static RequestDelegate Doing(Action action) => context =>
    {
        action();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    /// <summary>Handles a request whose body says what to change; no body counts as an empty object.</summary>
    private static RequestDelegate Changing<T>(Action<T> change) => async context =>
    {
        try
        {
            change(AdminGuard.HasBody(context) ? await Json.ReadAsync<T>(context) : JsonSerializer.Deserialize<T>("{}")!);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or CryptographicException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (KeyNotFoundException exception)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, exception.Message);
        }
    };

    private static Task RefuseAsync(HttpContext context, int status, string message) =>
        Json.WriteAsync(context, status, new { error = message });

    private void RegisterApp(AppRequest request)
    {
        var certificate = request.CertificatePem is null ? null : X509Certificate2.CreateFromPem(request.CertificatePem);
        var app = org.FindApp(request.ConsumerKey) ?? org.RegisterApp(request.ConsumerKey);
        app.Certificate = certificate ?? app.Certificate;
        request.ApplyTo(app);
    }

    private void AddUser(UserRequest request)
    {
        var user = org.AddUser(request.Username, request.Active);
        user.Password = request.Password is "" ? null : request.Password ?? user.Password;
        user.SecurityToken = request.SecurityToken is "" ? null : request.SecurityToken ?? user.SecurityToken;
        user.IsFrozen = request.IsFrozen ?? user.IsFrozen;
        user.IsIpRestricted = request.IsIpRestricted ?? user.IsIpRestricted;
        user.RequiresHighAssurance = request.RequiresHighAssurance ?? user.RequiresHighAssurance;
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
        org.DailyApiLimit,
        org.ApiUsage,
        org.MaxPageSize,
        instanceUrl = org.InstanceUrlOverride,
        org.AcceptedAudiences,
        org.LoginHosts,
        apps = org.Apps.Select(app => new
        {
            app.ConsumerKey,
            app.Policy,
            app.Kind,
            app.IsInstalled,
            app.CallbackUrls,
            certificateThumbprint = app.Certificate?.Thumbprint,
        }),
        users = org.Users.Select(user => new { user.Username, user.Id, user.IsActive }),
        tokens = org.Tokens.All.Count,
        refreshTokens = org.RefreshTokens.Count,
        faults = org.Faults.Pending.Count,
        recordFaults = org.RecordFaults.Pending.Count,
        requests = org.Requests.Count,
    };
}
