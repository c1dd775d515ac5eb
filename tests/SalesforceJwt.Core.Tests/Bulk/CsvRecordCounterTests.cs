using System.Text;
using CsvHelper;
using SalesforceJwt.Core.Bulk.Export;

namespace SalesforceJwt.Core.Tests.Bulk;

/// <summary>Records are counted without parsing them, and the number equals that of a parser.</summary>
public sealed class CsvRecordCounterTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\nb", 2)]
    [InlineData("a\r\nb\r\n", 2)]
    [InlineData("\n\r\n\n", 0)]
    [InlineData("\r\n", 0)]
    [InlineData("a\n\nb\r\n\r\n", 2)]
    [InlineData("\"\"\n\"\"\n", 2)]
    [InlineData("\"a\nb\",\"c\"\n", 1)]
    [InlineData("\"a \"\"b\"\"\n\n\",\"c\"\n\"d\"", 2)]
    [InlineData("\"a\r\n\r\n\"\r\n", 1)]
    public void Line_breaks_count_where_they_end_a_record(string text, long records)
    {
        var counter = Count(Encoding.UTF8.GetBytes(text), 7);

        Assert.Equal(records, counter.Total);
        Assert.False(counter.IsInValue);
    }

    [Theory]
    [InlineData("\"a")]
    [InlineData("\"a\"\n\"b\n")]
    [InlineData("\"a\"\"")]
    public void A_value_without_a_closing_quote_is_detected(string text) => Assert.True(Count(Encoding.UTF8.GetBytes(text), 64).IsInValue);

    [Fact]
    public void It_counts_as_many_records_as_a_reader_reads_however_the_text_is_split()
    {
        var random = new Random(20261129);
        for (var round = 0; round < 300; round++)
        {
            var text = Rows(random);
            using var reader = CsvReader.Create(text, new CsvReaderOptions { HasHeader = false });
            var rows = 0L;
            while (reader.Read())
            {
                rows++;
            }

            Assert.Equal(rows, Count(text, random.Next(1, 200)).Total);
        }
    }

    private static byte[] Rows(Random random)
    {
        string[] values = ["", "x", "two words", "line\nbreak", "line\r\nbreak", "\n", "quote \" in it", "\"\"", ",", new('y', 130)];
        var text = new StringBuilder();
        for (var row = random.Next(60); row > 0; row--)
        {
            var line = Enumerable.Range(0, 3).Select(
                _ => $"\"{values[random.Next(values.Length)].Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            text.AppendJoin(',', line).Append(random.Next(2) == 0 ? "\n" : "\r\n").Append(random.Next(20) == 0 ? "\r\n" : string.Empty);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static CsvRecordCounter Count(byte[] text, int piece)
    {
        var counter = new CsvRecordCounter();
        foreach (var some in text.Chunk(piece))
        {
            counter.Add(some);
        }

        return counter;
    }
}
