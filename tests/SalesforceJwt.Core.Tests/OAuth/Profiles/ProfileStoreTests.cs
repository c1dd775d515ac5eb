using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.OAuth.Profiles;

public sealed class ProfileStoreTests : IDisposable
{
    private static readonly StoredProfile Ci = new()
    {
        Name = "ci",
        LoginUrl = "https://example.my.salesforce.com",
        ClientId = "3MVG9",
        Username = "ci@example.com",
        Key = new SecretLocation(SecretLocationKind.Path, "/keys/ci.key"),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly ProfileStore _store;

    public ProfileStoreTests() => _store = new ProfileStore(Path.Combine(_folder.Path, "a", "b", "profiles.json"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_file_there_are_no_profiles_and_no_file_is_created()
    {
        Assert.Empty(_store.Read());
        Assert.Equal(SfErrorKind.ProfileNotFound, Assert.Throws<SfException>(() => _store.Find("ci")).Kind);
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData(SecretLocationKind.Path, "/keys/ü b.key", null, "path /keys/ü b.key")]
    [InlineData(SecretLocationKind.Thumbprint, "0123456789ABCDEF0123456789ABCDEF01234567", null, "thumbprint 0123456789ABCDEF0123456789ABCDEF01234567")]
    [InlineData(SecretLocationKind.Variable, "SF_JWT_KEY", null, "variable SF_JWT_KEY")]
    [InlineData(SecretLocationKind.Secret, "sf key", "work", "secret sf key (vault work)")]
    [InlineData(SecretLocationKind.Secret, "sf key", null, "secret sf key")]
    public async Task A_profile_is_read_back_as_it_was_saved(Enum kind, string value, string? vault, string text)
    {
        var profile = Ci with
        {
            Audience = "https://login.salesforce.com",
            ApiVersion = "68.0",
            Key = new SecretLocation((SecretLocationKind)kind, value, vault),
            KeyPassword = new SecretLocation(SecretLocationKind.Variable, "PASSWORD"),
        };

        Assert.Equal(profile, await _store.SaveAsync(profile, cancellationToken: Stop));

        Assert.Equal(profile, _store.Find("CI"));
        Assert.Equal(text, _store.Find("ci").Key!.ToString());
    }

    [Fact]
    public async Task Values_are_normalized_when_saved()
    {
        var saved = await _store.SaveAsync(
            Ci with { LoginUrl = " https://Example.my.salesforce.com/ ", ClientId = " 3MVG9\n", Username = " ci@example.com ", Audience = " ", ApiVersion = "v68" }, cancellationToken: Stop);

        Assert.Equal(Ci with { ApiVersion = "68.0" }, saved);
        Assert.Equal(saved, Assert.Single(_store.Read()));
    }

    [Fact]
    public async Task Profiles_are_listed_by_name_and_in_the_error_for_a_missing_one()
    {
        foreach (var name in new[] { "b", "C", "a" })
        {
            await _store.SaveAsync(Ci with { Name = name }, cancellationToken: Stop);
        }

        Assert.Equal(["a", "b", "C"], _store.Read().Select(p => p.Name));
        var error = Assert.Throws<SfException>(() => _store.Find("d"));
        Assert.Contains("a, b, C", error.Remedy, StringComparison.Ordinal);
        Assert.Contains(_store.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_of_the_same_name_is_overwritten_only_on_request()
    {
        await _store.SaveAsync(Ci, cancellationToken: Stop);
        var other = Ci with { Name = "CI", Username = "other@example.com" };

        var error = await Assert.ThrowsAsync<SfException>(() => _store.SaveAsync(other, cancellationToken: Stop));
        Assert.Equal(SfErrorKind.ProfileExists, error.Kind);
        Assert.Contains("'ci'", error.Message, StringComparison.Ordinal);
        Assert.Equal(Ci, Assert.Single(_store.Read()));

        await _store.SaveAsync(other, overwrite: true, Stop);
        Assert.Equal(other, Assert.Single(_store.Read()));
    }

    [Fact]
    public async Task A_profile_is_removed_by_name_ignoring_case()
    {
        await _store.SaveAsync(Ci, cancellationToken: Stop);
        await _store.SaveAsync(Ci with { Name = "other" }, cancellationToken: Stop);

        await _store.RemoveAsync("CI", Stop);

        Assert.Equal("other", Assert.Single(_store.Read()).Name);
        Assert.Equal(SfErrorKind.ProfileNotFound, (await Assert.ThrowsAsync<SfException>(() => _store.RemoveAsync("ci", Stop))).Kind);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ci@example.com.sandbox")]
    [InlineData("Test_1-b+c")]
    [InlineData("größe")]
    public async Task Valid_names_are_accepted(string name) => Assert.Equal(name, (await _store.SaveAsync(Ci with { Name = name }, cancellationToken: Stop)).Name);

    [Theory]
    [InlineData("a\n")]
    [InlineData("\u00A0'a'\u200B")]
    public async Task Characters_pasted_around_a_name_are_removed(string name)
    {
        Assert.Equal("a", (await _store.SaveAsync(Ci with { Name = name }, cancellationToken: Stop)).Name);
        Assert.Equal("a", _store.Find(name).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a*")]
    [InlineData("[a]")]
    [InlineData("../a")]
    [InlineData("-a")]
    [InlineData("a\nb")]
    [InlineData("4F1C9D2E3B5A60718293A4B5C6D7E8F90A1B2C3D4E5F60718293A4B5C6D7E8F9")]
    [InlineData("a,b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Other_names_are_rejected(string name)
    {
        var error = await Assert.ThrowsAsync<SfException>(() => _store.SaveAsync(Ci with { Name = name }, cancellationToken: Stop));

        Assert.Equal(SfErrorKind.ProfileNameInvalid, error.Kind);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task A_profile_that_cannot_sign_in_is_rejected()
    {
        await RefusesAsync(Ci with { LoginUrl = "login.salesforce.com" }, SfErrorKind.LoginUrlInvalid);
        await RefusesAsync(Ci with { LoginUrl = null }, SfErrorKind.LoginUrlInvalid);
        await RefusesAsync(Ci with { ClientId = "a b" }, SfErrorKind.ClientIdInvalid);
        await RefusesAsync(Ci with { ClientId = null }, SfErrorKind.ClientIdInvalid);
        await RefusesAsync(Ci with { Username = " " }, SfErrorKind.UsernameInvalid);
        await RefusesAsync(Ci with { ApiVersion = "newest" }, SfErrorKind.ApiVersionInvalid);
        await RefusesAsync(Ci with { Key = null }, SfErrorKind.ValueMissing);
        Assert.Empty(_folder.Names);

        async Task RefusesAsync(StoredProfile profile, SfErrorKind kind) =>
            Assert.Equal(kind, (await Assert.ThrowsAsync<SfException>(() => _store.SaveAsync(profile, cancellationToken: Stop))).Kind);
    }

    [Fact]
    public async Task A_thumbprint_is_accepted_as_certificate_viewers_show_it()
    {
        var key = new SecretLocation(SecretLocationKind.Thumbprint, "\u200E01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67");

        var saved = await _store.SaveAsync(Ci with { Key = key }, cancellationToken: Stop);

        Assert.Equal("0123456789ABCDEF0123456789ABCDEF01234567", saved.Key!.Value);
    }

    [Theory]
    [InlineData(SecretLocationKind.Path, "ci.key")]
    [InlineData(SecretLocationKind.Path, "")]
    [InlineData(SecretLocationKind.Thumbprint, "0123")]
    [InlineData(SecretLocationKind.Variable, "SF-JWT-KEY")]
    [InlineData(SecretLocationKind.Variable, "")]
    [InlineData(SecretLocationKind.Variable, "A=B")]
    [InlineData(SecretLocationKind.Secret, " ")]
    [InlineData(SecretLocationKind.Secret, "a\nb")]
    public async Task An_impossible_secret_location_is_rejected(Enum kind, string value)
    {
        var error = await Assert.ThrowsAsync<SfException>(() => _store.SaveAsync(Ci with { Key = new SecretLocation((SecretLocationKind)kind, value) }, cancellationToken: Stop));

        Assert.Equal(SfErrorKind.SecretLocationInvalid, error.Kind);
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData(SecretLocationKind.Path)]
    [InlineData(SecretLocationKind.Thumbprint)]
    [InlineData(SecretLocationKind.Variable)]
    [InlineData(SecretLocationKind.Secret)]
    public async Task A_key_given_as_its_own_location_is_neither_written_nor_shown(Enum kind)
    {
        foreach (var key in new[] { TestKeys.Pkcs8Pem, Convert.ToBase64String(TestKeys.Rsa.ExportPkcs8PrivateKey()), TestKeys.Pkcs8Pem.ReplaceLineEndings(" ") })
        {
            var places = new[] { Ci with { Key = new SecretLocation((SecretLocationKind)kind, key) }, Ci with { KeyPassword = new SecretLocation((SecretLocationKind)kind, key) } };
            foreach (var profile in places)
            {
                var error = await Assert.ThrowsAsync<SfException>(() => _store.SaveAsync(profile, cancellationToken: Stop));

                Assert.Equal(SfErrorKind.SecretLocationInvalid, error.Kind);
                TestKeys.AssertHidesKey(TestKeys.Pkcs8Pem, error);
            }
        }

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task The_content_of_a_variable_given_as_its_name_is_rejected()
    {
        Environment.SetEnvironmentVariable("SFJWT_TEST_PASSWORD", "hunter2hunter2");
        try
        {
            var error = await Assert.ThrowsAsync<SfException>(() => _store.SaveAsync(
                Ci with { KeyPassword = new SecretLocation(SecretLocationKind.Variable, "hunter2hunter2") }, cancellationToken: Stop));

            Assert.Equal(SfErrorKind.SecretLocationInvalid, error.Kind);
            Assert.DoesNotContain("hunter2", error + error.Remedy, StringComparison.Ordinal);
            await _store.SaveAsync(Ci with { KeyPassword = new SecretLocation(SecretLocationKind.Variable, "SFJWT_TEST_PASSWORD") }, cancellationToken: Stop);
        }
        finally
        {
            Environment.SetEnvironmentVariable("SFJWT_TEST_PASSWORD", null);
        }
    }

    [Fact]
    public void The_default_file_is_in_the_users_configuration_folder()
    {
        var path = ProfileStore.DefaultPath();

        Assert.True(Path.IsPathFullyQualified(path));
        Assert.EndsWith(Path.Combine("SalesforceJwt.PS", "profiles.json"), path, StringComparison.Ordinal);
        Assert.StartsWith(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), path, StringComparison.Ordinal);
    }
}
