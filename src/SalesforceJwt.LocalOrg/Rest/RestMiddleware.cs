using System.Globalization;
using System.Net.Http.Headers;
using SalesforceJwt.LocalOrg.OAuth;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Checks every REST call: valid token, supported API version, daily limit.</summary>
internal sealed class RestMiddleware(Org org)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!NeedsToken(context.Request.Path, out var afterData))
        {
            await next(context);
            return;
        }

        var token = Bearer(context.Request);
        var session = token is null ? null : org.Tokens.Use(token);
        context.Items[typeof(IssuedToken)] = session ?? throw ApiException.InvalidSession();
        if (afterData.HasValue && !ApiVersion.IsSupported(afterData.Value.Split('/')[1]))
        {
            throw ApiException.NotFound();
        }

        if (!session.User.Has(UserRight.ApiEnabled))
        {
            throw new ApiException(StatusCodes.Status403Forbidden, "API_CURRENTLY_DISABLED", "API is disabled for this User");
        }

        var allowed = org.TryCountApiCall();
        context.Response.Headers["Sforce-Limit-Info"] =
            string.Create(CultureInfo.InvariantCulture, $"api-usage={org.ApiUsage}/{org.Options.DailyApiLimit}");
        await (allowed ? next(context) : throw ApiException.LimitExceeded());
    }

    /// <summary>The session of the request, set by <see cref="InvokeAsync"/>.</summary>
    public static IssuedToken Session(HttpContext context) => (IssuedToken)context.Items[typeof(IssuedToken)]!;

    /// <summary>The token of an <c>Authorization</c> header with the scheme Bearer or OAuth; null if there is none.</summary>
    public static string? Bearer(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            && (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                || header.Scheme.Equals("OAuth", StringComparison.OrdinalIgnoreCase))
            ? header.Parameter
            : null;

    private static bool NeedsToken(PathString path, out PathString afterData) =>
        path.StartsWithSegments("/services/data", out afterData)
            ? afterData.Value is not ("" or "/")
            : path.StartsWithSegments("/services/apexrest");
}
