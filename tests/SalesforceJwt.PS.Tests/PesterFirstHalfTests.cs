namespace SalesforceJwt.PS.Tests;

/// <summary>The first half of the files of tests/pester.</summary>
public sealed class PesterFirstHalfTests : PesterTests
{
    public static TheoryData<string> Files() => FilesOf(0);

    [Theory]
    [MemberData(nameof(Files))]
    public Task Pester(string file) => RunAsync(file);
}
