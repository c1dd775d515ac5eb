using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Values;

namespace SalesforceJwt.Core.Tests.Values;

/// <summary>Each type of value in each format that the module sends.</summary>
public sealed class ValueTextTests
{
    private const string Rejected = "(rejected)";

    private static readonly DateTime Local = new(2026, 11, 29, 23, 5, 7, 89, DateTimeKind.Local);
    private static readonly string LocalInUtc = Local.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    // Value, SOQL, CSV, JSON, query string.
    private static readonly (string Name, object? Value, string Soql, string Csv, string Json, string Query)[] Cases =
    [
        ("null", null, "null", "#N/A", "null", string.Empty),
        ("DBNull", DBNull.Value, "null", "#N/A", "null", string.Empty),
        ("text", "O'Neil \"é\"", "'O\\'Neil \\\"é\\\"'", "O'Neil \"é\"", "\"O'Neil \\\"é\\\"\"", "O'Neil \"é\""),
        ("empty text", string.Empty, "''", string.Empty, "\"\"", string.Empty),
        ("half a surrogate pair", "x\uD83D", "'x\uD83D'", "x\uD83D", Rejected, "x\uD83D"),
        ("char", 'x', "'x'", "x", "\"x\"", "x"),
        ("true", true, "TRUE", "true", "true", "true"),
        ("false", false, "FALSE", "false", "false", "false"),
        ("byte", (byte)7, "7", "7", "7", "7"),
        ("int", -1234567, "-1234567", "-1234567", "-1234567", "-1234567"),
        ("ulong", ulong.MaxValue, "18446744073709551615", "18446744073709551615", "18446744073709551615", "18446744073709551615"),
        ("big integer", BigInteger.Pow(10, 20), "100000000000000000000", "100000000000000000000", "100000000000000000000", "100000000000000000000"),
        ("decimal", 1234.50m, "1234.50", "1234.50", "1234.50", "1234.50"),
        ("double", 0.1, "0.1", "0.1", "0.1", "0.1"),
        ("large double", 1e21, "1E+21", "1E+21", "1E+21", "1E+21"),
        ("float", 0.1f, "0.1", "0.1", "0.1", "0.1"),
        ("half", (Half)0.5, "0.5", "0.5", "0.5", "0.5"),
        ("NaN", double.NaN, Rejected, Rejected, Rejected, "NaN"),
        ("infinity", float.PositiveInfinity, Rejected, Rejected, Rejected, "Infinity"),
        ("UTC time", new DateTime(2026, 11, 29, 10, 5, 7, 89, DateTimeKind.Utc), "2026-11-29T10:05:07.089Z", "2026-11-29T10:05:07.089Z",
            "\"2026-11-29T10:05:07.089Z\"", "2026-11-29T10:05:07.089Z"),
        ("local time", Local, LocalInUtc, LocalInUtc, $"\"{LocalInUtc}\"", LocalInUtc),
        ("time without a zone", DateTime.SpecifyKind(Local, DateTimeKind.Unspecified), LocalInUtc, LocalInUtc, $"\"{LocalInUtc}\"", LocalInUtc),
        ("time with an offset", new DateTimeOffset(2026, 11, 29, 10, 5, 7, TimeSpan.FromHours(5.5)), "2026-11-29T04:35:07.000Z",
            "2026-11-29T04:35:07.000Z", "\"2026-11-29T04:35:07.000Z\"", "2026-11-29T04:35:07.000Z"),
        ("date", new DateOnly(2026, 2, 3), "2026-02-03", "2026-02-03", "\"2026-02-03\"", "2026-02-03"),
        ("time of day", new TimeOnly(9, 8, 7, 6), Rejected, "09:08:07.006Z", "\"09:08:07.006Z\"", "09:08:07.006Z"),
        ("duration", TimeSpan.FromMinutes(90), Rejected, Rejected, "\"01:30:00\"", "01:30:00"),
        ("enum", DayOfWeek.Friday, "'Friday'", "Friday", "\"Friday\"", "Friday"),
        ("GUID", Guid.Empty, "'00000000-0000-0000-0000-000000000000'", "00000000-0000-0000-0000-000000000000",
            "\"00000000-0000-0000-0000-000000000000\"", "00000000-0000-0000-0000-000000000000"),
        ("URL", new Uri("https://x.example/a%20b"), "'https://x.example/a%20b'", "https://x.example/a%20b", "\"https://x.example/a%20b\"",
            "https://x.example/a%20b"),
        ("version", new Version(68, 0), Rejected, "68.0", "\"68.0\"", "68.0"),

        // To SOQL bytes are a list of numbers, as any other list of one value.
        ("bytes", new byte[] { 255 }, "255", "/w==", "\"/w==\"", "/w=="),
        ("list", new[] { "a", "b" }, Rejected, Rejected, Rejected, Rejected),
        ("dictionary", new Dictionary<string, string>(), Rejected, Rejected, Rejected, Rejected),
        ("object", new object(), Rejected, Rejected, Rejected, Rejected),
    ];

    public static TheoryData<string> Names => new(Cases.Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_has_its_text(string name) => Check(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_has_the_same_text_in_a_foreign_culture(string name)
    {
        using var culture = new ForeignCulture();
        Check(name);
    }

    private static void Check(string name)
    {
        var (_, value, soql, csv, json, query) = Cases.Single(c => c.Name == name);
        Assert.Equal(soql, Soql(value));
        Assert.Equal(csv, CsvCell.Of(value) ?? Rejected);
        Assert.Equal(json, Json(value));
        Assert.Equal(query, QueryStringValue.Of(value) ?? Rejected);
    }

    private static string Soql(object? value)
    {
        try
        {
            return SoqlLiteral.Of(value);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.QueryParameterInvalid)
        {
            return Rejected;
        }
    }

    private static string Json(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        if (!JsonValue.TryWrite(writer, ValueText.Format(value)))
        {
            return Rejected;
        }

        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
