using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using SalesforceJwt.LocalOrg.OAuth;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Runs requests inside a request through the org's own endpoints, as its user, so that both do exactly the same.</summary>
internal sealed class SubrequestPipeline
{
    private RequestDelegate? pipeline;

    /// <summary>Takes note of the middleware that comes after this one.</summary>
    public RequestDelegate Use(RequestDelegate next)
    {
        pipeline = next;
        return next;
    }

    /// <summary>Runs one request.</summary>
    /// <param name="outer">The request that it is in.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="url">Path and query string.</param>
    /// <param name="body">The JSON of its body.</param>
    /// <param name="headers">More headers.</param>
    public async Task<SubrequestAnswer> SendAsync(
        HttpContext outer, string method, string url, JsonNode? body, IReadOnlyDictionary<string, string> headers)
    {
        var (path, query) = url.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? (url[..mark], url[mark..]) : (url, "");
        using var answer = new MemoryStream();
        var answerBody = new StreamResponseBodyFeature(answer);
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
        features.Set<IHttpResponseBodyFeature>(answerBody);
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
        await ErrorMiddleware.InvokeAsync(context, pipeline!);
        await answerBody.CompleteAsync();
        return new SubrequestAnswer(
            context.Response.StatusCode,
            answer.Length == 0 ? null : JsonNode.Parse(answer.ToArray()),
            context.Response.Headers.Location.ToString());
    }
}
