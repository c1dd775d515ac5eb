using System.Text;
using System.Xml.Linq;
using SalesforceJwt.Core.Apps;
using SalesforceJwt.Core.Metadata;

namespace SalesforceJwt.Core.Tests.Apps;

/// <summary>Components of apps as they are read, changed and written.</summary>
public sealed class AppComponentTests
{
    private static readonly XNamespace Namespace = MetadataReader.Namespace;

    [Fact]
    public void A_file_has_the_elements_in_the_order_of_their_names_and_no_full_name()
    {
        var component = AppComponent.Of(AppComponentType.GlobalSettings, Read(("label", "x"), ("fullName", "ci_glbloauth"), ("callbackUrl", "https://a & b")));

        Assert.Equal("extlClntAppGlobalOauthSets/ci_glbloauth.ecaGlblOauth", component.Path);
        var root = XElement.Parse(Encoding.UTF8.GetString(component.ToFile()));
        Assert.Equal(Namespace + "ExtlClntAppGlobalOauthSettings", root.Name);
        Assert.Equal(["callbackUrl", "label"], root.Elements().Select(element => element.Name.LocalName));
        Assert.Equal("https://a & b", (string?)root.Element(Namespace + "callbackUrl"));
    }

    [Fact]
    public void Elements_that_the_module_does_not_know_are_kept()
    {
        var read = Read(("fullName", "ci_oauth"), ("commaSeparatedOauthScopes", "Api"));
        read.Add(new XElement(Namespace + "trustedIpRanges", new XElement(Namespace + "startIpAddress", "10.0.0.1")));
        var changed = AppSettings.Apply(
            AppComponent.Of(AppComponentType.OauthSettings, read), new AppOptions { Name = "ci", Scopes = ["api", "web"] });

        var written = XElement.Parse(Encoding.UTF8.GetString(changed.ToFile()));
        Assert.Equal("Api, Web", (string?)written.Element(Namespace + "commaSeparatedOauthScopes"));
        Assert.Equal("10.0.0.1", (string?)written.Element(Namespace + "trustedIpRanges")?.Element(Namespace + "startIpAddress"));
    }

    [Theory]
    [InlineData("59.0", true)]
    [InlineData("60.0", false)]
    public void A_certificate_needs_an_API_version_that_has_it(string version, bool fails)
    {
        var component = AppComponent.Create(AppComponentType.GlobalSettings, "ci");
        component[AppSettings.Certificate] = "pem";

        var error = Record.Exception(() => component.RequireVersion(version)) as SfException;
        Assert.Equal(fails ? SfErrorKind.ApiVersionInvalid : null, error?.Kind);
        Assert.Equal(fails ? "60.0" : null, error?.Advice?.Facts[0]);
    }

    [Fact]
    public void The_same_settings_in_another_order_are_no_change()
    {
        var one = AppComponent.Of(AppComponentType.OauthSettings, Read(("fullName", "a"), ("label", "x"), ("commaSeparatedOauthScopes", "Api,RefreshToken")));
        var other = AppComponent.Of(AppComponentType.OauthSettings, Read(("commaSeparatedOauthScopes", "Api,RefreshToken"), ("fullName", "a"), ("label", "x")));
        Assert.True(one.IsSameAs(other));

        var applied = AppSettings.Apply(one.Copy(), new AppOptions { Name = "ci", Scopes = ["refresh_token", "API"] });
        Assert.True(applied.IsSameAs(other));
    }

    [Fact]
    public void Flows_become_flags_and_flags_flows()
    {
        var component = AppSettings.Apply(
            AppComponent.Create(AppComponentType.GlobalSettings, "ci"),
            new AppOptions { Name = "ci", Flows = [SfAppFlow.Web, SfAppFlow.Device], CertificatePem = null });

        Assert.Equal([SfAppFlow.Web, SfAppFlow.Device], AppSettings.ReadFlows(component));
        Assert.Equal(("true", "true"), (component["isConsumerSecretOptional"], component["isDeviceFlowEnabled"]));
    }

    [Fact]
    public void A_new_app_has_the_flows_scopes_and_callback_URL_of_scripts()
    {
        var components = AppSettings.Create(new AppOptions { Name = "ci", ContactEmail = "me@example.com", CertificatePem = "pem" });

        Assert.Equal(["ExternalClientApplication", "ExtlClntAppOauthSettings", "ExtlClntAppGlobalOauthSettings"], components.Select(c => c.Type.Name));
        Assert.All(components, component => Assert.Equal("ci", component.AppName));
        Assert.Equal(AppScopes.Default, AppSettings.ReadScopes(components[1]));
        Assert.Equal(AppOptions.DefaultCallbackUrl, Assert.Single(AppSettings.ReadCallbackUrls(components[2])));
        Assert.Equal([SfAppFlow.Jwt], AppSettings.ReadFlows(components[2]));
        Assert.Null(components[2]["consumerSecret"]);
    }

    private static XElement Read(params (string Name, string Value)[] elements) =>
        new(Namespace + "records", elements.Select(element => new XElement(Namespace + element.Name, element.Value)));
}
