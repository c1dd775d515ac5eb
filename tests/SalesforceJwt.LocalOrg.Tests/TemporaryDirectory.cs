namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>A directory that is deleted with the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("localorg-tests-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
