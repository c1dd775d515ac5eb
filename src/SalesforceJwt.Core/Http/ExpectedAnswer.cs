using System.Text;

namespace SalesforceJwt.Core.Http;

/// <summary>
/// What a request expects as its answer. A status of success alone proves nothing: proxies, login and maintenance pages answer with 200 in
/// Salesforce's place. Each answer is compared with what its request expects before its body is used.
/// </summary>
/// <param name="Body">The body.</param>
/// <param name="Statuses">The statuses of success, in the order of their likelihood.</param>
internal sealed record ExpectedAnswer(ExpectedBody Body, params IReadOnlyList<int> Statuses)
{
    /// <summary>The longest body that is held in memory as a whole; what may be longer is streamed.</summary>
    public const int LongestInMemory = 256 * 1024 * 1024;

    /// <summary>The most that is read of an error's body, and the longest answer of a token endpoint.</summary>
    public const int LongestShort = 1024 * 1024;

    private static readonly string[] PageTags = ["<!doctype html", "<html", "<head>"];

    /// <summary>The paths of Salesforce's own APIs. None of them answers with an HTML page.</summary>
    private static readonly string[] ApiPaths = ["/services/data", "/services/async", "/services/oauth2", "/services/Soap", "/id/"];

    /// <summary>JSON (200, or 201 where something was created).</summary>
    public static ExpectedAnswer Json { get; } = new(ExpectedBody.Json, 200, 201);

    /// <summary>The answer of an OAuth endpoint: short JSON that holds secrets.</summary>
    public static ExpectedAnswer Token { get; } = new(ExpectedBody.Json, 200) { Longest = LongestShort, IsSecret = true };

    /// <summary>CSV (200).</summary>
    public static ExpectedAnswer Csv { get; } = new(ExpectedBody.Csv, 200);

    /// <summary>A file (200).</summary>
    public static ExpectedAnswer File { get; } = new(ExpectedBody.File, 200);

    /// <summary>No body (204).</summary>
    public static ExpectedAnswer NoContent { get; } = new(ExpectedBody.None, 204);

    /// <summary>For a request of a user, to any resource.</summary>
    public static ExpectedAnswer Any { get; } = new(ExpectedBody.Any);

    /// <summary>Any answer is accepted.</summary>
    public static ExpectedAnswer Unchecked { get; } = new(ExpectedBody.Unchecked);

    /// <summary>The longest body that <see cref="SfResponse.ReadAllAsync"/> reads.</summary>
    public int Longest { get; init; } = LongestInMemory;

    /// <summary>Whether the body can hold secrets, so that no error quotes more of it than the title of an HTML page.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What to do if another answer comes; null for the general remedy.</summary>
    public Advice? Advice { get; init; }

    /// <summary>What is wrong with the status or the headers of an answer; null if they are as expected.</summary>
    internal string? Fault(HttpRequestMessage request, SfResponse response)
    {
        var status = (int)response.StatusCode;
        return Body switch
        {
            ExpectedBody.Unchecked => null,
            _ when response.IsForeign && Body != ExpectedBody.File && (Body != ExpectedBody.Any || ReturnsData(request)) =>
                "an answer of another host",
            ExpectedBody.Any when status == 206 && !request.Headers.NonValidated.Contains("Range") => "a part of the whole",
            ExpectedBody.Any => IsHtml(response) && ReturnsData(request) ? "an HTML page" : null,
            _ when !Statuses.Contains(status) => $"status {status}",
            ExpectedBody.Json => IsHtml(response) || response.MediaType is "text/csv" ? "another media type" : null,
            ExpectedBody.Csv => response.MediaType is null or "text/csv" ? null : "another media type",
            _ => null,
        };
    }

    /// <summary>What is wrong with the first piece of the body, which is empty if the body is; null if it is as expected.</summary>
    internal string? Fault(HttpRequestMessage request, SfResponse response, ReadOnlySpan<byte> start)
    {
        var text = start.TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8);
        return Body switch
        {
            ExpectedBody.Json => start.IsEmpty ? "nothing" : ServerText.IsMarkup(start) ? "markup" : null,
            ExpectedBody.Csv => text is [(byte)'<' or (byte)'{' or (byte)'[', ..] ? "something else" : null,
            ExpectedBody.None => text.IsEmpty || text.TrimEnd(" \t\r\n"u8).SequenceEqual("{}"u8) ? null : "a body",
            ExpectedBody.Any when start.IsEmpty => RequiresBody(request, response) ? "nothing" : null,
            ExpectedBody.Any => IsHtml(text) && ReturnsData(request) ? "an HTML page" : null,
            _ => null,
        };
    }

    /// <summary>The error for an answer that is not the expected one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">The answer.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="start">The first piece of its body, without secrets that were sent.</param>
    internal SfException Error(HttpRequestMessage request, SfResponse response, string fault, ReadOnlySpan<byte> start)
    {
        var quote = IsSecret ? ServerText.Title(start) : start.IsEmpty ? null : ServerText.FirstLine(start);
        var due = Body switch
        {
            ExpectedBody.Json => "JSON",
            ExpectedBody.Csv => "CSV",
            ExpectedBody.File => "a file",
            ExpectedBody.None => "no body",
            _ => "data",
        };
        var expected = Statuses.Count == 0 ? due : $"{due} with status {string.Join(" or ", Statuses)}";
        return new SfException(
            SfErrorKind.ResponseInvalid,
            $"{request.Method} {response.Url} was answered with {fault} where {expected} was expected (status {(int)response.StatusCode}, "
                + (response.MediaType ?? "no media type")
                + $"{(quote is null ? ")." : $"). It begins: {quote}")}",
            Advice ?? "A proxy, a login page or a maintenance page may have answered in Salesforce's place: check the URL, the proxy "
                + "and status.salesforce.com. For anything but a GET, look first whether Salesforce has acted on it.")
        {
            StatusCode = (int)response.StatusCode,
            ServerText = IsSecret || start.IsEmpty ? null : ServerText.Shorten(start),
        };
    }

    private static bool IsHtml(SfResponse response) => response.MediaType is "text/html" or "application/xhtml+xml";

    /// <summary>
    /// Whether text is an HTML page, whatever its media type is and whatever precedes its first tag (a comment, an XML declaration).
    /// </summary>
    private static bool IsHtml(ReadOnlySpan<byte> text)
    {
        var start = text is [(byte)'<', ..] ? Encoding.Latin1.GetString(text[..Math.Min(text.Length, 1024)]) : string.Empty;
        return PageTags.Any(tag => start.Contains(tag, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Whether a resource is one of Salesforce's own that returns data. It is not for Apex REST, pages of the org, and below
    /// <c>/services/data</c> the content of a field (<c>sobjects/Document/ID/Body</c>) or of a file (<c>connect/files/ID/content</c>):
    /// these may be anything.
    /// </summary>
    internal static bool ReturnsData(HttpRequestMessage request) => IsOfApi(request) && !IsContent(request);

    private static bool IsOfApi(HttpRequestMessage request) =>
        ApiPaths.Any(path => request.RequestUri!.AbsolutePath.StartsWith(path, StringComparison.OrdinalIgnoreCase));

    private static bool IsContent(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath.TrimEnd('/').Split('/');
        return path[^1].Equals("content", StringComparison.OrdinalIgnoreCase)
            || (path is [.., var objects, _, var id, _] && objects.Equals("sobjects", StringComparison.OrdinalIgnoreCase)
                && id.Length is 15 or 18 && id.All(char.IsAsciiLetterOrDigit));
    }

    /// <summary>
    /// Whether Salesforce never sends an empty body here: a read of its API returns JSON, and what is labelled JSON is not empty.
    /// </summary>
    private static bool RequiresBody(HttpRequestMessage request, SfResponse response) =>
        response.StatusCode == System.Net.HttpStatusCode.OK && request.Method != HttpMethod.Head && ReturnsData(request)
        && (request.Method == HttpMethod.Get ? response.MediaType is not "text/csv" : response.MediaType is "application/json")
        && !request.RequestUri!.AbsolutePath.EndsWith("/revoke", StringComparison.OrdinalIgnoreCase);
}
