namespace SalesforceJwt.PS.Tests;

/// <summary>The second half of the files of tests/pester.</summary>
public sealed class PesterSecondHalfTests : PesterTests
{
    public static TheoryData<string> Files() => FilesOf(1);

    [Theory]
    [MemberData(nameof(Files))]
    public Task Pester(string file) => RunAsync(file);
}
