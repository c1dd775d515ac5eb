using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Composite;
using SalesforceJwt.Core.Http;
using SalesforceJwt.PS.Cmdlets.Rest;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>
/// Converts PowerShell objects to subrequests. Those without a reference id get one by their position: request1, request2.
/// </summary>
internal sealed class SubrequestReader
{
    private static readonly string[] Names = ["Method", "Url", "ReferenceId", "Body", "Headers"];

    // Other names for them, the REST API's among them.
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Path"] = "Url",
        ["Uri"] = "Url",
        ["richInput"] = "Body",
        ["httpHeaders"] = "Headers",
    };

    private int _count;

    /// <exception cref="SfException"><see cref="SfErrorKind.CompositeInvalid"/> or <see cref="SfErrorKind.BodyInvalid"/>.</exception>
    public Subrequest Read(object item)
    {
        var number = ++_count;
        var parts = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (given, value) in Fields(item, number))
        {
            var name = OtherNames.GetValueOrDefault(given, given);
            if (!Names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                throw Invalid(
                    $"Subrequest {number} has an unknown part '{given}'.",
                    $"It has {string.Join(", ", Names)}.");
            }

            if (!parts.TryAdd(name, value))
            {
                throw Invalid($"Subrequest {number} has {name} twice.", "Remove one of them.");
            }
        }

        var url = Text("Url") ?? throw Invalid(
            $"Subrequest {number} has no Url.",
            "Give each one: @{ Method = 'Post'; Url = 'sobjects/Account'; Body = @{ Name = 'Acme' } }.");
        var method = Text("Method") ?? "GET";
        var body = parts.GetValueOrDefault("Body");
        if (body is not null && method.Equals("GET", StringComparison.OrdinalIgnoreCase))
        {
            throw Invalid(
                $"Subrequest {number} is a Get and has a body.",
                "Say what to do with it: Method = 'Post' to create, 'Patch' to update.");
        }

        return new Subrequest(method, url, Text("ReferenceId") ?? string.Create(CultureInfo.InvariantCulture, $"request{number}"))
        {
            Body = body is null ? default : Body(body, number),
            Headers = [.. RestRequestBuilder.Pairs(Headers(parts.GetValueOrDefault("Headers"), number), "Headers")],
            Source = item,
        };

        string? Text(string name) => RecordFields.Text(parts.GetValueOrDefault(name));
    }

    private static IEnumerable<KeyValuePair<string, object?>> Fields(object item, int number)
    {
        try
        {
            return RecordFields.Read(item).Fields;
        }
        catch (SfException e)
        {
            throw Invalid(
                $"Subrequest {number}: {e.Message}",
                "Give hashtables or objects: @{ Method = 'Get'; Url = 'sobjects/Account/001…'; ReferenceId = 'account' }.");
        }
    }

    private static ReadOnlyMemory<byte> Body(object body, int number)
    {
        if (RecordFields.Text(body) is not { } text || PSValue.Unwrap(body) is not string)
        {
            return JsonWriter.Write(body);
        }

        try
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            using var document = JsonText.Parse(bytes);
            return bytes;
        }
        catch (JsonException e)
        {
            throw new SfException(
                SfErrorKind.BodyInvalid,
                $"The body of subrequest {number} is text that is not JSON: {e.Message}",
                "Give a hashtable, or correct the text.",
                e);
        }
    }

    private static IDictionary? Headers(object? headers, int number) => PSValue.Unwrap(headers) switch
    {
        null => null,
        IDictionary dictionary => dictionary,
        _ => throw Invalid($"The Headers of subrequest {number} are not a hashtable.", "Write them like @{ 'If-Modified-Since' = '…' }."),
    };

    private static SfException Invalid(string message, string remedy) => new(SfErrorKind.CompositeInvalid, message, remedy);
}
