using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>Starts orgs for the tests of Core and signs in to them.</summary>
internal static class TestOrgSessions
{
    // Core must not rely on the order of JSON members, nor on their number. The Pester tests use Salesforce's order.
    private const int MemberOrder = 1;

    extension(TestOrg)
    {
        /// <summary>Retries that do not wait.</summary>
        public static RetryPolicy Quick => QuickRetry;

        /// <summary>Starts an org with five records of a type, and JSON members in another order than Salesforce's.</summary>
        public static Task<TestOrg> StartShuffledAsync() =>
            TestOrg.StartAsync(new LocalOrgOptions { Records = 5, MemberOrder = MemberOrder });

        public static SfSessionOptions Options() => new()
        {
            ApiVersion = "68.0",
            Retry = QuickRetry,
            SignIn = new SignInOptions { Retry = QuickRetry },
            NameAdvice = new NameAdvice(),
            HttpSettings = new HttpSettings { NoProxy = true },
        };
    }

    extension(TestOrg org)
    {
        public JwtBearerFlow Flow(
            string? audience = null, string clientId = TestOrg.ClientId, string username = TestOrg.Username, Uri? loginUrl = null) =>
            new(clientId, username, TestKeys.Read(), loginUrl ?? org.Server.HttpUrl, audience);

        public Task<SfSession> SignInAsync(SfSessionOptions? options = null, IHttpObserver? observer = null) =>
            SfSession.SignInAsync(org.Flow(), options ?? TestOrg.Options(), observer, TestOrg.Cancellation);

        /// <summary>Signs in, and clears the sign-in's request from the log.</summary>
        public async Task<SfSession> ConnectAsync(SfSessionOptions? options = null)
        {
            var session = await org.SignInAsync(options);
            org.Org.Requests.Clear();
            return session;
        }

        /// <summary>A sign-in that must fail.</summary>
        public async Task<SfException> FailToSignInAsync(JwtBearerFlow? flow = null, SfSessionOptions? options = null) =>
            await Assert.ThrowsAnyAsync<SfException>(
                () => SfSession.SignInAsync(flow ?? org.Flow(), options ?? TestOrg.Options(), null, TestOrg.Cancellation));
    }

    private static RetryPolicy QuickRetry { get; } = new() { Interval = TimeSpan.FromMilliseconds(1) };
}
