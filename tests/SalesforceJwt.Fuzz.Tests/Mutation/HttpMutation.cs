using System.IO.Compression;
using System.Text;
using SalesforceJwt.Fuzz.Tests.Support;

namespace SalesforceJwt.Fuzz.Tests.Mutation;

/// <summary>Changes one of a server's responses: its status, its headers, or its body (JSON, CSV or other).</summary>
internal static class HttpMutation
{
    private static readonly string[] Statuses =
        ["200", "201", "202", "204", "206", "300", "301", "302", "304", "307", "400", "401", "403", "404", "405", "409", "412", "414",
            "420", "429", "431", "500", "502", "503", "504", "407", "599", "299"];

    private static readonly string[] Headers =
    [
        "Content-Type: text/html; charset=utf-7", "Content-Type: application/json; charset=\"", "Content-Type: ;;;",
            "Content-Type: text/csv; charset=utf-16", "Content-Type: text/csv", "Content-Type: application/json", "Content-Type:",
            "Content-Type: a/b, c/d",
        "Content-Encoding: gzip", "Content-Encoding: deflate", "Content-Encoding: gzip, gzip", "Content-Encoding: x",
            "Content-Length: 999999999999", "Content-Length: -1", "Content-Length: 0", "Content-Length: 5, 6",
            "Content-Length: 1073741824",
        "Retry-After: 4294967", "Retry-After: 2147483648", "Retry-After: 99999999999999999999", "Retry-After: -1",
            "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", "Retry-After: 0", "Retry-After: 4294967295", "Retry-After: x",
            "Retry-After: 1, 2",
        "Location: /x", "Location: //evil.example", "Location: http://[::1", "Location: https://a b/", "Location:", "Location: ?",
            "Location: javascript:1", "Location: https://acme.my.salesforce.com/services/data", "Location: http://127.0.0.1:1/x",
            "Location: \u00e9",
        "Sforce-Limit-Info: api-usage=1/2", "Sforce-Limit-Info: api-usage=999999999999/1", "Sforce-Limit-Info: api-usage=-1/0",
            "Sforce-Limit-Info: api-usage=/", "Sforce-Limit-Info: x; api-usage=5/5; per-app",
        "Sforce-Locator: MTAwMA", "Sforce-Locator: null", "Sforce-Locator:", "Sforce-Locator: \u00e9 %00&x=y",
            "Sforce-NumberOfRecords: 2", "Sforce-NumberOfRecords: -1", "Sforce-NumberOfRecords: 99999999999999999999",
            "Sforce-NumberOfRecords: 1, 2",
        "Date: x", "Date: Mon, 01 Jan 0001 00:00:00 GMT", "Date: Fri, 31 Dec 9999 23:59:59 GMT", "Last-Modified: x", "ETag: x",
            "Set-Cookie: a=b", "WWW-Authenticate: Token error=\"invalid_token\"", "WWW-Authenticate: \"",
            "Content-Disposition: attachment; filename=\"../x\"",
        "Content-MD5: x", "Transfer-Encoding: chunked", "Connection: close", "\u00e9: x", ": x", "A B: x", "X-Long: " + new string('x',
            5000), "Content-Range: bytes 0-1/2", "Content-Range: x", "Link: <>", "Warning: 299 - \"x\"",
    ];

    public static byte[] Mutate(Random random, byte[] input, byte[] other)
    {
        var answers = Answers.Split(input).ToList();
        var place = random.Next(answers.Count);
        switch (random.Next(20))
        {
            case 0 when answers.Count < 6:
                answers.Insert(random.Next(answers.Count + 1), answers[place]);
                break;
            case 1 when answers.Count > 1:
                answers.RemoveAt(place);
                break;
            case 2:
                answers[place] = random.Of(Answers.Split(other).ToList());
                break;
            default:
                answers[place] = One(random, answers[place], random.Of(Answers.Split(other).ToList()));
                break;
        }

        return Answers.Join(answers);
    }

    private static byte[] One(Random random, byte[] answer, byte[] other)
    {
        var (lines, body) = Answers.Parts(answer);
        var (otherLines, otherBody) = Answers.Parts(other);
        var line = lines.Count > 1 ? 1 + random.Next(lines.Count - 1) : 0;
        switch (random.Next(16))
        {
            case 0:
                lines[0] = $"HTTP/1.1 {random.Of(Statuses)} X";
                break;
            case 1 or 2:
                lines.Insert(1, random.Of(Headers));
                break;
            case 3 when line > 0:
                lines.RemoveAt(line);
                break;
            case 4 when line > 0:
                lines[line] = Encoding.Latin1.GetString(TextMutation.Mutate(random, Encoding.Latin1.GetBytes(lines[line]),
                    Encoding.Latin1.GetBytes(random.Of(otherLines)))).ReplaceLineEndings(" ");
                break;
            case 5 when random.Once(2):
                lines.Insert(1, "Content-Encoding: gzip");
                body = Gzip(random.Once(8) ? new byte[random.Next(4 * 1024 * 1024)] : body);
                body = random.Once(3) && body.Length > 1 ? body[..random.Next(body.Length)] : body;
                break;
            case 6 when random.Once(4):
                body = [0xEF, 0xBB, 0xBF, .. body];
                break;
            case 7 when random.Once(4):
                body = otherBody;
                break;
            case 8 when random.Once(4):
                body = random.Of<byte[]>([[], "<html><head><title>Blocked</title></head></html>"u8.ToArray(), "null"u8.ToArray(),
                    "[]"u8.ToArray(), "{}"u8.ToArray(), "\""u8.ToArray(), "Bad_OAuth_Token"u8.ToArray()]);
                break;
            case 9 when random.Once(3):
                lines.Insert(1, Answers.BreaksOff);
                break;
            default:
                body = body is [(byte)'{' or (byte)'[', ..] ? JsonMutation.Mutate(random, body, otherBody)
                    : lines.Exists(l => l.Contains("csv", StringComparison.OrdinalIgnoreCase)) ? CsvMutation.Mutate(random, body,
                        otherBody)
                    : ByteMutation.Mutate(random, body, otherBody);
                break;
        }

        return Answers.Of(lines, body);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var zip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            zip.Write(bytes);
        }

        return buffer.ToArray();
    }
}
