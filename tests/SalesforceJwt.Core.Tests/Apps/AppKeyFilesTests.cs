using SalesforceJwt.Core.Apps;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.Tests.Apps;

public sealed class AppKeyFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sfjwt-test-");

    [Fact]
    public async Task Files_of_another_run_are_not_replaced()
    {
        // The other run writes its files when this one has seen that there are none.
        var files = CertificateFiles.In(_folder.FullName, "ci", withPfx: false);
        var observer = new Confirming(() => File.WriteAllText(files.KeyPath, "the other's"));

        var error = await Assert.ThrowsAsync<SfException>(
            () => new AppKeyFiles("ci", files, [], observer).FindAsync(appExists: false, TestContext.Current.CancellationToken));

        Assert.Equal(SfErrorKind.Conflict, error.Kind);
        Assert.Equal(
            "Certificate and key of the app 'ci' have just been made by another run of the same command. Nothing was changed.", error.Message);
        Assert.Equal("the other's", await File.ReadAllTextAsync(files.KeyPath, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(files.CertificatePath));
    }

    [Fact]
    public async Task Nothing_is_made_if_the_user_declines()
    {
        var files = CertificateFiles.In(_folder.FullName, "ci", withPfx: false);

        Assert.Null(await new AppKeyFiles("ci", files, [], new Confirming(null))
            .FindAsync(appExists: false, TestContext.Current.CancellationToken));

        Assert.Empty(_folder.GetFiles());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class Confirming(Action? agree) : IAppObserver
    {
        public bool IsDryRun => false;

        public Task<bool> ConfirmAsync(string target, string action)
        {
            agree?.Invoke();
            return Task.FromResult(agree is not null);
        }

        public void Report(string text)
        {
        }
    }
}
