using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

/// <summary>A key in a PKCS#11 token certifies itself and signs in.</summary>
public sealed class SoftTokenTests : IAsyncLifetime
{
    private const string Reason = "SoftHSM2 is not installed (Debian: apt-get install softhsm2).";

    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartShuffledAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task It_signs_its_certificate_and_its_sign_in()
    {
        Assert.SkipWhen(SoftToken.Library is null, Reason);
        using var token = new SoftToken();
        using var signer = ExternalSigner.Of(token);
        var certificate = await Task.Run(
            () => SelfSignedCertificate.Create(new CertificateRequestOptions { Subject = "token" }, signer), TestOrg.Cancellation);
        Assert.False(certificate.HasPrivateKey);
        using var publicKey = certificate.GetRSAPublicKey()!;
        Assert.Equal(token.ExportParameters(false).Modulus, publicKey.ExportParameters(false).Modulus);

        _org.Org.Apps.Register("3MVG9.token", certificate);
        _org.Org.Apps.Approve("3MVG9.token", TestOrg.Username);
        var own = X509CertificateLoader.LoadCertificate(certificate.RawData);
        var flow = new JwtBearerFlow("3MVG9.token", TestOrg.Username, ExternalSigner.Of(token, own), _org.Server.HttpUrl);
        using var session = await SfSession.SignInAsync(flow, TestOrg.Options(), cancellationToken: TestOrg.Cancellation);

        Assert.Equal(TestOrg.Username, session.Username);
        Assert.Equal(certificate.Thumbprint, session.Certificate!.Thumbprint);

        using var bare = new ExternalSigner(new TestSigner((digest, _) => token.SignBare(digest)), publicKey: token.ExportParameters(false));
        var error = await Assert.ThrowsAsync<SfException>(() => bare.SignAsync("data"u8.ToArray(), TestOrg.Cancellation));
        Assert.Equal(SfErrorKind.SignatureInvalid, error.Kind);
        Assert.Contains("DigestInfo", error.Message, StringComparison.Ordinal);
    }
}
