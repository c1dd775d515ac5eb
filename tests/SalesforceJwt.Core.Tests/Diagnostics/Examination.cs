using SalesforceJwt.Core.Diagnostics;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Diagnostics;

/// <summary>Runs the doctor on a sign-in to a test org, with some values changed.</summary>
internal static class Examination
{
    public static async Task<List<SfCheck>> ExamineAsync(
        this TestOrg org,
        string clientId = TestOrg.ClientId,
        string username = TestOrg.Username,
        Uri? loginUrl = null,
        Func<SigningKey>? key = null,
        string? audience = null,
        bool offline = false,
        SfSessionOptions? options = null,
        params SfSession[] sessions)
    {
        var subject = new SignInSubject
        {
            ClientId = () => clientId,
            Username = () => username,
            LoginUrl = () => loginUrl ?? org.Server.HttpUrl,
            ReadKey = _ => Task.FromResult(key is null ? new SigningKey(TestKeys.Read(), new(TestKeys.CertificateOf(TestKeys.Rsa))) : key()),
            Audience = audience,
        };
        var results = new List<SfCheck>();
        await foreach (var check in new SignInDoctor(options ?? Options()) { Sessions = sessions }.ExamineAsync(subject, offline, TestOrg.Cancellation))
        {
            results.Add(check);
        }

        return results;
    }

    public static async Task<List<SfCheck>> ExamineAsync(this SfSession session, params SfSession[] others)
    {
        var results = new List<SfCheck>();
        await foreach (var check in new SignInDoctor(session.Defaults) { Sessions = [session, .. others] }.ExamineAsync(session, TestOrg.Cancellation))
        {
            results.Add(check);
        }

        return results;
    }

    public static SfCheck Of(this IEnumerable<SfCheck> results, string check) => results.Single(r => r.Check == check);

    public static SfSessionOptions Options() => TestOrg.Options() with { ApiVersion = null };
}
