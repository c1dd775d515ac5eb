using System.Text.Json;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>The CSV format of a job.</summary>
internal sealed record BulkFormat(string ColumnDelimiter, string LineEnding)
{
    private static readonly Dictionary<string, char> Delimiters = new(StringComparer.Ordinal)
    {
        ["COMMA"] = ',',
        ["TAB"] = '\t',
        ["SEMICOLON"] = ';',
        ["PIPE"] = '|',
        ["CARET"] = '^',
        ["BACKQUOTE"] = '`',
    };

    public char Delimiter => Delimiters[ColumnDelimiter];

    public string NewLine => LineEnding == "CRLF" ? "\r\n" : "\n";

    /// <exception cref="ApiException">A value is unknown.</exception>
    public static BulkFormat Read(JsonElement body)
    {
        var contentType = BulkJson.Text(body, "contentType") ?? "CSV";
        var format = new BulkFormat(BulkJson.Text(body, "columnDelimiter") ?? "COMMA", BulkJson.Text(body, "lineEnding") ?? "LF");
        if (!Delimiters.ContainsKey(format.ColumnDelimiter))
        {
            throw BulkJson.UnknownValue("ColumnDelimiterEnum", format.ColumnDelimiter, Delimiters.Keys);
        }

        if (format.LineEnding is not ("LF" or "CRLF"))
        {
            throw BulkJson.UnknownValue("LineEndingEnum", format.LineEnding, ["LF", "CRLF"]);
        }

        return contentType == "CSV" ? format : throw BulkJson.UnknownValue("ContentType", contentType, ["CSV"]);
    }
}
