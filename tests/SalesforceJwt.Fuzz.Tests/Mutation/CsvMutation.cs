using System.Text;

namespace SalesforceJwt.Fuzz.Tests.Mutation;

/// <summary>Changes CSV as rows and cells.</summary>
internal static class CsvMutation
{
    private static readonly string[] Cells =
        ["", "\"\"", "\"", "\"a\"b\"", "\"a\nb\"", "\"a\r\nb\"", "a\"b", "\"a,b\"", "\"\"\"\"", " \"a\" ", "#N/A", "#TYPE X", "sf__Id",
            "sf__Error", "Name", "name", "\0", "\u00e9", "\uFEFF", "=1+1", "\t", ";", "1e400", "'"];

    public static byte[] Mutate(Random random, byte[] input, byte[] other)
    {
        if (random.Once(5))
        {
            return ByteMutation.Mutate(random, input, other);
        }

        // Latin-1 keeps bytes that are not UTF-8 as they are.
        var lines = Encoding.Latin1.GetString(input).Split('\n').ToList();
        var at = random.Next(lines.Count);
        var cells = lines[at].Split(',').ToList();
        var cell = random.Next(cells.Count);
        switch (random.Next(10))
        {
            case 0 or 1:
                cells[cell] = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(random.Of(Cells)));
                break;
            case 2:
                cells.RemoveAt(cell);
                break;
            case 3:
                cells.Insert(cell, random.Of(Cells[..20]));
                break;
            case 4:
                lines.RemoveAt(at);
                lines.Add(string.Empty);
                return Join(lines);
            case 5:
                lines.Insert(at, lines[random.Next(lines.Count)]);
                return Join(lines);
            case 6:
                return Encoding.Latin1.GetBytes(string.Join(random.Of<string>(["\r\n", "\r", "\n\n", ""]), lines));
            case 7:
                return Encoding.Latin1.GetBytes(string.Join('\n', lines).Replace(',', random.Of<char>([';', '\t', '|', '^', '`', ':'])));
            case 8:
                cells[cell] = new string('x', random.Next(random.Once(5) ? 20_000 : 300));
                break;
            default:
                cells[cell] = "\"" + cells[cell];
                break;
        }

        lines[at] = string.Join(',', cells);
        return Join(lines);
    }

    private static byte[] Join(List<string> lines) => Encoding.Latin1.GetBytes(string.Join('\n', lines));
}
