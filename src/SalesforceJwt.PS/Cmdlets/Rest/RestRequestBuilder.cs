using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Values;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Cmdlets.Rest;

/// <summary>
/// Builds the request of <c>Invoke-SfRest</c> or <c>Invoke-SfApex</c> from its parameters. The body is a value as JSON, text, bytes, a
/// file or a form.
/// </summary>
internal sealed class RestRequestBuilder(Func<string, string> fullPath, PSCmdlet cmdlet, PipelinePump pump)
{
    private const string OctetStream = "application/octet-stream";

    public object? Body { get; init; }

    public string? InFile { get; init; }

    public IDictionary? Form { get; init; }

    public string? ContentType { get; init; }

    public IDictionary? Query { get; init; }

    public IDictionary? Headers { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>The upload's progress; null where nothing is uploaded.</summary>
    public TransferProgress? Progress { get; private set; }

    /// <summary>
    /// The body's value without PowerShell's wrapping; a custom object stays wrapped, since its properties are in the wrapping.
    /// </summary>
    private object? Value => Body is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : Body;

    /// <exception cref="SfException">A value cannot be sent, or the method sends no body.</exception>
    public SfRequest Build(HttpMethod method, string uri) => new()
    {
        Method = method,
        Uri = uri,
        Query = [.. Pairs(Query, "-Query"), .. BodyAsQuery(method)],
        Headers = RequestHeaders(),
        Content = Content(method),
        Expect = ExpectedAnswer.Any,
    };

    /// <summary>The entries of a hashtable as text; an array has an entry for each item.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(IDictionary? dictionary, string parameter)
    {
        foreach (DictionaryEntry entry in dictionary ?? new Hashtable())
        {
            var name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!;
            foreach (var item in Items(entry.Value))
            {
                yield return new(name, Text(item, name, parameter));
            }
        }
    }

    /// <summary>With GET a hashtable is the query, as in Invoke-RestMethod.</summary>
    private IEnumerable<KeyValuePair<string, string>> BodyAsQuery(HttpMethod method) =>
        HasQueryBody(method) ? Pairs((IDictionary)Value!, "-Body") : [];

    private List<KeyValuePair<string, string>> RequestHeaders()
    {
        var headers = Pairs(Headers, "-Headers").Where(h => !h.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).ToList();
        AddDefault("Accept", "application/json, */*;q=0.5");
        if (UserAgent is not null)
        {
            AddDefault("User-Agent", UserAgent);
        }

        return headers;

        void AddDefault(string name, string value)
        {
            if (!headers.Exists(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                headers.Add(new(name, value));
            }
        }
    }

    /// <summary>Creates the body, again for each attempt; null for none.</summary>
    private Func<HttpContent>? Content(HttpMethod method)
    {
        if (InFile is not null)
        {
            var path = fullPath(InFile);
            return RequestBody.FromFile(path, Type(OctetStream), StartProgress(path));
        }

        if (Form is not null)
        {
            return FormContent(Form);
        }

        if (Value is null || HasQueryBody(method))
        {
            return null;
        }

        if (method == HttpMethod.Get || method == HttpMethod.Head)
        {
            throw new SfException(
                SfErrorKind.BodyInvalid,
                $"A {method} request sends no body.",
                "Say what to do with it: -Method Post to create, -Method Patch to update.");
        }

        return Value switch
        {
            string text => RequestBody.FromBytes(Encoding.UTF8.GetBytes(text), Type(RequestBody.Json)),
            byte[] bytes => RequestBody.FromBytes(bytes, Type(OctetStream)),
            _ => RequestBody.FromBytes(JsonWriter.Write(Body), Type(RequestBody.Json)),
        };
    }

    /// <summary>A list's items, or the one value; text, bytes and dictionaries are one value.</summary>
    private static IEnumerable<object?> Items(object? value) =>
        PSValue.Unwrap(value) is IEnumerable items and not (string or byte[] or IDictionary) ? items.Cast<object?>() : [value];

    private static string Text(object? value, string name, string parameter)
    {
        var inner = PSValue.Unwrap(value);
        return inner is IDictionary or PSCustomObject or SfRecord
            ? throw new SfException(
                SfErrorKind.BodyInvalid,
                $"The entry '{name}' of {parameter} is an object; it has to be text, a number, a date or a list of these.",
                "Give one value per name.")
            : QueryStringValue.Of(inner) ?? Convert.ToString(inner, CultureInfo.InvariantCulture)!;
    }

    private bool HasQueryBody(HttpMethod method) => Value is IDictionary && (method == HttpMethod.Get || method == HttpMethod.Head);

    private string Type(string fallback) =>
        ContentType
        ?? Pairs(Headers, "-Headers").FirstOrDefault(h => h.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value
        ?? fallback;

    private Func<HttpContent> FormContent(IDictionary form)
    {
        var parts = new List<FormPart>();
        foreach (DictionaryEntry entry in form)
        {
            var name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!;
            foreach (var value in Items(entry.Value))
            {
                parts.Add(Part(name, value));
            }
        }

        return RequestBody.FromForm(parts, StartProgress([.. parts.Select(p => p.FilePath).OfType<string>()]));
    }

    private static FormPart Part(string name, object? value) => PSValue.Unwrap(value) switch
    {
        FileInfo file => new FormPart(name, OctetStream) { FilePath = file.FullName, FileName = file.Name },
        byte[] bytes => new FormPart(name, OctetStream) { Bytes = bytes, FileName = name },
        IDictionary or PSCustomObject or SfRecord => new FormPart(name, RequestBody.Json) { Bytes = JsonWriter.Write(value) },
        var other => new FormPart(name, "text/plain; charset=utf-8") { Bytes = Encoding.UTF8.GetBytes(Text(other, name, "-Form")) },
    };

    private TransferProgress? StartProgress(params string[] paths)
    {
        var files = paths.Where(File.Exists).Select(path => new FileInfo(path)).ToList();
        return Progress = files.Count == 0
            ? null
            : new TransferProgress(
                cmdlet,
                pump,
                "Sending " + string.Join(", ", files.Select(f => f.Name)),
                "bytes",
                files.Sum(f => f.Length));
    }
}
