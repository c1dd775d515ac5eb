using System.Security.Cryptography;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Diagnostics;

/// <summary>The doctor reports every error of the token endpoint, caused by a state of the org, with its cause and remedy.</summary>
public sealed class SignInDoctorErrorTests : IAsyncLifetime
{
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartShuffledAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    public static TheoryData<string, string, string> Rejections() => new()
    {
        { "not approved", "user hasn't approved this consumer", "sign in through a browser" },
        { "not admin approved", "user is not admin approved to access this app", "profile or permission set" },
        { "certificate", "invalid assertion", "Compare the thumbprints" },
        { "clock", "expired authorization code", "timedatectl" },
        { "inactive", "inactive user", "Reactivate" },
        { "frozen", "user is inactive", "Unfreeze" },
        { "ip", "ip restricted", "Relax IP restrictions" },
        { "high assurance", "authentication failure", "Login History" },
        { "client id", "client identifier invalid", "10 minutes" },
        { "not installed", "External client app is not installed in this org", "My Domain" },
        { "login host", "External client app is not installed in this org", "https://NAME.my.salesforce.com" },
        { "uninstalled", "app must be installed into org", "OAuth Usage" },
        { "flow", "grant type not supported", "Enable JWT Bearer Flow" },
        { "rate", "login rate exceeded", "keep the connection" },
        { "org", "organization is inactive", "org's owner" },
        { "unknown words", "some new wording", "Login History" },
        { "server error", "server_error", "status.salesforce.com" },
        { "maintenance", "Down for maintenance", "status.salesforce.com" },
        { "a page", "Not Salesforce", "login host" },
    };

    [Theory]
    [MemberData(nameof(Rejections))]
    public async Task A_rejected_sign_in_is_reported_with_its_cause_and_remedy(string cause, string expected, string remedy)
    {
        var clientId = Arrange(cause);

        var results = await _org.ExamineAsync(clientId: clientId);

        var last = results[^1];
        Assert.Equal(("Sign-in", SfCheckStatus.Failed), (last.Check, last.Status));
        Assert.Contains(expected, last.Detail, StringComparison.Ordinal);
        Assert.Contains(remedy, last.Remedy, StringComparison.Ordinal);
        Assert.Single(_org.SignIns);
    }

    [Fact]
    public async Task A_missing_approval_is_reported_with_both_remedies()
    {
        Arrange("not approved");

        var advice = (await _org.ExamineAsync())[^1].Advice!;
        var remedy = advice.Text;

        Assert.Contains("Admin approved users are pre-authorized", remedy, StringComparison.Ordinal);
        Assert.Contains("External Client App Manager", remedy, StringComparison.Ordinal);
        Assert.Equal(NextStep.ApproveApp, advice.Step);
        Assert.Equal(TestOrg.Username, advice.Facts[^1]);
    }

    [Fact]
    public async Task If_both_audiences_are_rejected_no_third_sign_in_is_tried()
    {
        _org.Org.Options.AcceptsOwnAudience = false;

        var last = (await _org.ExamineAsync())[^1];

        Assert.Equal("Sign-in", last.Check);
        Assert.Contains("https://login.salesforce.com", last.Remedy, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", last.Remedy, StringComparison.Ordinal);
        Assert.Equal(2, _org.SignIns.Count);
    }

    [Fact]
    public async Task The_thumbprints_are_reported_before_the_sign_in_and_again_if_it_fails()
    {
        Arrange("certificate");

        var results = await _org.ExamineAsync();

        var thumbprints = results.Of("Certificate").Detail[results.Of("Certificate").Detail.IndexOf("SHA-1", StringComparison.Ordinal)..];
        Assert.Contains(thumbprints.Split(',')[0], results[^1].Detail, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Keys() => new()
    {
        { "encrypted", "Private key", "password" },
        { "wrong password", "Private key", "password" },
        { "public", "Private key", "private" },
        { "elliptic", "Key size", "RSA" },
        { "small", "Key size", "1024" },
        { "of another certificate", "Certificate", "do not belong together" },
        { "garbage", "Private key", "no private key" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_bad_key_fails_the_check_that_it_concerns(string key, string check, string expected)
    {
        var results = await _org.ExamineAsync(key: () => new SigningKey(Read(key), null));

        Assert.Equal(SfCheckStatus.Failed, results.Of(check).Status);
        Assert.Contains(expected, results.Of(check).Detail + results.Of(check).Remedy, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(SfCheckStatus.Skipped, results[^1].Status);
        Assert.Empty(_org.SignIns);
    }

    private static SfPrivateKey Read(string key)
    {
        switch (key)
        {
            case "encrypted":
                return PrivateKeyReader.FromText(TestKeys.EncryptedPkcs8Pem);
            case "wrong password":
                return PrivateKeyReader.FromText(TestKeys.EncryptedPkcs8Pem, "wrong");
            case "public":
                return PrivateKeyReader.FromText(TestKeys.Rsa.ExportSubjectPublicKeyInfoPem());
            case "elliptic":
                using (var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                {
                    return PrivateKeyReader.FromText(ec.ExportPkcs8PrivateKeyPem());
                }

            case "small":
#pragma warning disable CA5385 // The key that is rejected.
                using (var small = RSA.Create(1024))
#pragma warning restore CA5385
                {
                    return PrivateKeyReader.FromText(small.ExportPkcs8PrivateKeyPem());
                }

            case "of another certificate":
                var read = TestKeys.Read();
                CertificateReader.RequireMatch(read, "'a.key'", TestKeys.CertificateOf(TestKeys.OtherRsa), "'b.crt'");
                return read;
            default:
                return PrivateKeyReader.FromText("garbage");
        }
    }

    /// <summary>Puts the org into the state; returns the client id to sign in with.</summary>
    private string Arrange(string cause)
    {
        var org = _org.Org;
        var app = org.Apps.Register(TestOrg.ClientId, TestKeys.Certificate);
        var user = org.Users.Add(TestOrg.Username);
        switch (cause)
        {
            case "not approved":
                org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);
                break;
            case "not admin approved":
                app.Policy = AppPolicy.AdminApproved;
                org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);
                break;
            case "certificate":
                app.Certificate = TestKeys.CertificateOf(TestKeys.OtherRsa);
                break;
            case "clock":
                org.Options.ClockOffset = TimeSpan.FromHours(1);
                break;
            case "inactive":
                user.IsActive = false;
                break;
            case "frozen":
                user.IsFrozen = true;
                break;
            case "ip":
                user.IsIpRestricted = true;
                break;
            case "high assurance":
                user.RequiresHighAssurance = true;
                break;
            case "client id":
                return "3MVG9.unknown";
            case "not installed":
                app.Kind = AppKind.ExternalClientApp;
                app.IsInstalled = false;
                break;
            case "login host":
                app.Kind = AppKind.ExternalClientApp;
                org.Options.LoginHosts.Add("127.0.0.1");
                break;
            case "uninstalled":
                app.IsInstalled = false;
                break;
            case "flow":
                app.Flows = OAuthFlows.WebServer;
                break;
            case "rate":
                org.Options.HourlyLoginLimit = 0;
                break;
            case "org":
                org.Options.IsActive = false;
                break;
            case "unknown words":
                _org.Fail(TestOrg.TokenPath, 400, code: "invalid_grant", message: "some new wording");
                break;
            case "server error":
                _org.Fail(TestOrg.TokenPath, 400, code: "server_error", message: "something broke");
                break;
            case "maintenance":
                _org.Answer(TestOrg.TokenPath, 503, "<html><head><title>Down for maintenance</title></head></html>", "text/html");
                break;
            default:
                _org.Answer(TestOrg.TokenPath, 200, "<html><head><title>Not Salesforce</title></head></html>", "text/html");
                break;
        }

        return TestOrg.ClientId;
    }
}
