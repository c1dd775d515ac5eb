using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Sessions;

/// <summary>
/// Finds the errors in an answer, whatever API wrote it: REST's array, an object in its place, the nested results of composite, tree,
/// graph, collection and GraphQL calls, OAuth's object, XML of REST, Bulk and SOAP, or a bare word.
/// </summary>
internal static class RestErrorReader
{
    // A composite graph has 500 subrequests at most.
    private const int Most = 500;

    private static readonly string[] Codes = ["errorCode", "exceptionCode", "faultcode", "statusCode", "error", "code", "ErrorType"];
    private static readonly string[] XmlCodes = ["errorCode", "exceptionCode", "faultcode", "statusCode"];
    private static readonly string[] Messages = ["message", "exceptionMessage", "faultstring", "error_description", "errorMessage"];

    // They say of a part only that another part failed.
    private static readonly string[] Consequences = ["PROCESSING_HALTED", "BATCH_PROCESSING_HALTED", "ALL_OR_NONE_OPERATION_ROLLED_BACK"];

    /// <summary>
    /// The errors of an answer. Where its body names none, those of its <c>WWW-Authenticate</c> header (RFC 6750 section 3).
    /// </summary>
    public static IReadOnlyList<SfApiError> Read(
        ReadOnlyMemory<byte> body, HttpHeaderValueCollection<AuthenticationHeaderValue> challenges)
    {
        var errors = Read(body);
        return errors.Count > 0 ? errors : [.. challenges.Select(c => Challenge(c.Parameter)).OfType<SfApiError>()];
    }

    /// <summary>The errors of a body, causes before their consequences; none if it is in no known shape.</summary>
    public static IReadOnlyList<SfApiError> Read(ReadOnlyMemory<byte> body)
    {
        var errors = new List<SfApiError>();
        try
        {
            if (ServerText.IsMarkup(body.Span))
            {
                var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };
                errors.AddRange(InXml(XElement.Load(XmlReader.Create(new MemoryStream(body.ToArray()), settings))));
            }
            else
            {
                using var document = JsonText.Parse(body);
                var root = document.RootElement;
                Collect(root, errors, null, isPart: root.ValueKind == JsonValueKind.Object && !IsError(root));
            }
        }
        catch (Exception e) when (e is XmlException || JsonText.IsMisread(e))
        {
            // HTML is rarely XML, and the identity endpoints refuse with a bare word: Bad_OAuth_Token.
            return BareWord(body.Span) is { } word ? [new SfApiError(word, word, [])] : [];
        }

        return errors.Exists(e => IsConsequence(e)) ? [.. errors.OrderBy(IsConsequence)] : errors;
    }

    /// <summary>All errors in one line. What is a mere consequence of another one is left out.</summary>
    public static string Join(IReadOnlyList<SfApiError> errors)
    {
        const int Shown = 10;
        var causes = errors.Where(e => !IsConsequence(e)).Select(Describe).Distinct().ToList();
        var texts = causes.Count > 0 ? causes : [.. errors.Select(Describe).Distinct()];
        return string.Join("; ", texts.Take(Shown))
            + (texts.Count > Shown ? FormattableString.Invariant($"; and {texts.Count - Shown} more") : string.Empty);
    }

    private static string Describe(SfApiError error) =>
        (error.ReferenceId is null ? string.Empty : $"[{error.ReferenceId}] ")
        + error.Description
        + (error.Fields.Length == 0 ? string.Empty : $" (fields: {string.Join(", ", error.Fields)})");

    private static bool IsConsequence(SfApiError error) =>
        Consequences.Contains(error.ErrorCode) && !error.Message.Contains("Invalid reference", StringComparison.OrdinalIgnoreCase);

    private static bool IsError(JsonElement element) => First(element, Codes) is not null || First(element, Messages) is not null;

    private static void Collect(JsonElement element, List<SfApiError> errors, string? reference, bool isPart)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Collect(item, errors, reference, isPart);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object && errors.Count < Most)
        {
            if (IsError(element))
            {
                errors.Add(Error(element, reference, isPart));
                return;
            }

            reference = element.Text("referenceId") ?? reference;
            foreach (var member in element.EnumerateObject())
            {
                Collect(member.Value, errors, reference, isPart: true);
            }
        }
    }

    private static SfApiError Error(JsonElement element, string? reference, bool isPart)
    {
        var code = First(element, Codes)
            ?? (element.Member("extensions") is { } extensions ? First(extensions, Codes) : null);
        return new SfApiError(
            code ?? string.Empty, First(element, Messages) ?? string.Empty, [.. element.Items("fields").Select(f => f.ToString())])
        {
            ReferenceId = reference,
            IsOfPart = isPart,
        };
    }

    private static string? First(JsonElement element, string[] names) =>
        names.Select(n => element.Text(n)).FirstOrDefault(t => t is not null);

    /// <summary>
    /// The errors of REST (<c>Errors/Error</c>), Bulk (<c>error</c>) and SOAP (<c>Fault</c>, which repeats itself in its details).
    /// </summary>
    private static IEnumerable<SfApiError> InXml(XElement root) => root.DescendantsAndSelf().Select(element =>
    {
        var code = Child(element, XmlCodes);
        var message = Child(element, Messages);

        // A SOAP fault's code has a namespace, and its text begins with the code: sf:INVALID_SESSION_ID.
        code = code?[(code.LastIndexOf(':') + 1)..];
        message = message is not null && code is not null && message.StartsWith(code + ": ", StringComparison.Ordinal)
            ? message[(code.Length + 2)..]
            : message;
        return code is null && message is null ? null : new SfApiError(code ?? string.Empty, message ?? string.Empty, []);
    }).OfType<SfApiError>().DistinctBy(e => (e.ErrorCode, e.Message)).Take(Most);

    private static string? Child(XElement element, string[] names) => names
        .Select(name => element.Elements().FirstOrDefault(e => e.Name.LocalName == name && !e.HasElements)?.Value.Trim())
        .FirstOrDefault(text => text is not null);

    private static SfApiError? Challenge(string? parameters)
    {
        return Value("error") is { } error ? new SfApiError(error, Value("error_description") ?? error, []) : null;

        string? Value(string name)
        {
            var start = parameters?.IndexOf(name + "=\"", StringComparison.OrdinalIgnoreCase) ?? -1;
            var end = start < 0 ? -1 : parameters!.IndexOf('"', start + name.Length + 2);
            return end < 0 ? null : parameters![(start + name.Length + 2)..end];
        }
    }

    private static string? BareWord(ReadOnlySpan<byte> body)
    {
        var text = body.Length > 64 ? string.Empty : Encoding.UTF8.GetString(body).Trim();
        return text.Contains('_', StringComparison.Ordinal) && text.All(c => char.IsAsciiLetter(c) || c == '_') ? text : null;
    }
}
