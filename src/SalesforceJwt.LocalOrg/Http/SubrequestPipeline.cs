using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using SalesforceJwt.LocalOrg.OAuth;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Runs subrequests through the org's endpoints as the user of the outer request: they behave like single requests.</summary>
internal sealed class SubrequestPipeline(FaultMiddleware faults)
{
    private static readonly string[] ReturnedHeaders = ["Last-Modified", "Location"];

    private RequestDelegate? _pipeline;

    /// <summary>Stores the middleware that follows.</summary>
    public RequestDelegate Use(RequestDelegate next)
    {
        _pipeline = next;
        return next;
    }

    /// <summary>Runs one request.</summary>
    /// <param name="outer">The outer request.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="url">Path and query string.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="headers">Additional headers.</param>
    public async Task<SubrequestResponse> SendAsync(
        HttpContext outer, string method, string url, JsonNode? body, IReadOnlyDictionary<string, string> headers)
    {
        var (path, query) = url.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? (url[..mark], url[mark..]) : (url, "");
        using var response = new MemoryStream();
        var responseBody = new StreamResponseBodyFeature(response);
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = method,
            Scheme = outer.Request.Scheme,
            Path = Uri.UnescapeDataString(path),
            QueryString = query,
            RawTarget = url,
            Protocol = outer.Request.Protocol,
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(responseBody);
        var context = new DefaultHttpContext(features)
        {
            RequestServices = outer.RequestServices,
            RequestAborted = outer.RequestAborted,
        };
        context.Request.Host = outer.Request.Host;
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        if (body is not null)
        {
            context.Request.ContentType = Json.ContentType;
            context.Request.Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()));
        }

        context.Items[typeof(IssuedToken)] = outer.Items[typeof(IssuedToken)];
        await ErrorMiddleware.InvokeAsync(context, request => faults.InvokeSubrequestAsync(request, _pipeline!));
        await responseBody.CompleteAsync();
        return new SubrequestResponse(
            context.Response.StatusCode,
            response.Length == 0 ? null : JsonNode.Parse(response.ToArray()))
        {
            Headers = ReturnedHeaders.Where(name => context.Response.Headers.ContainsKey(name))
                .ToDictionary(name => name, name => context.Response.Headers[name].ToString()),
        };
    }
}
