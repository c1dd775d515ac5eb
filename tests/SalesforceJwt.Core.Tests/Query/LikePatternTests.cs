using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.Core.Tests.Query;

/// <summary>Patterns of names in SOQL. Users.Tests.ps1 and PermissionSets.Tests.ps1 have them answered by an org.</summary>
public sealed class LikePatternTests
{
    [Theory]
    [InlineData("May_export", @"'May\_export'")]
    [InlineData("*100%?", @"'%100\%_'")]
    [InlineData(@"a\*", @"'a\\%'")]
    [InlineData(@"O'Hara\_", @"'O\'Hara\\\_'")]
    public void Wildcards_are_those_of_SOQL_and_everything_else_means_itself(string pattern, string literal) =>
        Assert.Equal(literal, LikePattern.Of(pattern));
}
