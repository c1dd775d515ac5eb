using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Converts the parameters of a parameterized search to SOSL.</summary>
internal static class ParameterizedSearch
{
    private const string Reserved = "&|!{}[]()^~:\\'+-";

    /// <summary>Converts the parameters in a URL.</summary>
    public static string FromQuery(IQueryCollection query) => Build(
        query["q"].ToString(),
        query["in"].ToString(),
        [.. query["sobject"].Select(name => Returning(
            name!,
            First(query[$"{name}.fields"], query["fields"]).Split(
                ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            query[$"{name}.where"].ToString(),
            query[$"{name}.orderBy"].ToString(),
            First(query[$"{name}.limit"], query["defaultLimit"])))],
        query["overallLimit"].ToString());

    /// <summary>Converts a JSON body.</summary>
    public static string FromJson(JsonElement body)
    {
        var objects = body.TryGetProperty("sobjects", out var given) ? given.EnumerateArray().ToArray() : [];
        return Build(
            Text(body, "q"),
            Text(body, "in"),
            [.. objects.Select(one => Returning(
                Text(one, "name"),
                one.TryGetProperty("fields", out _) ? Texts(one) : Texts(body),
                Text(one, "where"),
                Text(one, "orderBy"),
                Text(one, "limit") is { Length: > 0 } limit ? limit : Text(body, "defaultLimit")))],
            Text(body, "overallLimit"));
    }

    private static string Build(string text, string group, string[] returning, string limit)
    {
        if (text.Length == 0)
        {
            throw ApiException.BadRequest("MISSING_ARGUMENT", "The required request parameter is missing: q");
        }

        var search = new StringBuilder("FIND {");
        foreach (var character in text)
        {
            search.Append(Reserved.Contains(character, StringComparison.Ordinal) ? "\\" : "").Append(character);
        }

        search.Append(CultureInfo.InvariantCulture, $"}} IN {(group.Length > 0 ? group : "ALL")} FIELDS");
        search.Append(returning.Length > 0 ? " RETURNING " : "").AppendJoin(", ", returning);
        return search.Append(limit.Length > 0 ? $" LIMIT {limit}" : "").ToString();
    }

    private static string Returning(string name, string[] fields, string where, string orderBy, string limit)
    {
        var clauses = (where.Length > 0 ? $" WHERE {where}" : "")
            + (orderBy.Length > 0 ? $" ORDER BY {orderBy}" : "")
            + (limit.Length > 0 ? $" LIMIT {limit}" : "");
        return $"{name}({(fields.Length > 0 ? string.Join(", ", fields) : "Id")}{clauses})";
    }

    private static string First(StringValues one, StringValues other) => (one.Count > 0 ? one : other).ToString();

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string[] Texts(JsonElement json) =>
        json.TryGetProperty("fields", out var fields) ? [.. fields.EnumerateArray().Select(field => field.ToString())] : [];
}
