namespace SalesforceJwt.Core.Security;

/// <summary>Which hosts may receive a token, and over which scheme.</summary>
internal static class HostTrust
{
    // Salesforce's domains: My Domain and Experience Cloud, Government Cloud, and China on Alibaba Cloud.
    // (Salesforce Help: "My Domain URL Formats", "Required Domains".)
    private static readonly string[] SalesforceDomains =
    [
        "salesforce.com", "force.com", "salesforce.mil", "salesforce-sites.com", "site.com", "cloudforce.com", "database.com",
        "sfcrmproducts.cn", "sfcrmapps.cn",
    ];

    /// <summary>Whether a URL may carry a secret: https anywhere, http on the loopback interface only.</summary>
    public static bool IsConfidential(Uri url) =>
        url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback);

    /// <summary>Whether a host is below one of Salesforce's domains.</summary>
    public static bool IsSalesforce(string host) => SalesforceDomains.Any(domain =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
        && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.'));

    /// <summary>Whether two URLs have scheme, host and port in common.</summary>
    public static bool SameOrigin(Uri a, Uri b) =>
        Uri.Compare(a, b, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
