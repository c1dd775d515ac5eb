using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.OAuth.Profiles;

/// <summary>Sign-ins from a profile and from the environment, and which value has precedence.</summary>
public sealed class JwtSignInResolverTests : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _environment = [];
    private readonly TemporaryFolder _folder = new();
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartShuffledAsync();

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_signs_in_from_a_saved_profile_alone()
    {
        var store = new ProfileStore(_folder["profiles.json"]);
        await store.SaveAsync(Profile(), cancellationToken: TestOrg.Cancellation);

        using var session = await SignInAsync(Resolver(profile: store.Find("CI")));

        Assert.Equal(TestOrg.Username, session.Username);
        Assert.Equal("68.0", session.ApiVersion);
        Assert.Single(_org.SignIns);
    }

    [Theory]
    [InlineData(SignInEnvironment.Key)]
    [InlineData(SignInEnvironment.KeyFile)]
    public async Task It_signs_in_from_the_environment_alone(string variable)
    {
        SetEnvironment();
        _environment.Remove(SignInEnvironment.Key);
        _environment[variable] = variable == SignInEnvironment.Key ? TestKeys.Pkcs8Pem : KeyFile();

        using var session = await SignInAsync(Resolver());

        Assert.Equal(TestOrg.Username, session.Username);
    }

    [Fact]
    public async Task It_decrypts_a_key_with_the_password_of_the_environment()
    {
        SetEnvironment();
        _environment[SignInEnvironment.Key] = TestKeys.EncryptedPkcs8Pem;
        _environment[SignInEnvironment.KeyPassword] = TestKeys.Password;

        var signIn = await ResolveAsync(Resolver());

        Assert.True(signIn.Key.IsEncrypted);
        Assert.Equal(SignInEnvironment.Key, signIn.Key.Key!.Value);
        Assert.Equal(SignInEnvironment.KeyPassword, signIn.Key.Password!.Value);
    }

    [Fact]
    public async Task Given_values_override_the_profile()
    {
        var given = new JwtSignInValues
        {
            ClientId = "3MVG9.given",
            Username = "given@example.com",
            LoginUrl = () => new Uri("https://given.my.salesforce.com"),
            Audience = "https://given.example.com",
            ApiVersion = "v60",
            KeyPath = KeyFile("given.key"),
        };

        var signIn = await ResolveAsync(Resolver(given, Profile() with { Audience = "https://saved.example.com" }));

        Assert.Equal("3MVG9.given", signIn.Flow.Client.ClientId);
        Assert.Equal("given@example.com", signIn.Flow.Username);
        Assert.Equal("https://given.my.salesforce.com/", signIn.Flow.LoginUrl.AbsoluteUri);
        Assert.Equal("https://given.example.com", signIn.Flow.Audience);
        Assert.Equal("60.0", signIn.ApiVersion);
        Assert.Equal(given.KeyPath, signIn.Key.Key!.Value);
    }

    [Fact]
    public async Task Given_values_override_the_environment()
    {
        SetEnvironment();
        var given = new JwtSignInValues
        {
            ClientId = "3MVG9.given",
            Username = "given@example.com",
            LoginUrl = () => new Uri("https://given.my.salesforce.com"),
            PrivateKey = () => TestKeys.Pkcs8Pem.ToCharArray(),
        };

        var signIn = await ResolveAsync(Resolver(given));

        Assert.Equal("3MVG9.given", signIn.Flow.Client.ClientId);
        Assert.Equal("given@example.com", signIn.Flow.Username);
        Assert.Equal("https://given.my.salesforce.com/", signIn.Flow.LoginUrl.AbsoluteUri);
        Assert.Null(signIn.Key.Key);
    }

    [Fact]
    public async Task With_a_profile_the_environment_is_not_read()
    {
        var signIn = await ResolveAsync(new JwtSignInResolver(new JwtSignInValues(), Profile())
        {
            GetVariable = name => throw new InvalidOperationException($"{name} was read."),
        });

        Assert.Equal(TestOrg.Username, signIn.Flow.Username);
    }

    [Fact]
    public async Task A_given_key_is_not_decrypted_with_the_password_of_the_profiles_key()
    {
        _environment["SAVED_PASSWORD"] = TestKeys.Password;
        var profile = Profile() with { KeyPassword = new SecretLocation(SecretLocationKind.Variable, "SAVED_PASSWORD") };
        var given = new JwtSignInValues { PrivateKey = () => TestKeys.EncryptedPkcs8Pem.ToCharArray() };

        var error = await FailAsync(Resolver(given, profile));

        Assert.Equal(SfErrorKind.KeyPasswordRequired, error.Kind);
        Assert.StartsWith("Profile 'ci': ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_login_host_is_production() =>
        Assert.Equal("https://login.salesforce.com/", Resolver().GetLoginUrl().AbsoluteUri);

    [Fact]
    public async Task The_key_comes_from_the_vault_that_the_profile_names()
    {
        var profile = Profile() with { Key = new SecretLocation(SecretLocationKind.Secret, "sf-key", "ci-vault") };
        SecretLocation? asked = null;
        var resolver = new JwtSignInResolver(new JwtSignInValues(), profile)
        {
            ReadVault = location =>
            {
                asked = location;
                return TestKeys.Pkcs8Pem.ToCharArray();
            },
        };

        var signIn = await ResolveAsync(resolver);

        Assert.Equal(profile.Key, asked);
        Assert.Equal(profile.Key, signIn.Key.Key);
    }

    [Fact]
    public async Task Secrets_are_cleared_after_use()
    {
        var (key, password) = (TestKeys.EncryptedPkcs8Pem.ToCharArray(), TestKeys.Password.ToCharArray());
        SetEnvironment();

        await ResolveAsync(Resolver(new JwtSignInValues { PrivateKey = () => key, KeyPassword = () => password }));

        Assert.All(key.Concat(password), c => Assert.Equal('\0', c));
    }

    [Theory]
    [InlineData(SignInEnvironment.ClientId, "No client id (consumer key) was given.")]
    [InlineData(SignInEnvironment.Username, "No username was given.")]
    [InlineData(SignInEnvironment.Key, "No private key was given.")]
    public async Task A_value_that_neither_parameter_nor_environment_has_is_an_error(string variable, string message)
    {
        SetEnvironment();
        _environment[variable] = " ";

        var error = await FailAsync(Resolver());

        Assert.Equal(SfErrorKind.ValueMissing, error.Kind);
        Assert.Equal(message, error.Message);
        Assert.Contains(variable, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_missing_from_a_profile_is_an_error_that_names_it()
    {
        SetEnvironment();
        (StoredProfile Profile, string Message)[] lacking =
        [
            (Profile() with { LoginUrl = null }, "It has no login URL."),
            (Profile() with { ClientId = null }, "It has no client id (consumer key)."),
            (Profile() with { Username = null }, "It has no username."),
            (Profile() with { Key = null }, "It has no place of the private key."),
        ];
        foreach (var (profile, message) in lacking)
        {
            var error = await FailAsync(Resolver(profile: profile));

            Assert.Equal(SfErrorKind.ValueMissing, error.Kind);
            Assert.Equal("Profile 'ci': " + message, error.Message);
        }
    }

    [Fact]
    public async Task A_variable_that_a_profile_names_and_that_is_not_set_is_an_error()
    {
        var error = await FailAsync(Resolver(profile: Profile() with { Key = new SecretLocation(SecretLocationKind.Variable, "SAVED_KEY") }));

        Assert.Equal(SfErrorKind.ValueMissing, error.Kind);
        Assert.Equal("Profile 'ci': The environment variable SAVED_KEY is not set.", error.Message);
    }

    [Fact]
    public async Task Invalid_values_of_a_profile_have_their_usual_error_kind()
    {
        Assert.Equal(SfErrorKind.ApiVersionInvalid, (await FailAsync(Resolver(profile: Profile() with { ApiVersion = "x" }))).Kind);
        Assert.Equal(SfErrorKind.LoginUrlInvalid, (await FailAsync(Resolver(profile: Profile() with { LoginUrl = "x" }))).Kind);
        var missing = Profile() with { Key = new SecretLocation(SecretLocationKind.Path, _folder["missing.key"]) };
        Assert.Equal(SfErrorKind.KeyFileNotFound, (await FailAsync(Resolver(profile: missing))).Kind);
        var vault = Profile() with { Key = new SecretLocation(SecretLocationKind.Secret, "sf-key") };
        Assert.Equal(SfErrorKind.SecretUnavailable, (await FailAsync(Resolver(profile: vault))).Kind);
    }

    private static async Task<SfException> FailAsync(JwtSignInResolver resolver) =>
        await Assert.ThrowsAsync<SfException>(() => resolver.ResolveAsync(TestOrg.Cancellation));

    private static async Task<JwtSignIn> ResolveAsync(JwtSignInResolver resolver)
    {
        var signIn = await resolver.ResolveAsync(TestOrg.Cancellation);
        signIn.Flow.Dispose();
        return signIn;
    }

    private static async Task<SfSession> SignInAsync(JwtSignInResolver resolver)
    {
        var signIn = await resolver.ResolveAsync(TestOrg.Cancellation);
        return await SfSession.SignInAsync(signIn.Flow, TestOrg.Options() with { ApiVersion = signIn.ApiVersion }, null, TestOrg.Cancellation);
    }

    private JwtSignInResolver Resolver(JwtSignInValues? given = null, StoredProfile? profile = null) =>
        new(given ?? new JwtSignInValues(), profile) { GetVariable = _environment.GetValueOrDefault };

    private StoredProfile Profile() => new()
    {
        Name = "ci",
        LoginUrl = _org.Server.HttpUrl.OriginalString,
        ClientId = TestOrg.ClientId,
        Username = TestOrg.Username,
        ApiVersion = "68.0",
        Key = new SecretLocation(SecretLocationKind.Path, KeyFile()),
    };

    private void SetEnvironment()
    {
        _environment[SignInEnvironment.ClientId] = TestOrg.ClientId;
        _environment[SignInEnvironment.Username] = TestOrg.Username;
        _environment[SignInEnvironment.LoginUrl] = _org.Server.HttpUrl.OriginalString;
        _environment[SignInEnvironment.Key] = TestKeys.Pkcs8Pem;
    }

    private string KeyFile(string name = "ci.key") => _folder.Write(name, TestKeys.Ascii(TestKeys.Pkcs8Pem));
}
