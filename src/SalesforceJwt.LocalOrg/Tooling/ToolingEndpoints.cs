using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Tooling;

/// <summary>The Tooling API's <c>/executeAnonymous</c>.</summary>
internal sealed class ToolingEndpoints(Org org)
{
    private const string ExecuteAnonymous = "/services/data/{version}/tooling/executeAnonymous";

    public void Map(IEndpointRouteBuilder routes) => routes.MapRead(ExecuteAnonymous, ExecuteAsync);

    private Task ExecuteAsync(HttpContext context)
    {
        var code = context.Request.Query["anonymousBody"].ToString();
        if (code.Length == 0)
        {
            throw ApiException.BadRequest("MISSING_ARGUMENT", "anonymousBody is required");
        }

        var answer = org.AnonymousApex.Execute(code);
        return Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            line = answer.Line,
            column = answer.Column,
            compiled = answer.Compiled,
            success = answer.Success,
            compileProblem = answer.CompileProblem,
            exceptionStackTrace = answer.ExceptionStackTrace,
            exceptionMessage = answer.ExceptionMessage,
        });
    }
}
