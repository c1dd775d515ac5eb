using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Composite;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Search;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Mutation;
using SalesforceJwt.Fuzz.Tests.Support;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>Text from users: URLs, versions, names, ids, queries.</summary>
internal static class TextTargets
{
    private static readonly Dictionary<string, object?> Parameters = new()
    {
        ["name"] = "O'Neil \uD83D \\ \n",
        ["date"] = new DateOnly(2026, 1, 1),
        ["ids"] = new[] { "001", "002" },
        ["number"] = double.MaxValue,
        ["none"] = null,
    };

    public static IEnumerable<FuzzTarget> All =>
    [
        Of("url.login", text => LoginUrl.Parse(text), "https://login.salesforce.com", "https://acme.my.salesforce.com/",
            "http://127.0.0.1:8080", "acme.lightning.force.com"),
        Of("url.instance", text => LoginUrl.ParseInstance(text), "https://acme.my.salesforce.com",
            "https://acme--dev.sandbox.my.salesforce.com"),
        Of("api-version", text => ApiVersion.Parse(text), "68.0", "v68.0", "68"),
        Of("soql.bind", text => SoqlParameters.Bind(text, Parameters),
            "SELECT Id FROM A WHERE B = :name AND C > :date AND D IN :ids AND E = :number AND F = :none",
            "SELECT 'a\\':b' FROM A WHERE X = LAST_N_DAYS:3 AND Y = 12:30"),
        Of("soql.literal", text => SoqlLiteral.Of(text.Length % 2 == 0 ? text : text[^1]), "O'Neil", "a\nb"),
        Of("soql.count", text => CountQuery.Is(text), "SELECT COUNT() FROM Account", "select count( ) from A where B = 'C'"),
        Of("sosl.text", text => SoslText.Build(text, text.Length % 2 == 0, SearchScope.Name, [], text.Length), "acme corp", "ac*e and?"),
        Of("sosl.returning", text => SearchReturn.Parse(text), "Account(Id, Name)", "Contact"),
        Of("file-name", SafeName, "report.pdf", "a\\b/c:d", "CON", "ümläut.tar.gz"),
        Of("api-name", text => ApiName.Require(text, "an object"), "Account", "Invoice__c"),
        Of("record-id", text => Throw(RecordId.Check(text)), "001000000000001", "001000000000001AAA"),
        Of("subrequest", text => CompositePlan.Make([new Subrequest("GET", text, "a"), new Subrequest("GET", text, "b")],
            new CompositeOptions()), "sobjects/Account/001", "/services/data/v68.0/query?q=SELECT Id FROM A", "sobjects/@{a.id}"),
        Of("sign-in-value", SignInValues, "3MVG9.fuzz", "ci@example.com"),
        Of("profile-values", Profiles, "abc", "/keys/ci.key", "SF_JWT_KEY", "0123456789abcdef0123456789abcdef01234567"),
        Of("bulk.delimiter", text => ColumnDelimiter.NameOf(text.Length > 0 ? text[0] : ' '), ",", ";"),
        new(
            "url.request",
            Seeds.Texts("sobjects/Account/001", "/services/data/v68.0/query?q=SELECT+Id",
                "https://acme.my.salesforce.com/services/apexrest/x?y=%20", "query?q=a b"),
            TextMutation.Mutate,
            (input, stop) => SendAsync(RequestOf(TextMutation.Text(input)), stop)),
        new(
            "header",
            Seeds.Texts("Sforce-Query-Options: batchSize=2000", "If-Match: \"x\"", "Content-Type: text/csv", "Authorization: Bearer x"),
            TextMutation.Mutate,
            (input, stop) => SendAsync(WithHeader(TextMutation.Text(input).Split(':', 2)), stop)),
    ];

    private static FuzzTarget Of(string name, Action<string> read, params string[] seeds) =>
        new(name, Seeds.Texts(seeds), TextMutation.Mutate, TokenTargets.Sync(input => read(TextMutation.Text(input)))) { Inputs = 1000 };

    private static Task SendAsync(SfRequest request, CancellationTokenSource stop)
    {
        var call = Org.Call((session, cancel) => session.Rest.SendAsync(request, Org.ReadTextAsync, Org.Watch, cancel));
        return call(Answers.Json("{}"), stop);
    }

    private static SfRequest RequestOf(string text) => new() { Uri = text, Query = [new("a", text)], Headers = [new("X-A", "b")] };

    private static SfRequest WithHeader(string[] parts) => new()
    {
        Method = HttpMethod.Post,
        Uri = "x",
        Headers = [new(parts[0], parts[^1])],
        Content = RequestBody.FromBytes("{}"u8.ToArray(), parts[^1].Trim()),
    };

    /// <summary>Runs each on its own, so that an error of one does not hide the next.</summary>
    private static void SignInValues(string text)
    {
        Action[] uses =
        [
            () => _ = new OAuthClient(Org.Url, text, text).ToString(),
            () => new AccessTokenFlow(Org.Url, text).Dispose(),
            () => new JwtAssertion(text, text, text).SignAsync(TokenTargets.Key.Value, DateTimeOffset.UnixEpoch, CancellationToken.None)
                .GetAwaiter().GetResult(),
            () => _ = SfAuthUrl.Create(new OAuthClient(Org.Url, text), text).ToString(),
            () => _ = new WebServerFlow(Org.Client, new WebSignIn { Show = (_, _) => { }, LoginHint = text, CallbackUrl = UrlOf(text) }),
        ];
        uses[text.Length % uses.Length]();
    }

    private static Uri UrlOf(string text) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var url) ? url : Org.Url;

    private static void Profiles(string text)
    {
        var kinds = Enum.GetValues<SecretLocationKind>();
        var part = text.Length % 6;
        var key = part == 0 ? new SecretLocation(kinds[text.Length / 6 % kinds.Length], text, text.Length % 5 == 0 ? text : null) : null;
        _ = new StoredProfile
        {
            Name = part == 1 ? text : "ci",
            LoginUrl = part == 2 ? text : "https://login.salesforce.com",
            ClientId = part == 3 ? text : "x",
            Username = part == 4 ? text : "ci@example.com",
            Audience = part == 5 ? text : null,
            Key = key ?? new SecretLocation(SecretLocationKind.Secret, "x"),
        }.Checked();
    }

    private static void SafeName(string text)
    {
        var name = FileName.Of(text, text.Length % 3 == 0 ? text : "pdf", "068000000000001AAA");
        Assert.True(name.Length > 0 && Path.GetFileName(name) == name && name is not ("." or "..") && !name.Contains('\\',
            StringComparison.Ordinal), $"'{name}' is no name for a file.");
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(name) <= 255, $"'{name}' is too long a name for a file.");
    }

    private static void Throw(Exception? e)
    {
        if (e is not null)
        {
            throw e;
        }
    }
}
