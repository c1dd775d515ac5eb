using System.Text;

namespace SalesforceJwt.Fuzz.Tests.Support;

/// <summary>
/// A server's responses as bytes: HTTP/1.1 messages with a separator line between two. The last one answers all further requests.
/// </summary>
internal static class Answers
{
    /// <summary>A header that makes the connection break at the end of the body.</summary>
    public const string BreaksOff = "X-Breaks-Off: 1";

    private static readonly byte[] Between = "\n%%%%\n"u8.ToArray();

    public static byte[] Json(string body, int status = 200, params string[] headers) => Of(["HTTP/1.1 " + status + " X",
        "Content-Type: application/json;charset=UTF-8", .. headers], Encoding.UTF8.GetBytes(body));

    public static byte[] Csv(string body, params string[] headers) => Of(["HTTP/1.1 200 OK", "Content-Type: text/csv", .. headers],
        Encoding.UTF8.GetBytes(body));

    public static byte[] Text(string body, int status = 200, string type = "text/html",
        params string[] headers) => Of(["HTTP/1.1 " + status + " X", "Content-Type: " + type, .. headers], Encoding.UTF8.GetBytes(body));

    public static byte[] Of(IReadOnlyList<string> lines, byte[] body) => [.. Encoding.Latin1.GetBytes(string.Join("\r\n",
        lines) + "\r\n\r\n"), .. body];

    /// <summary>The lines of an answer's head, and its body.</summary>
    public static (List<string> Lines, byte[] Body) Parts(byte[] answer)
    {
        var end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        return end < 0 ? (["HTTP/1.1 200 OK"], answer) : ([.. Encoding.Latin1.GetString(answer, 0, end).Split("\r\n")],
            answer[(end + 4)..]);
    }

    public static byte[] Join(params IReadOnlyList<byte[]> answers) => [.. answers.SelectMany((a, i) => i == 0 ? a : [.. Between, .. a])];

    public static IReadOnlyList<byte[]> Split(byte[] input)
    {
        var answers = new List<byte[]>();
        var rest = input.AsSpan();
        for (int at; (at = rest.IndexOf(Between)) >= 0; rest = rest[(at + Between.Length)..])
        {
            answers.Add(rest[..at].ToArray());
        }

        answers.Add(rest.ToArray());
        return answers;
    }
}
