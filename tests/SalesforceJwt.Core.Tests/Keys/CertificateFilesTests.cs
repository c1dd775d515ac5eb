using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

public sealed class CertificateFilesTests : IDisposable
{
    private static readonly string[] Names = ["server.crt", "server.key", "server.pfx"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Certificate_and_plain_key_are_written_and_read_back()
    {
        var files = Write(null);

        Assert.Equal(["server.crt", "server.key"], _folder.Names);
        using var key = PrivateKeyReader.FromFile(files.KeyPath);
        using var certificate = CertificateReader.FromFile(files.CertificatePath);
        Assert.Equal(KeyFormat.Pkcs8, key.Format);
        Assert.Equal(TestKeys.Certificate.Thumbprint, certificate.Thumbprint);
        Assert.True(key.Matches(certificate));
        Assert.False(certificate.HasPrivateKey);
    }

    [Fact]
    public void With_a_password_key_and_PFX_open_only_with_it()
    {
        var files = Write(TestKeys.Password);

        Assert.Equal(Names, _folder.Names);
        Assert.All([files.KeyPath, files.PfxPath!], path =>
        {
            using var key = PrivateKeyReader.FromFile(path, TestKeys.Password);
            TestKeys.AssertIsTheKey(key);
            Assert.Equal(SfErrorKind.KeyPasswordRequired, Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(path)).Kind);
            Assert.Equal(SfErrorKind.KeyPasswordWrong, Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(path, "wrong")).Kind);
        });
    }

    [Fact]
    public async Task Openssl_reads_all_three_files()
    {
        using var certificate = SelfSignedCertificate.Create(new CertificateRequestOptions { Subject = "CN=ci-deploy, O=Example" });
        var files = CertificateFiles.In(_folder.Path, "server", withPfx: true);
        files.Write(certificate, TestKeys.Password, overwrite: false);
        var password = "pass:" + TestKeys.Password;

        Assert.Contains("OK", await OpenSsl.RunAsync("verify", "-CAfile", files.CertificatePath, files.CertificatePath), StringComparison.Ordinal);
        var text = await OpenSsl.RunAsync("x509", "-in", files.CertificatePath, "-noout", "-fingerprint", "-sha256");
        Assert.Contains(CertificateReader.Sha256Thumbprint(certificate), text.Replace(":", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("RSA key ok", await OpenSsl.RunAsync("rsa", "-in", files.KeyPath, "-passin", password, "-check", "-noout"), StringComparison.Ordinal);
        var pfx = await OpenSsl.RunAsync("pkcs12", "-in", files.PfxPath!, "-passin", password, "-nodes");
        Assert.Contains("BEGIN CERTIFICATE", pfx, StringComparison.Ordinal);
        using var key = PrivateKeyReader.FromText(pfx);
        Assert.True(key.Matches(certificate));
    }

    [Fact]
    public void Only_the_owner_may_read_the_key_and_the_PFX()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var files = Write(TestKeys.Password);

#pragma warning disable CA1416 // Not reached on Windows.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files.KeyPath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files.PfxPath!));
        Assert.True(File.GetUnixFileMode(files.CertificatePath).HasFlag(UnixFileMode.UserRead));
#pragma warning restore CA1416
    }

    [Theory]
    [InlineData("server.crt")]
    [InlineData("server.key")]
    [InlineData("server.pfx")]
    public void Nothing_is_overwritten_unless_requested(string name)
    {
        _folder.Write(name, "mine"u8.ToArray());

        var error = Fails(overwrite: false);

        Assert.Equal(SfErrorKind.FileExists, error.Kind);
        Assert.Contains(_folder[name], error.Message, StringComparison.Ordinal);
        Assert.Contains("OverwriteFile", error.Advised(), StringComparison.Ordinal);
        Assert.Equal([name], _folder.Names);
        Assert.Equal("mine", File.ReadAllText(_folder[name]));
    }

    [Fact]
    public void Overwriting_leaves_the_new_files_and_no_others()
    {
        Array.ForEach(Names, name => _folder.Write(name, "old"u8.ToArray()));

        var files = Write(TestKeys.Password, overwrite: true);

        Assert.Equal(Names, _folder.Names);
        using var key = PrivateKeyReader.FromFile(files.KeyPath, TestKeys.Password);
        TestKeys.AssertIsTheKey(key);
        Assert.All(files.Paths, path => Assert.NotEqual("old", File.ReadAllText(path)));
    }

    [Theory]
    [InlineData("server.crt")]
    [InlineData("server.key")]
    [InlineData("server.pfx")]
    public void If_one_target_is_a_folder_nothing_changes(string name)
    {
        string[] others = [.. Names.Where(n => n != name)];
        Array.ForEach(others, other => _folder.Write(other, TestKeys.Ascii("old " + other)));
        Directory.CreateDirectory(_folder[name]);

        var error = Fails(overwrite: true);

        Assert.Equal(SfErrorKind.FileAccessFailed, error.Kind);
        Assert.Equal(Names, _folder.Names);
        Assert.All(others, other => Assert.Equal("old " + other, File.ReadAllText(_folder[other])));
        Assert.True(Directory.Exists(_folder[name]));
    }

    [Fact]
    public void If_the_last_target_cannot_be_written_none_is()
    {
        var files = new CertificateFiles(_folder["server.crt"], _folder["server.key"], Path.Combine(_folder["missing"], "server.pfx"));

        var error = Assert.Throws<SfException>(() => files.Write(TestKeys.Certificate, TestKeys.Password, overwrite: false));

        Assert.Equal(SfErrorKind.FolderNotFound, error.Kind);
        Assert.Contains(_folder["missing"], error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void A_folder_without_write_permission_is_unchanged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "An administrator may write everywhere.");
        var locked = Directory.CreateDirectory(_folder["locked"]);
#pragma warning disable CA1416 // Not reached on Windows.
        locked.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        try
        {
            var files = new CertificateFiles(_folder["server.crt"], Path.Combine(locked.FullName, "server.key"), null);

            var error = Assert.Throws<SfException>(() => files.Write(TestKeys.Certificate, default, overwrite: false));

            Assert.Equal(SfErrorKind.FileAccessFailed, error.Kind);
            Assert.Equal(["locked"], _folder.Names);
        }
        finally
        {
            locked.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }
#pragma warning restore CA1416
    }

    [Fact]
    public void Links_and_permissions_of_certificates_stay_and_only_the_owner_can_read_keys()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
#pragma warning disable CA1416 // Not reached on Windows.
        Directory.CreateDirectory(_folder["etc"]);
        var old = CertificateFiles.In(_folder["etc"], "real", withPfx: false);
        File.WriteAllText(old.CertificatePath, "old");
        File.WriteAllText(old.KeyPath, "old");
        File.SetUnixFileMode(old.CertificatePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.SetUnixFileMode(old.KeyPath, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.CreateSymbolicLink(_folder["server.crt"], "etc/real.crt");
        File.CreateSymbolicLink(_folder["server.key"], "etc/real.key");

        Assert.Equal(SfErrorKind.FileExists, Assert.Throws<SfException>(() => Write(null)).Kind);
        var files = Write(null, overwrite: true);

        Assert.Equal("etc/real.key", new FileInfo(files.KeyPath).LinkTarget);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", File.ReadAllText(old.CertificatePath), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(old.CertificatePath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(old.KeyPath));
        Assert.Equal(["etc", "server.crt", "server.key"], _folder.Names);
#pragma warning restore CA1416
    }

    [Fact]
    public void A_fifo_is_not_replaced_by_a_key()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files.");
        using (var make = System.Diagnostics.Process.Start("mkfifo", _folder["server.key"]))
        {
            make.WaitForExit();
        }

        Assert.Equal(SfErrorKind.FileAccessFailed, Fails(overwrite: true).Kind);
        Assert.Equal(["server.key"], _folder.Names);
        Assert.NotNull(Core.FileSystem.UnixFile.Find(_folder["server.key"]));
        Assert.False(Core.FileSystem.UnixFile.Find(_folder["server.key"])!.Value.IsRegular);
    }

    [Fact]
    public void The_private_key_is_in_no_error()
    {
        Directory.CreateDirectory(_folder["server.key"]);

        TestKeys.AssertHidesKey(TestKeys.Pkcs8Pem, Fails(overwrite: true));
    }

    private CertificateFiles Write(string? password, bool overwrite = false)
    {
        var files = CertificateFiles.In(_folder.Path, "server", withPfx: password is not null);
        files.Write(TestKeys.Certificate, password, overwrite);
        return files;
    }

    private SfException Fails(bool overwrite) => Assert.Throws<SfException>(() => Write(TestKeys.Password, overwrite));
}
