namespace SalesforceJwt.Core.Security;

/// <summary>Decides which hosts may see a token, and over which scheme.</summary>
internal static class HostTrust
{
    // Salesforce's domains: My Domain and Experience Cloud, Government Cloud, and China on Alibaba Cloud.
    // (Salesforce Help: "My Domain URL Formats", "Required Domains".)
    private static readonly string[] SalesforceDomains =
    [
        "salesforce.com", "force.com", "salesforce.mil", "salesforce-sites.com", "site.com", "cloudforce.com", "database.com",
        "sfcrmproducts.cn", "sfcrmapps.cn",
    ];

    /// <summary>Says whether a URL may carry a secret: https anywhere, http on the loopback interface only.</summary>
    /// <param name="url">An absolute URL.</param>
    public static bool IsConfidential(Uri url)
    {
        return url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback);
    }

    /// <summary>Says whether a host is below one of Salesforce's domains.</summary>
    /// <param name="host">A host name.</param>
    public static bool IsSalesforce(string host)
    {
        return SalesforceDomains.Any(domain =>
            host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
            && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.'));
    }

    /// <summary>Says whether two URLs have scheme, host and port in common.</summary>
    /// <param name="a">An absolute URL.</param>
    /// <param name="b">An absolute URL.</param>
    public static bool SameOrigin(Uri a, Uri b) =>
        Uri.Compare(a, b, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>
    /// Refuses an instance URL to which the token must not go: not confidential, or on a host that is neither Salesforce's,
    /// nor the login host, nor one that the caller allows.
    /// </summary>
    /// <param name="instanceUrl">The <c>instance_url</c> of the token response.</param>
    /// <param name="loginUrl">The login host that sent it.</param>
    /// <param name="allowedHosts">Hosts that the caller trusts as well.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.InstanceUrlUntrusted"/>.</exception>
    public static void RequireInstance(Uri instanceUrl, Uri loginUrl, IReadOnlyCollection<string> allowedHosts)
    {
        var trusted = IsSalesforce(instanceUrl.Host)
            || string.Equals(instanceUrl.Host, loginUrl.Host, StringComparison.OrdinalIgnoreCase)
            || allowedHosts.Contains(instanceUrl.Host, StringComparer.OrdinalIgnoreCase);
        if (trusted && IsConfidential(instanceUrl))
        {
            return;
        }

        var origin = instanceUrl.GetLeftPart(UriPartial.Authority);
        throw trusted
            ? new SfException(
                SfErrorKind.InstanceUrlUntrusted,
                $"The login server {loginUrl.Host} names the instance '{origin}', which is not https. The token was not sent there.",
                "Check the login URL: a real org's instance is always https.")
            : new SfException(
                SfErrorKind.InstanceUrlUntrusted,
                $"The login server {loginUrl.Host} names the instance '{origin}', which is not a Salesforce host. The token was not sent there.",
                new Advice("Check the login URL. If that host is right (your own gateway, for example), allow it.", NextStep.AllowInstanceHost, instanceUrl.Host));
    }
}
