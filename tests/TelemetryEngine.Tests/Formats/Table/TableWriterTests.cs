using Apache.Arrow;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Tests.Formats.Table;

public sealed class TableWriterTests
{
    [Fact]
    public void NumbersStandRightAndTheRestLeft() => Assert.Equal(
        """
        at                        on           small                 large  single      value  note              device
        2024-01-01T00:00:00.000Z  true             7  -9223372036854775808     0.1        0.1  plain             meter-1
        2024-01-01T00:00:00.500Z  false  -2147483648   9223372036854775807       0          0                    größe
        null                      null          null                  null    null       null  null              null
        1969-12-31T23:59:59.000Z  true             0                    -1     NaN  -Infinity  say "hi", ok\n|x  meter-1

        """,
        WriterRun.Fitted("table", SampleBatch.Make()));

    [Fact]
    public void LongOutputsAreCutAndSaySo()
    {
        RecordBatch batch = SampleBatch.OfOne("n", new Int64Array.Builder().AppendRange([1, 2, 3]).Build());
        RecordBatch more = SampleBatch.OfOne("n", new Int64Array.Builder().AppendRange(new long[1233]).Build());
        Assert.Equal("n\n1\n2\n… 1,234 more rows\n", WriterRun.Text("table", new WriterOptions { MaxTableRows = 2 }, batch, more));
        Assert.Equal("n\n1\n2\n… 1 more row\n", WriterRun.Text("table", new WriterOptions { MaxTableRows = 2 }, batch));
        Assert.Equal("n\n1\n2\n3\n", WriterRun.Text("table", new WriterOptions { MaxTableRows = 3 }, batch));
    }

    [Fact]
    public void ColorIsOnlyWhereItWasAskedFor() => Assert.Equal(
        "\e[1mn\e[0m\n1\n",
        WriterRun.Text("table", new WriterOptions { UseColor = true }, SampleBatch.OfOne("n", new Int64Array.Builder().Append(1).Build())));

    [Fact]
    public void ForeignControlCharactersDoNotReachTheTerminal() => Assert.Equal(
        "x\n\\x1b[31mred\\t\\x07\\x9b\n",
        WriterRun.Text("table", new WriterOptions(), SampleBatch.OfOne("x", new StringArray.Builder().Append("\e[31mred\t\a\u009b").Build())));

    [Fact]
    public void MarksThatTurnTheOrderAroundAreShown() => Assert.Equal(
        "\\u{202e}x\n\\u{2066}1\\u{200b}\n",
        WriterRun.Text("table", new WriterOptions(), SampleBatch.OfOne("\u202ex", new StringArray.Builder().Append("\u20661\u200b").Build())));

    [Fact]
    public void MarkdownMakesNoLinkOfData() => Assert.Equal(
        "| \\[n\\](x) |\n| --- |\n| \\`a\\` \\\\x1b |\n",
        WriterRun.Text("markdown", new WriterOptions(), SampleBatch.OfOne("[n](x)", new StringArray.Builder().Append("`a` \e").Build())));

    [Fact]
    public void WideAndCombiningCharactersKeepTheColumnsStraight()
    {
        StringArray names = new StringArray.Builder().Append("电表").Append("e\u0301e\u0301").Append("abcd").Build();
        Int64Array numbers = new Int64Array.Builder().AppendRange([1, 2, 3]).Build();
        RecordBatch batch = new(new Schema([new Field("name", names.DataType, nullable: true), new Field("n", numbers.DataType, nullable: true)], null), [names, numbers], 3);
        Assert.Equal("name  n\n电表  1\ne\u0301e\u0301    2\nabcd  3\n", WriterRun.Text("table", new WriterOptions(), batch));
    }

    [Fact]
    public void MarkdownEscapesWhatItWouldTakeForItsOwn() => Assert.Equal(
        """
        | at | on | small | large | single | value | note | device |
        | --- | --- | ---: | ---: | ---: | ---: | --- | --- |
        | 2024-01-01T00:00:00.000Z | true | 7 | -9223372036854775808 | 0.1 | 0.1 | plain | meter-1 |
        | 2024-01-01T00:00:00.500Z | false | -2147483648 | 9223372036854775807 | 0 | 0 |  | größe |
        |  |  |  |  |  |  |  |  |
        | 1969-12-31T23:59:59.000Z | true | 0 | -1 | NaN | -Infinity | say "hi", ok<br>\|x | meter-1 |

        """,
        WriterRun.Fitted("markdown", SampleBatch.Make()));
}
