using System.Text.Json;
using SalesforceJwt.Core.Apex;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Files;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Limits;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Mutation;
using SalesforceJwt.Fuzz.Tests.Support;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>Responses to single REST calls: bodies of any kind, errors in each form, descriptions, limits, files.</summary>
internal static class RestTargets
{
    private static readonly string FieldJson = Seeds.Json("describe-field");
    private static readonly string VersionJson = Seeds.Json("file-version");

    private static readonly byte[] FileAnswer = Answers.Text("hello", 200, "application/octetstream", "Content-Length: 5");

    /// <summary>Errors in every known form.</summary>
    public static IReadOnlyList<byte[]> Rejections { get; } =
    [
        Answers.Json(Seeds.Json("error-session"), 401),
        Answers.Json(Seeds.Json("error-field"), 400),
        Answers.Json(Seeds.Json("error-relationship"), 400),
        Answers.Json(Seeds.Json("error-locked"), 400),
        Answers.Json("""{"exceptionCode":"InvalidJob","exceptionMessage":"x"}""", 404),
        Answers.Json("""{"error":"invalid_token","error_description":"x"}""", 403),
        Answers.Text("Bad_OAuth_Token", 403, "text/html"),
        Answers.Text("<Errors><Error><errorCode>INVALID_SESSION_ID</errorCode></Error></Errors>", 401, "application/xml"),
        Answers.Json("""[{"message":"limit","errorCode":"REQUEST_LIMIT_EXCEEDED"}]""", 403, "Sforce-Limit-Info: api-usage=100/100"),
        Answers.Json("""[{"message":"x","errorCode":"SERVER_UNAVAILABLE"}]""", 503, "Retry-After: 1"),
        Answers.Text(string.Empty, 302, "text/plain", "Location: /services/data/v68.0/x"),
        Answers.Json(Seeds.Json("matches"), 300),
    ];

    public static IEnumerable<FuzzTarget> All =>
    [
        Call("rest.get", (session, cancel) => SendAsync(session, new SfRequest { Uri = "x" }, cancel), [Answers.Json("""{"a":1}"""),
            Answers.Text("été", 200, "text/plain; charset=iso-8859-1"), .. Rejections]),
        Call("rest.post", (session, cancel) => SendAsync(session, new SfRequest { Method = HttpMethod.Post, Uri = "x",
            Content = RequestBody.FromBytes("{}"u8.ToArray(), RequestBody.Json) }, cancel),
            [Answers.Json("""{"id":"001","success":true,"errors":[]}""", 201), .. Rejections]),
        Call("rest.any-status", (session, cancel) => SendAsync(session, new SfRequest { Uri = "x", SkipErrorCheck = true }, cancel),
            [Answers.Json("""{"a":1}"""), .. Rejections]),
        Call("rest.file", (session, cancel) => session.Rest.SendAsync(new SfRequest { Uri = "x" }, (r, token) => SaveAsync(r, token),
            Org.Watch, cancel), [FileAnswer, .. Rejections]),
        Call("versions", (session, cancel) => session.Versions.RequestAsync(Org.Watch, cancel), [Answers.Json(Seeds.Json("versions")),
            .. Rejections]),
        Call("describe.list", (session, cancel) => DescribeCache.Of(session).GetObjectsAsync(null, Org.Watch, cancel),
            [Answers.Json(Seeds.Json("describe-list"), 200, "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT"), .. Rejections]),
        Call("describe.object", (session, cancel) => DescribeCache.Of(session).GetObjectAsync("Account", null, Org.Watch, cancel),
            [Answers.Json(Seeds.Json("describe-object")), .. Rejections]),
        Call("describe.again", DescribeAgainAsync, [Answers.Join(Answers.Json($$"""{"name":"Account","fields":[{{FieldJson}}]}""", 200,
            "Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT"), Answers.Text(string.Empty, 304)), .. Rejections]),
        Call("limits", (session, cancel) => LimitsReader.ReadAsync(session, null, Org.Watch, cancel),
            [Answers.Json(Seeds.Json("limits"), 200, "Sforce-Limit-Info: api-usage=2/15000"), .. Rejections]),
        Call("apex", (session, cancel) => AnonymousApex.RunAsync(session, "a();\nb();", null, Org.Watch, cancel),
            [Answers.Json(Seeds.Json("apex-passed")), Answers.Json(Seeds.Json("apex-not-compiled")),
            Answers.Json(Seeds.Json("apex-failed")), .. Rejections]),
        Call("file.find", (session, cancel) => new FileStore(session, null, Org.Watch).FindAsync("069000000000001AAA", cancel),
            [Answers.Join(Answers.Json("""{"LatestPublishedVersionId":"068000000000001AAA"}"""), Answers.Json(VersionJson)),
            .. Rejections]),
        Call("file.download", DownloadAsync, [Answers.Join(Answers.Json(VersionJson), FileAnswer), .. Rejections]),
        Call("file.upload", UploadAsync,
            [Answers.Join(Answers.Json("""{"id":"068000000000001AAA","success":true}""", 201), Answers.Json(VersionJson)), .. Rejections]),
    ];

    private static FuzzTarget Call(string name, Func<SfSession, CancellationToken, Task> call, IReadOnlyList<byte[]> seeds) =>
        new(name, seeds, HttpMutation.Mutate, Org.Call(call)) { Secrets = Org.Secrets };

    private static Task<string> SendAsync(SfSession session, SfRequest request, CancellationToken cancellationToken) =>
        session.Rest.SendAsync(request, ShowAsync, Org.Watch, cancellationToken);

    private static async Task<string> ShowAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var text = await Org.ReadTextAsync(response, cancellationToken);
        return $"{text} {response.MediaType} {response.Encoding.WebName} {response.RetryAfter(DateTimeOffset.UnixEpoch)}";
    }

    private static async Task<bool> SaveAsync(SfResponse response, CancellationToken cancellationToken)
    {
        await FileDownload.SaveAsync(response, Folder.File("saved.bin"), null, null, cancellationToken);
        return true;
    }

    private static async Task DescribeAgainAsync(SfSession session, CancellationToken cancellationToken)
    {
        var options = new DescribeOptions { MaximumAge = TimeSpan.Zero };
        await DescribeCache.Of(session).GetObjectAsync("Account", options, Org.Watch, cancellationToken);
        _ = JsonSerializer.Serialize(await DescribeCache.Of(session).GetObjectAsync("Account", options, Org.Watch, cancellationToken));
    }

    private static async Task UploadAsync(SfSession session, CancellationToken cancellationToken) =>
        await new FileStore(session, null, Org.Watch).UploadAsync(
            Folder.Write("up.txt", "hello"u8.ToArray()), new FileDescription(), null, cancellationToken);

    private static async Task DownloadAsync(SfSession session, CancellationToken cancellationToken)
    {
        var files = new FileStore(session, null, Org.Watch);
        var version = await files.FindAsync("068000000000001AAA", cancellationToken);
        await files.DownloadAsync(version, Folder.File(FileStore.NameOf(version)), null, cancellationToken);
    }
}
