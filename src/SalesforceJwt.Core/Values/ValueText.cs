using System.Globalization;
using System.Numerics;

namespace SalesforceJwt.Core.Values;

/// <summary>
/// Writes .NET values as Salesforce reads them, in the invariant culture. Every format that the module sends goes through here:
/// <see cref="JsonValue"/>, <see cref="CsvCell"/>, <see cref="QueryStringValue"/> and <see cref="Query.Soql.SoqlLiteral"/> add their
/// quotes and reject what their format cannot hold.
/// </summary>
internal static class ValueText
{
    // .NET's "R" gives the shortest text that reads back as the same number.
    private const string RoundTrip = "R";

    /// <summary>Formats a value. A <see cref="DateTime"/> without a zone is local time.</summary>
    public static FormattedValue Format(object? value) => value switch
    {
        string text => new(ValueKind.Text, text),
        null or DBNull => new(ValueKind.Null, string.Empty),
        bool flag => new(ValueKind.Boolean, flag ? "true" : "false"),
        double number => Floating(double.IsFinite(number), number),
        float number => Floating(float.IsFinite(number), number),
        Half number => Floating(Half.IsFinite(number), number),
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal or BigInteger =>
            new(ValueKind.Number, ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
        DateTime time => new(ValueKind.DateTime, Utc(time.ToUniversalTime())),
        DateTimeOffset time => new(ValueKind.DateTime, Utc(time.UtcDateTime)),
        DateOnly date => new(ValueKind.Date, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        TimeOnly time => new(ValueKind.Time, time.ToString("HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
        TimeSpan duration => new(ValueKind.Duration, duration.ToString("c", CultureInfo.InvariantCulture)),
        byte[] bytes => new(ValueKind.Binary, Convert.ToBase64String(bytes)),

        // As it was written: ToString undoes escapes.
        Uri url => new(ValueKind.Text, url.OriginalString),
        char or Guid or Version or Enum => new(ValueKind.Text, Convert.ToString(value, CultureInfo.InvariantCulture)!),
        _ => new(ValueKind.Unsupported, string.Empty),
    };

    private static FormattedValue Floating(bool isFinite, IFormattable number) =>
        new(isFinite ? ValueKind.Number : ValueKind.NotFinite, number.ToString(RoundTrip, CultureInfo.InvariantCulture));

    private static string Utc(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
