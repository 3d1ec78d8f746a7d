using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Formats.Csv;

namespace TelemetryEngine.Tests.Formats.Csv;

public sealed class RecordIndexTests
{
    [Theory]
    [InlineData(null)]
    [InlineData('#')]
    public void FindsTheFieldsThatTheSlowReaderFinds(char? comment) => Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(), (seed, length) =>
    {
        byte[] text = HostileText.Noise(seed, length * 2);
        Assert.Equal(Oracle(text, comment), Index(text, comment));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null)]
    [InlineData('#')]
    public void BordersAreWhereRecordsEndHoweverTheTextIsCut(char? comment) => Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(), (seed, length) =>
    {
        byte[] text = HostileText.Noise(seed, length);
        int[] expected = Ends(text, comment);
        Random random = new(seed);
        foreach (int most in (int[])[1, 2, 7, text.Length + 1])
        {
            Assert.Equal(expected, FindAll(text, comment, random, most));
            Assert.Equal(expected.LastOrDefault(-1), PassAll(text, comment, random, most));
        }
    }).QuickCheckThrowOnFailure();

    /// <summary>Where each record of the text ends, comment lines too, but not the last one if it lacks a line end or has only half of one.</summary>
    private static int[] Ends(byte[] text, char? comment)
    {
        List<int> ends = [];
        RecordIndex index = new(Dialect(comment));
        for (int at = 0; at < text.Length;)
        {
            int next = index.Fill(text, at, final: false);
            for (int i = 0; i < index.Records; i++)
            {
                ends.Add(index.Positions[index.LineEnds[i]] + 1);
            }

            if (next == at)
            {
                break;
            }

            at = next;
        }

        return [.. ends];
    }

    private static List<int> FindAll(byte[] text, char? comment, Random random, int most)
    {
        RecordBorders borders = new((byte)',', comment ?? CsvDialect.NoComment);
        List<int> found = [];
        for (int at = 0; at < text.Length;)
        {
            int length = Math.Min(text.Length - at, random.Next(1, most + 1));
            int border = borders.Find(text.AsSpan(at, length));
            if (border >= 0)
            {
                found.Add(at + border);
            }

            at += border >= 0 ? border : length;
        }

        return found;
    }

    private static int PassAll(byte[] text, char? comment, Random random, int most)
    {
        RecordBorders borders = new((byte)',', comment ?? CsvDialect.NoComment);
        int last = -1;
        for (int at = 0; at < text.Length;)
        {
            int length = Math.Min(text.Length - at, random.Next(1, most + 1));
            ReadOnlySpan<byte> piece = text.AsSpan(at, length);
            int border = borders.Pass(piece, hasQuotes: piece.Contains((byte)'"') || random.Next(2) == 0);
            last = border >= 0 ? at + border : last;
            at += length;
        }

        return last;
    }

    private static CsvDialect Dialect(char? comment) => new CsvDialect { Comment = comment ?? CsvDialect.NoComment }.For("x.csv");

    /// <summary>A line for each record: position, number of fields, their raw lengths; comment lines left out.</summary>
    private static string Index(byte[] text, char? comment)
    {
        StringBuilder shown = new();
        RecordIndex index = new(Dialect(comment));
        for (int at = 0; at < text.Length;)
        {
            int next = index.Fill(text, at, final: true);
            int before = 0;
            foreach (int end in index.LineEnds)
            {
                int start = index.Positions[before] + 1;
                int stop = index.Positions[end];
                if (start >= text.Length || text[start] != comment)
                {
                    bool isFaulty = index.TextBehindQuotes.Any(fault => fault >= start && fault < stop);
                    shown.Append(start).Append(isFaulty ? " !" : $" {end - before} {Raw(text, index.Positions, before, end)}").Append('\n');
                }

                before = end;
            }

            if (next == at)
            {
                shown.Append(next).Append(index.EndedInQuote ? " open\n" : "");
                break;
            }

            at = next;
        }

        return shown.ToString();
    }

    private static string Raw(byte[] text, ReadOnlySpan<int> positions, int before, int end)
    {
        List<string> fields = [];
        byte[] scratch = [];
        for (int i = before + 1; i <= end; i++)
        {
            ReadOnlySpan<byte> raw = text.AsSpan((positions[i - 1] + 1)..positions[i]);
            raw = i == end && raw is [.., (byte)'\r'] ? raw[..^1] : raw;
            fields.Add((FieldText.IsQuoted(raw) ? "q" : "u") + Encoding.UTF8.GetString(FieldText.Unquote(raw, ref scratch)));
        }

        return string.Join('|', fields);
    }

    private static string Oracle(byte[] text, char? comment)
    {
        StringBuilder shown = new();
        foreach (SlowRecord record in SlowCsv.Read(text, ',', comment))
        {
            shown.Append(record.Position).Append(record.Fault switch
            {
                "unclosed" => " open\n",
                null => $" {record.Fields.Count} {string.Join('|', record.Fields.Select(static field => (field.IsQuoted ? "q" : "u") + field.Text))}\n",
                _ => " !\n",
            });
        }

        return shown.ToString();
    }
}
