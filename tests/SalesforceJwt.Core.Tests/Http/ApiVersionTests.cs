using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Tests.Http;

public sealed class ApiVersionTests
{
    [Theory]
    [InlineData("68.0", "68.0")]
    [InlineData("v68.0", "68.0")]
    [InlineData("V68", "68.0")]
    [InlineData("68", "68.0")]
    [InlineData(" 9.0 ", "9.0")]
    [InlineData("100", "100.0")]
    public void A_version_is_accepted_in_every_usual_form(string text, string version) => Assert.Equal(version, ApiVersion.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("v")]
    [InlineData("vv68.0")]
    [InlineData("latest")]
    [InlineData("68.5")]
    [InlineData("68,0")]
    [InlineData("0")]
    [InlineData("-68")]
    [InlineData("1000")]
    [InlineData("6 8")]
    [InlineData("68.0/../query")]
    [InlineData("٦٨")]
    public void Anything_else_is_rejected(string text)
    {
        var error = Assert.Throws<SfException>(() => ApiVersion.Parse(text));

        Assert.Equal(SfErrorKind.ApiVersionInvalid, error.Kind);
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("68.0", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_culture_of_the_machine_does_not_matter()
    {
        using var culture = new ForeignCulture();
        Assert.Equal("68.0", ApiVersion.Parse("68.0"));
        Assert.Equal("67.0", ApiVersion.Parse("67"));
    }
}
