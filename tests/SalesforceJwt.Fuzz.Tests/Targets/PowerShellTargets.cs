using System.Management.Automation;
using System.Text;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Mutation;
using SalesforceJwt.Fuzz.Tests.Support;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>JSON to objects and objects to JSON, as the cmdlets convert them.</summary>
internal static class PowerShellTargets
{
    private static readonly string Json = Seeds.Json("values");

    public static IEnumerable<FuzzTarget> All =>
    [
        Of("json.objects", input => Use([JsonReader.Read(input, asHashtable: false, "x")])),
        Of("json.hashtables", input => Use([JsonReader.Read(input, asHashtable: true, "x")])),
        Of("json.write", input => Utf8(JsonWriter.Write(JsonReader.Read(input, asHashtable: true, "x")).Span)),
        Of("csv.write", Write),
    ];

    /// <summary>Reads objects as a script does.</summary>
    public static void Use(IEnumerable<object?> objects)
    {
        foreach (var item in objects.OfType<PSObject>())
        {
            foreach (var property in item.Properties)
            {
                _ = property.Value?.ToString();
            }

            _ = string.Concat(item.TypeNames);
        }
    }

    private static FuzzTarget Of(string name, Action<byte[]> read) => new(
        name,
        Seeds.Texts(Json, """{"Name":"A","Amount":1.5,"Flag":true,"None":null}""", "[]", "\uFEFF[{\"a\":1}]", "1e5", "\"x\""),
        JsonMutation.Mutate,
        TokenTargets.Sync(read))
    {
        Inputs = 800,
    };

    private static void Write(byte[] input)
    {
        var value = JsonReader.Read(input, asHashtable: false, "x");
        foreach (var item in RecordFields.Each(value))
        {
            _ = RecordFields.Read(item).Fields.Count;
        }

        if (value is not null)
        {
            _ = new BulkRowWriter().Values(PSObject.AsPSObject(value));
        }
    }

    private static void Utf8(ReadOnlySpan<byte> json) => _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(json);
}
