namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>Tells the hosts apart by the name a request was sent to: login hosts, and the org's My Domain.</summary>
internal sealed class Hosts(Org org)
{
    public static string Url(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    public bool IsLoginHost(HttpRequest request) => IsLoginHost(request.Host.Host);

    /// <summary>What an answer gives as <c>instance_url</c>: the host of the request, but a login host is nobody's instance.</summary>
    public string InstanceUrl(HttpRequest request)
    {
        if (org.InstanceUrlOverride is { } url)
        {
            return url;
        }

        if (!IsLoginHost(request))
        {
            return Url(request);
        }

        var myDomain = IsLoginHost("127.0.0.1") ? "localhost" : "127.0.0.1";
        return $"{request.Scheme}://{myDomain}:{request.HttpContext.Connection.LocalPort}";
    }

    private bool IsLoginHost(string name) => org.LoginHosts.Contains(name, StringComparer.OrdinalIgnoreCase);
}
