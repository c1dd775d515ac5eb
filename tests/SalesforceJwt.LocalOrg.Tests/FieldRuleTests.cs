using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Checks of values: e-mail addresses and picklists.</summary>
public sealed class FieldRuleTests
{
    private const string Contacts = $"{TestOrg.Data}/sobjects/Contact";

    [Theory]
    [InlineData("ann@example.com")]
    [InlineData("a.b+c'd@sub-domain.example.co")]
    [InlineData("")]
    public async Task An_email_address_is_saved(string address)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal(201, (await org.SendAsync(Post, Contacts, new { LastName = "Lee", Email = address })).Status);
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("ann@localhost")]
    [InlineData("ann@example.com ")]
    [InlineData("a..b@example.com")]
    [InlineData(".a@example.com")]
    [InlineData("a@b@example.com")]
    [InlineData("Ann <ann@example.com>")]
    [InlineData("änn@example.com")]
    public async Task Another_text_is_no_email_address(string address)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal(
            (400, "INVALID_EMAIL_ADDRESS", $"Email: invalid email address: {address}"),
            await org.FailAsync(Post, Contacts, new { LastName = "Lee", Email = address }));
        var (_, results) = await org.SendAsync(Post, $"{TestOrg.Data}/composite/sobjects", new
        {
            records = new[] { new { attributes = new { type = "Contact" }, LastName = "Lee", Email = address } },
        });
        Assert.Equal("Email", results[0].GetProperty("errors")[0].GetProperty("fields")[0].GetString());
    }

    [Fact]
    public async Task Standard_picklists_accept_other_values_as_in_a_new_org()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal(201, (await org.SendAsync(Post, $"{TestOrg.Data}/sobjects/Account", new { Name = "Acme", Industry = "Zoo" })).Status);
    }
}
