using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Admin;

/// <summary>Users are found with what other objects say about them.</summary>
public sealed class UserQueryTests : ConnectedTests
{
    [Fact]
    public async Task Frozen_users_are_known_on_every_page_however_short_the_first_one_is()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            Test.Org.Users.Add($"{name}@users.example").IsFrozen = name == "c";
        }

        Test.Org.Options.MaxPageSize = 2;
        var query = new UserQuery(Session) { ReadsFrozen = true };

        var users = await query.FindAsync(["Username LIKE '%@users.example'"], TestOrg.Cancellation).JoinAsync();

        Assert.Equal([false, false, true], users.Select(user => user.IsFrozen));
    }
}
