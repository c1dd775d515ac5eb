using System.Text.Json;
using System.Text.Json.Serialization;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary><c>/sobjects/User/ID/password</c>: whether a password has expired, setting it, and resetting it.</summary>
internal sealed class PasswordEndpoints(Org org)
{
    private const string Path = "/services/data/{version}/sobjects/User/{id}/password";
    private readonly Passwords _passwords = new(org);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead(Path, context =>
            Json.WriteAsync(context, StatusCodes.Status200OK, new { isExpired = FindUser(context).IsPasswordExpired }));
        routes.MapPost(Path, SetAsync);
        routes.MapDelete(Path, context =>
            Json.WriteAsync(context, StatusCodes.Status200OK, new Reset(_passwords.Reset(Caller(context), FindUser(context)))));
    }

    private async Task SetAsync(HttpContext context)
    {
        var user = FindUser(context);
        using var json = await Json.ReadObjectAsync(context);
        var password = json.RootElement.TryGetProperty("NewPassword", out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw ApiException.BadRequest("MISSING_ARGUMENT", "NewPassword is required");
        _passwords.Set(Caller(context), user, password);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private OrgUser FindUser(HttpContext context) => _passwords.Find(Caller(context), context.RouteValue("id"));

    private static OrgUser Caller(HttpContext context) => RestMiddleware.Session(context).User;

    private sealed record Reset([property: JsonPropertyName("NewPassword")] string NewPassword);
}
