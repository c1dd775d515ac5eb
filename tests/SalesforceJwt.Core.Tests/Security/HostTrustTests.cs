using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Tests.Security;

public sealed class HostTrustTests
{
    private static readonly Uri Login = new("https://gateway.example.com");

    [Theory]
    [InlineData("salesforce.com")]
    [InlineData("login.salesforce.com")]
    [InlineData("ACME.My.Salesforce.Com")]
    [InlineData("acme--uat.sandbox.my.salesforce.com")]
    [InlineData("acme.lightning.force.com")]
    [InlineData("acme.my.site.com")]
    [InlineData("acme.my.salesforce.mil")]
    [InlineData("acme.my.sfcrmproducts.cn")]
    public void Hosts_in_Salesforces_domains_are_Salesforces(string host) => Assert.True(HostTrust.IsSalesforce(host));

    [Theory]
    [InlineData("evilsalesforce.com")]
    [InlineData("salesforce.com.evil.example")]
    [InlineData("salesforce.com.")]
    [InlineData("my-salesforce.com")]
    [InlineData("workforce.com")]
    [InlineData("salesforce.co")]
    [InlineData("example.com")]
    [InlineData("")]
    public void Similar_looking_hosts_are_not_Salesforces(string host) => Assert.False(HostTrust.IsSalesforce(host));

    [Theory]
    [InlineData("https://login.salesforce.com", true)]
    [InlineData("http://127.0.0.1:80", true)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://[::1]", true)]
    [InlineData("http://login.salesforce.com", false)]
    [InlineData("http://127.0.0.1.example.com", false)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("http://10.0.0.1", false)]
    [InlineData("ftp://127.0.0.1", false)]
    [InlineData("file:///tmp", false)]
    public void Secrets_are_sent_over_https_or_to_loopback(string url, bool confidential) =>
        Assert.Equal(confidential, HostTrust.IsConfidential(new Uri(url)));

    [Theory]
    [InlineData("https://a.example/x", "https://A.example:443/y?z", true)]
    [InlineData("https://a.example", "http://a.example", false)]
    [InlineData("https://a.example", "https://a.example:8443", false)]
    [InlineData("https://a.example", "https://b.example", false)]
    [InlineData("https://a.example", "https://a.example.b.example", false)]
    public void An_origin_is_scheme_host_and_port(string a, string b, bool same) =>
        Assert.Equal(same, HostTrust.SameOrigin(new Uri(a), new Uri(b)));

    [Theory]
    [InlineData("https://acme.my.salesforce.com")]
    [InlineData("https://gateway.example.com")]
    [InlineData("https://api.example.com")]
    public void An_instance_of_Salesforce_the_login_host_or_an_allowed_host_is_trusted(string instance) =>
        InstanceTrust.Require(new Uri(instance), Login, ["API.example.com"]);

    [Theory]
    [InlineData("https://evil.example", "evil.example")]
    [InlineData("https://login.salesforce.com@evil.example", "evil.example")]
    [InlineData("https://example.com", "example.com")]
    [InlineData("http://acme.my.salesforce.com", "https")]
    [InlineData("http://gateway.example.com", "https")]
    [InlineData("http://api.example.com", "https")]
    [InlineData("ftp://gateway.example.com", "https")]
    public void Any_other_instance_is_rejected(string instance, string remedy)
    {
        var error = Assert.Throws<SfException>(() => InstanceTrust.Require(new Uri(instance), Login, ["api.example.com"]));

        Assert.Equal(SfErrorKind.InstanceUrlUntrusted, error.Kind);
        Assert.Contains("gateway.example.com", error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Advice!.Step == NextStep.AllowInstanceHost ? error.Advice.Facts[0] : error.Remedy, StringComparison.Ordinal);
    }
}
