using SalesforceJwt.Core.Apps;

namespace SalesforceJwt.Core.Tests.Apps;

/// <summary>OAuth scopes and metadata's names for them.</summary>
public sealed class AppScopesTests
{
    [Theory]
    [InlineData("api", "Api")]
    [InlineData("Refresh_Token", "RefreshToken")]
    [InlineData(" web ", "Web")]
    [InlineData("openid", "OpenID")]
    [InlineData("visualforce", "CustomApplications")]
    [InlineData("CDPQuery", "CDPQuery")]
    public void A_scope_has_its_name_in_metadata(string scope, string expected) => Assert.Equal(expected, AppScopes.Format([scope]));

    [Fact]
    public void A_scope_that_does_not_exist_is_an_error_that_lists_those_that_do()
    {
        var error = Assert.Throws<SfException>(() => AppScopes.Format(["api", "apo"]));
        Assert.Equal(SfErrorKind.LoginScopeInvalid, error.Kind);
        Assert.Contains("'apo'", error.Message, StringComparison.Ordinal);
        Assert.Contains("refresh_token", error.Advice!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_metadata_becomes_OAuth_scopes_and_keeps_what_is_unknown() =>
        Assert.Equal(["api", "refresh_token", "Future"], AppScopes.Parse("Api, RefreshToken,Future"));
}
