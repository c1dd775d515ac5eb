using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.OAuth;

public sealed class LoginUrlTests
{
    [Theory]
    [InlineData("https://login.salesforce.com", "https://login.salesforce.com")]
    [InlineData("https://login.salesforce.com/", "https://login.salesforce.com")]
    [InlineData("  https://test.salesforce.com\n", "https://test.salesforce.com")]
    [InlineData("HTTPS://ACME.My.Salesforce.com", "https://acme.my.salesforce.com")]
    [InlineData("https://acme--uat.sandbox.my.salesforce.com:443", "https://acme--uat.sandbox.my.salesforce.com")]
    [InlineData("https://login.example.com:8443/", "https://login.example.com:8443")]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5000")]
    [InlineData("http://localhost:5000/", "http://localhost:5000")]
    [InlineData("http://[::1]:5000/", "http://[::1]:5000")]
    public void An_origin_is_accepted(string text, string audience)
    {
        var url = LoginUrl.Parse(text);

        Assert.Equal(audience, LoginUrl.ToAudience(url));
        Assert.Equal("/", url.PathAndQuery);
    }

    [Theory]
    [InlineData("", "https://login.salesforce.com")]
    [InlineData("login.salesforce.com", "Did you mean https://login.salesforce.com?")]
    [InlineData("localhost:8443", "Did you mean https://localhost:8443?")]
    [InlineData("https://", "https://login.salesforce.com")]
    [InlineData("ftp://login.salesforce.com", "https://login.salesforce.com")]
    [InlineData("file:///etc/passwd", "https://login.salesforce.com")]
    [InlineData("/services/oauth2/token", null)]
    [InlineData("http://login.salesforce.com", "Use https://login.salesforce.com")]
    [InlineData("http://127.0.0.1.example.com", "Use https://127.0.0.1.example.com")]
    [InlineData("https://login.salesforce.com/services/oauth2/token", "Use https://login.salesforce.com.")]
    [InlineData("https://acme.my.site.com/customers", "Experience Cloud")]
    [InlineData("https://login.salesforce.com?un=ci@example.com", "Use https://login.salesforce.com.")]
    [InlineData("https://login.salesforce.com/#x", "Use https://login.salesforce.com.")]
    [InlineData("https://acme.lightning.force.com/lightning/page/home", "Use https://acme.my.salesforce.com.")]
    [InlineData("https://acme--uat.sandbox.my.salesforce-setup.com", "Use https://acme--uat.sandbox.my.salesforce.com.")]
    [InlineData("https://ci:secret@login.salesforce.com", "SetUsername")]
    public void Anything_else_is_rejected_with_the_valid_form(string text, string? remedy)
    {
        var error = Assert.Throws<SfException>(() => LoginUrl.Parse(text));

        Assert.Equal(SfErrorKind.LoginUrlInvalid, error.Kind);
        Assert.Contains(remedy ?? string.Empty, error.Advised(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message + error.Remedy, StringComparison.Ordinal);
    }
}
