using System.Globalization;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Audit;

/// <summary>The content of an event log file: the same for the same type, date and number of rows.</summary>
internal sealed class EventLog(string eventType, DateTimeOffset date, int rows, string organizationId, string userId)
{
    private static readonly string[] Start =
        ["EVENT_TYPE", "TIMESTAMP", "REQUEST_ID", "ORGANIZATION_ID", "USER_ID", "RUN_TIME", "CPU_TIME", "URI", "REQUEST_STATUS"];

    private static readonly string[] End = ["TIMESTAMP_DERIVED", "USER_ID_DERIVED", "CLIENT_IP"];

    private static readonly Dictionary<string, string[]> Special = new(StringComparer.Ordinal)
    {
        ["Login"] = ["LOGIN_TYPE", "BROWSER_TYPE", "USER_NAME", "TLS_PROTOCOL", "LOGIN_STATUS"],
        ["API"] = ["API_TYPE", "API_VERSION", "CLIENT_NAME", "METHOD_NAME", "ENTITY_NAME", "ROWS_PROCESSED"],
        ["RestApi"] = ["METHOD", "STATUS_CODE", "USER_AGENT", "ENTITY_NAME", "ROWS_PROCESSED"],
    };

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; } = [.. Start, .. Special.GetValueOrDefault(eventType, []), .. End];

    /// <summary>The types of the columns.</summary>
    public IEnumerable<string> Types => Columns.Select(column => column switch
    {
        "ORGANIZATION_ID" or "USER_ID" or "USER_ID_DERIVED" => "Id",
        "RUN_TIME" or "CPU_TIME" or "ROWS_PROCESSED" or "STATUS_CODE" => "Number",
        "TIMESTAMP_DERIVED" => "DateTime",
        _ => "String",
    });

    /// <summary>The lines of the file, with their line breaks.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"{string.Join(',', Columns.Select(Quote))}\n";
        for (var row = 0; row < rows; row++)
        {
            var time = date.ToUniversalTime().AddSeconds(row % 3600);
            yield return $"{string.Join(',', Columns.Select(column => Quote(Value(column, row, time))))}\n";
        }
    }

    private string Value(string column, int row, DateTimeOffset time) => column switch
    {
        "EVENT_TYPE" => eventType,
        "TIMESTAMP" => time.ToString("yyyyMMddHHmmss.fff", CultureInfo.InvariantCulture),
        "TIMESTAMP_DERIVED" => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        "REQUEST_ID" => $"4{row.ToString("D20", CultureInfo.InvariantCulture)}",
        "ORGANIZATION_ID" => SalesforceId.Key(organizationId),
        "USER_ID" => SalesforceId.Key(userId),
        "USER_ID_DERIVED" => userId,
        "RUN_TIME" => Number(20 + (row * 7 % 300)),
        "CPU_TIME" => Number(5 + (row * 3 % 50)),
        "URI" => $"/services/data/v68.0/query?q=SELECT Id, Name FROM Account WHERE Name = \"{row}\"",
        "REQUEST_STATUS" => "S",
        "LOGIN_TYPE" => "i",
        "LOGIN_STATUS" => row % 10 == 9 ? "LOGIN_ERROR_INVALID_PASSWORD" : "LOGIN_NO_ERROR",
        "USER_NAME" => $"user{row % 10}@example.com",
        "TLS_PROTOCOL" => "TLSv1.3",
        "API_TYPE" => "REST",
        "API_VERSION" => "68.0",
        "METHOD_NAME" => "query",
        "METHOD" => "GET",
        "STATUS_CODE" => "200",
        "USER_AGENT" => "Example, \"quoted\"\nwith a line break",
        "ENTITY_NAME" => "Account",
        "ROWS_PROCESSED" => Number(row % 2000),
        "CLIENT_IP" => $"192.0.2.{1 + (row % 200)}",
        _ => "",
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Quote(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
