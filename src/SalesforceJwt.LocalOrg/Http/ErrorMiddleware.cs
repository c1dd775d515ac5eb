using SalesforceJwt.LocalOrg.OAuth;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Turns exceptions into error responses, and gives unknown paths and methods Salesforce's errors.</summary>
internal static class ErrorMiddleware
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            ThrowIfUnrouted(context);
        }
        catch (ApiException error)
        {
            await Json.WriteErrorAsync(context, error.Status, error.ErrorCode, error.Message, error.Fields);
        }
        catch (OAuthException error)
        {
            await Json.WriteAsync(context, error.Status, new { error = error.Error, error_description = error.Description });
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await Json.WriteErrorAsync(context, error.StatusCode, "BAD_REQUEST", error.Message);
        }
        catch (InvalidDataException error) when (!context.Response.HasStarted)
        {
            // The body is not valid gzip.
            await Json.WriteErrorAsync(context, StatusCodes.Status400BadRequest, "BAD_REQUEST", error.Message);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await Json.WriteErrorAsync(context, StatusCodes.Status500InternalServerError, "UNKNOWN_EXCEPTION", error.ToString());
        }
    }

    /// <summary>Routing sets only the status for an unknown path or method.</summary>
    private static void ThrowIfUnrouted(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.ContentType is not null || response.ContentLength is not null)
        {
            return;
        }

        if (response.StatusCode == StatusCodes.Status404NotFound)
        {
            throw ApiException.NotFound();
        }

        if (response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            throw ApiException.MethodNotAllowed(context.Request.Method, response.Headers.Allow.ToString());
        }
    }
}
