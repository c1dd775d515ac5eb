using SalesforceJwt.Core.Records;

namespace SalesforceJwt.Core.Tests.Records;

/// <summary>Columns that identify a parent by an external id.</summary>
public sealed class ParentColumnTests
{
    [Theory]
    [InlineData("Account.External_Id__c", "Account", null, "External_Id__c", "AccountId")]
    [InlineData("Invoice__r.Number__c", "Invoice__r", null, "Number__c", "Invoice__c")]
    [InlineData("ns__Invoice__R.ns__Number__c", "ns__Invoice__R", null, "ns__Number__c", "ns__Invoice__c")]
    [InlineData("User:Owner.Email", "Owner", "User", "Email", "OwnerId")]
    [InlineData("Owner:User.Email", "Owner", "User", "Email", "OwnerId")]
    [InlineData("who:Lead.Email", "who", "Lead", "Email", "whoId")]
    public void A_name_has_the_relationship_the_field_and_sometimes_the_object(
        string name, string relationship, string? type, string field, string idField)
    {
        var column = ParentColumn.Parse(name);

        Assert.Equal(new ParentColumn(relationship, field, type), column);
        Assert.Equal(idField, column!.IdField);
    }

    [Theory]
    [InlineData("Account.")]
    [InlineData(".Name")]
    [InlineData("Account..Name")]
    [InlineData("Account.Parent.Number__c")]
    [InlineData("User:Owner")]
    [InlineData("A:User:Owner.Email")]
    [InlineData("Owner:User-Email")]
    [InlineData(":Owner.Email")]
    [InlineData("Account .Name")]
    [InlineData("Account.1st")]
    public void Other_names_with_a_dot_or_a_colon_are_none(string name)
    {
        Assert.True(ParentColumn.IsOne(name));
        Assert.Null(ParentColumn.Parse(name));
    }

    [Theory]
    [InlineData("LastName")]
    [InlineData("External_Id__c")]
    public void A_field_is_not_one_of_a_parent(string name) => Assert.False(ParentColumn.IsOne(name));

    [Theory]
    [InlineData("Account.External_Id__c", "Account.External_Id__c")]
    [InlineData("User:Owner.Email", "User:Owner.Email")]
    [InlineData("Owner:User.Email", "User:Owner.Email")]
    public void The_bulk_api_has_the_object_first(string name, string expected) =>
        Assert.Equal(expected, ParentColumn.Parse(name)!.ToString());
}
