using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.Core.Tests.Query;

/// <summary>The columns of queries and searches, by their text.</summary>
public sealed class SelectListTests
{
    [Theory]
    [InlineData("SELECT Id, Name FROM Account", "Id,Name", "Id,Name")]
    [InlineData("select id,NAME from Account", "Id,Name", "Id,Name")]
    [InlineData("SELECT Name, Account.Name, Id, Account.Owner.Name FROM Contact", "Name,Account,Id", "Name,Account.Name,Id,Account.Owner.Name")]
    [InlineData("SELECT c.Name, c.Account.Name FROM Contact c", "Name,Account", "Name,Account.Name")]
    [InlineData("SELECT Account.Name FROM Account", "Name", "Name")]
    [InlineData("\nSELECT\n  Id ,\n  Owner.Name\nFROM Contact", "Id,Owner", "Id,Owner.Name")]
    [InlineData("SELECT toLabel(StageName), Id FROM Opportunity", "StageName,Id", "StageName,Id")]
    [InlineData("SELECT Id, toLabel(Account.Industry) FROM Contact", "Id,Account", "Id,Account.Industry")]
    [InlineData("SELECT FORMAT(convertCurrency(Amount)), Id FROM Opportunity", "Amount,Id", "Amount,Id")]
    [InlineData("SELECT Id, FORMAT(Amount) text, Amount FROM Opportunity", "Id,text,Amount", "Id,text,Amount")]
    [InlineData("SELECT Id, DISTANCE(Place__c, GEOLOCATION(1,2), 'mi') far, Name FROM Shop__c", "Id,far,Name", "Id,far,Name")]
    [InlineData("SELECT Id, DISTANCE(Place__c, GEOLOCATION(1,2), 'mi'), Name FROM Shop__c", "Id,expr0,Name", "Id,expr0,Name")]
    [InlineData("SELECT FIELDS(ALL) FROM Account LIMIT 200", "Id,Name,Phone", "Id,Name,Phone")]
    [InlineData("SELECT Owner.Name, FIELDS(STANDARD), Custom__c FROM Account", "Owner,Id,Phone,Custom__c", "Owner.Name,Id,Phone,Custom__c")]
    [InlineData(
        "SELECT Id, TYPEOF What WHEN Account THEN Phone, Name WHEN Opportunity THEN Amount, Name ELSE Name END, Subject FROM Event",
        "Id,What,Subject",
        "Id,What.Phone,What.Name,What.Amount,Subject")]
    [InlineData("SELECT Id FROM Account", "Id,Extra", "Id,Extra")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'x, (SELECT y FROM z)'", "Id", "Id")]
    [InlineData("FIND {x}", "Id,Name", "Id,Name")]
    [InlineData("", "Id", "Id")]
    [InlineData("SELECT ,(", "Id", "Id")]
    [InlineData("SELECT )(a), TYPEOF FROM", "Id", "Id")]
    public void The_columns_have_the_order_of_the_list(string soql, string names, string columns) =>
        Assert.Equal(columns.Split(','), SelectList.OfQuery(soql).Columns(names.Split(',')));

    [Theory]
    [InlineData("SELECT Id, (SELECT Id FROM Contacts) FROM Account", "Contacts")]
    [InlineData("SELECT Id, (SELECT Id, Account.Name FROM Account.Cases WHERE Id IN (SELECT X FROM Y)), Name FROM Account", "Account.Cases")]
    [InlineData("SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact)", null)]
    public void A_child_query_is_found(string soql, string? relationship) =>
        Assert.Equal(relationship, SelectList.OfQuery(soql).ChildQuery);

    [Fact]
    public void A_search_has_a_list_for_each_object()
    {
        var lists = SelectList.OfSearch(
            @"FIND {RETURNING x\}(} IN ALL FIELDS RETURNING Contact(LastName, Account.Name, toLabel(LeadSource) WHERE Id IN ('a', 'b') LIMIT 2), "
            + "User, Account(Owner.Name) LIMIT 5");

        Assert.Equal(["Account", "Contact"], lists.Keys.Order());
        Assert.Equal(["LastName", "Account.Name", "LeadSource"], lists["contact"].Columns(["Account", "LastName", "LeadSource"]));
        Assert.Equal(["Owner.Name"], lists["Account"].Columns(["Owner"]));
    }
}
