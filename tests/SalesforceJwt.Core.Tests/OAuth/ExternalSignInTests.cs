using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>Sessions whose key is elsewhere: each sign-in signs once, and what the signer does wrong is no error of the login.</summary>
public sealed class ExternalSignInTests : IAsyncLifetime
{
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartShuffledAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Sixteen_callers_at_once_renew_with_one_signature()
    {
        var service = new TestSigner((digest, _) => Sign(digest)) { Delay = TimeSpan.FromMilliseconds(300) };
        using var session = await SignInAsync(service);
        var stale = session.Token;

        var renewed = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => session.RenewAsync(stale, cancellationToken: TestOrg.Cancellation)));

        Assert.Single(renewed.Distinct());
        Assert.Equal(2, service.Calls);
        Assert.Equal(2, _org.SignIns.Count);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_end_the_signature_of_the_others()
    {
        var service = new TestSigner((digest, _) => Sign(digest)) { Delay = TimeSpan.FromMilliseconds(500) };
        using var session = await SignInAsync(service);
        using var cancel = new CancellationTokenSource();
        var first = session.RenewAsync(session.Token, cancellationToken: cancel.Token);
        var second = session.RenewAsync(session.Token, cancellationToken: TestOrg.Cancellation);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.NotEmpty((await second).AccessToken);
        Assert.Equal(2, service.Calls);
    }

    [Fact]
    public async Task A_renewal_whose_signer_fails_says_so_and_sends_nothing()
    {
        var fails = false;
        using var session = await SignInAsync(new TestSigner((digest, _) => fails ? throw new TimeoutException("sealed") : Sign(digest)));
        fails = true;

        var error = await Assert.ThrowsAsync<SfException>(() => session.RenewAsync(session.Token, cancellationToken: TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.SignerFailed, error.Kind);
        Assert.IsNotType<SfLoginException>(error);
        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.Single(_org.SignIns);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_signer_that_calls_the_session_which_waits_for_it_fails_at_once(bool onAnotherThread)
    {
        SfSession? session = null;
        var service = new TestSigner((digest, data) =>
        {
            if (session is not null)
            {
                var call = () => session.Rest.SendAsync(
                    new SfRequest { Uri = TestOrg.Echo }, (r, c) => r.ReadTextAsync(c), null, TestOrg.Cancellation).GetAwaiter().GetResult();
                _ = onAnotherThread ? Task.Run(call).GetAwaiter().GetResult() : call();
            }

            return Sign(digest);
        });
        using var own = session = await SignInAsync(service);
        using var other = await SignInAsync(TestSigner.Good);
        _org.Org.ExpireAllTokens();

        var error = await Assert.ThrowsAnyAsync<SfException>(
            () => own.RenewAsync(own.Token, cancellationToken: TestOrg.Cancellation).WaitAsync(TimeSpan.FromSeconds(30), TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.SignerFailed, error.Kind);
        Assert.Contains("the connection that waits for its signature", error.Message, StringComparison.Ordinal);

        // What the signer may do: use another session, which is renewed meanwhile.
        session = other;
        await own.RenewAsync(own.Token, cancellationToken: TestOrg.Cancellation);
    }

    [Fact]
    public async Task Each_retry_signs_anew()
    {
        var service = TestSigner.Good;
        _org.Fail(TestOrg.TokenPath, 503);

        using var session = await SignInAsync(service);

        Assert.Equal(2, service.Calls);
        Assert.Equal(2, _org.SignIns.Count);
    }

    [Fact]
    public async Task A_refused_assertion_of_an_unknown_key_says_that_nothing_verified_it()
    {
        var error = await Assert.ThrowsAsync<SfLoginException>(() => SignInAsync(
            new TestSigner((digest, _) => TestKeys.OtherRsa.SignHash(
                digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
            certificate: null));

        Assert.Equal(SfErrorKind.LoginAssertionInvalid, error.Kind);
        Assert.Contains("Nothing says which key signed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_session_disposes_its_signer()
    {
        var service = TestSigner.Good;
        (await SignInAsync(service)).Dispose();

        Assert.True(service.IsDisposed);
    }

    private static byte[] Sign(byte[] digest) => TestKeys.Rsa.SignHash(
        digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private Task<SfSession> SignInAsync(TestSigner service) =>
        SignInAsync(service, X509CertificateLoader.LoadCertificate(TestKeys.Certificate.RawData));

    private Task<SfSession> SignInAsync(TestSigner service, X509Certificate2? certificate) => SfSession.SignInAsync(
        new JwtBearerFlow(TestOrg.ClientId, TestOrg.Username, new ExternalSigner(service, certificate), _org.Server.HttpUrl),
        TestOrg.Options(),
        cancellationToken: TestOrg.Cancellation);
}
