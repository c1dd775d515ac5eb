namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>Distinguishes login hosts and the org's My Domain by the host name of a request.</summary>
internal sealed class Hosts(Org org)
{
    public static string Url(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    public bool IsLoginHost(HttpRequest request) => IsLoginHost(request.Host.Host);

    /// <summary>The <c>instance_url</c> of a response: the host of the request, or the My Domain if that is a login host.</summary>
    public string InstanceUrl(HttpRequest request)
    {
        if (org.Options.InstanceUrl is { } url)
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

    /// <summary>The identity URL of a user, on the host of the request.</summary>
    public string IdentityUrl(HttpRequest request, OrgUser user) => $"{Url(request)}/id/{org.Id}/{user.Id}";

    private bool IsLoginHost(string name) => org.Options.LoginHosts.Contains(name, StringComparer.OrdinalIgnoreCase);
}
