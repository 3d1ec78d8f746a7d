using System.Text;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>The index of records at its borders, of fields and of records: what fills it stands at every place before, on and behind them.</summary>
public sealed class RecordIndexBorderTests
{
    private const int Fields = 16 * 1024;
    private const int Records = 4 * 1024;
    private const int Around = 70;

    /// <summary>What there may be many of: delimiters, line ends, fields of one byte, quotes, rows of few fields.</summary>
    private static readonly string[] Units = [",", "\n", "\r", "\r\n", "1,", "\"\",", ",\n", "1\r", "\"\"\n", ",,,,,,,\n", "\"a\"\"b\",1\n"];

    public static TheoryData<string, string> ScannersAndUnits()
    {
        TheoryData<string, string> all = [];
        foreach (Kernels.Implementation<StructuralScanner> scanner in StructuralScan.All.Where(static scanner => scanner.IsSupported))
        {
            foreach (string unit in Units)
            {
                all.Add(scanner.Name, unit);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(ScannersAndUnits))]
    public void Fields_and_records_are_found_on_both_sides_of_its_borders(string scanner, string unit)
    {
        RecordIndex index = new(new CsvDialect { Scanner = StructuralScan.Select(scanner) }.For("x.csv"));
        int marks = unit.Count(static c => c is ',' or '\n') + (unit.Contains('\r') && !unit.Contains('\n') ? 1 : 0);
        foreach (int border in (int[])[Records, Fields, 2 * Fields])
        {
            for (int off = -Around; off <= Around; off++)
            {
                Random random = new(off);
                StringBuilder text = new(new string('x', random.Next(65)));
                for (int i = (border + off) / marks; i > 0; i--)
                {
                    text.Append(unit);
                }

                // what follows is dense and another thing, then so plain that a vector scan goes on
                string other = Units[random.Next(Units.Length)];
                text.Insert(text.Length, other, random.Next(1, 3 * Around)).Append('y').Append('\n').Insert(text.Length, new string('z', 99) + "\n", 3);
                byte[] bytes = Encoding.ASCII.GetBytes(text.ToString());
                Assert.True(Oracle(bytes).SequenceEqual(All(index, bytes)), $"border {border}, {off} beside it, then '{other}'");
            }
        }
    }

    /// <summary>The positions that the index finds; those of line ends are negative.</summary>
    private static List<int> All(RecordIndex index, byte[] text)
    {
        List<int> found = [];
        for (int at = 0; at < text.Length;)
        {
            int next = index.Fill(text, at, final: true);
            Assert.True(next > at, $"nothing is found from byte {at} on");
            int line = 0;
            for (int i = 1; i < index.Positions.Length && line < index.Records; i++)
            {
                bool isEnd = index.LineEnds[line] == i;
                found.Add(isEnd ? -index.Positions[i] : index.Positions[i]);
                line += isEnd ? 1 : 0;
            }

            at = next;
        }

        return found;
    }

    /// <summary>The same one byte at a time. No text stands behind a closing quote here, so a quote turns "inside" on and off.</summary>
    private static List<int> Oracle(byte[] text)
    {
        List<int> found = [];
        bool isInside = false;
        for (int at = 0; at < text.Length; at++)
        {
            isInside ^= text[at] == '"';
            bool isEnd = text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n'));
            if (!isInside && (isEnd || text[at] == ','))
            {
                found.Add(isEnd ? -at : at);
            }
        }

        return found;
    }
}
