using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution.Results;

/// <summary>Keys come out with their values, whether there are many rows for each of them, which brings their values into the order of the keys, or few.</summary>
public sealed class ResultKeysTests
{
    private static readonly double?[] Numbers = [2.5, double.NaN, -1, null, 0];
    private static readonly string?[] Texts = ["meter-09", "a", null, "meter-10", "ß", ""];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(9, 1)]
    [InlineData(9, 2)]
    public void Keys_of_every_window_have_their_values(int hours, int threads)
    {
        List<(int Hour, string? Text, double? Number)> readings = [];
        for (int i = 0; i < hours * Numbers.Length * Texts.Length; i++)
        {
            int place = i * 7 % (hours * Numbers.Length * Texts.Length);
            readings.Add((place % hours, Texts[place / hours % Texts.Length], Numbers[place / hours / Texts.Length]));
        }

        string[] expected = [.. readings.OrderBy(r => r.Hour).ThenBy(r => r.Text is null).ThenBy(r => r.Text, StringComparer.Ordinal)
            .ThenBy(r => r.Number is null ? 2 : double.IsNaN(r.Number.Value) ? 1 : 0).ThenBy(r => r.Number).Select(r => Line(r.Hour, r.Text, r.Number))];
        Assert.Equal(expected, Lines(readings, ["s", "d"], threads));
        Assert.Equal(
            readings.Select(r => (r.Hour, r.Text)).Distinct().OrderBy(r => r.Hour).ThenBy(r => r.Text is null).ThenBy(r => r.Text, StringComparer.Ordinal).Select(r => Line(r.Hour, r.Text, null)),
            Lines(readings, ["s"], threads));
    }

    private static List<string> Lines(List<(int Hour, string? Text, double? Number)> readings, string[] keys, int threads)
    {
        TimesBuilder times = new(new TimestampType(TimeUnit.Second, "UTC"));
        StringArray.Builder texts = new();
        DoubleArray.Builder numbers = new();
        foreach ((int hour, string? text, double? number) in readings)
        {
            times.Append(hour * 3600L);
            _ = text is null ? texts.AppendNull() : texts.Append(System.Text.Encoding.UTF8.GetBytes(text));
            _ = number is null ? numbers.AppendNull() : numbers.Append(number.Value);
        }

        Schema schema = new([new Field("t", new TimestampType(TimeUnit.Second, "UTC"), nullable: true), new Field("s", StringType.Default, nullable: true), new Field("d", DoubleType.Default, nullable: true)], null);
        Table table = Telemetry.From([new RecordBatch(schema, [times.Build(), texts.Build(), numbers.Build()], readings.Count)])
            .With(new RunOptions { Threads = threads, BatchRows = 20, ResultBatchRows = 40 }).Time("t").Window(Tumbling.Every("1h")).GroupBy(keys).Aggregate(Count()).ToTable();
        List<string> lines = [];
        foreach (RecordBatch batch in table.Batches)
        {
            for (int row = 0; row < batch.Length; row++)
            {
                string? text = batch.Column("s") switch
                {
                    StringArray plain => plain.IsNull(row) ? null : System.Text.Encoding.UTF8.GetString(plain.GetUtf8(row)),
                    DictionaryArray coded => coded.IsNull(row) ? null : System.Text.Encoding.UTF8.GetString(coded.GetUtf8(row)),
                    IArrowArray other => throw new NotSupportedException($"{other.DataType}"),
                };
                double? number = keys.Length > 1 && !batch.Column("d").IsNull(row) ? ((DoubleArray)batch.Column("d")).Values[row] : null;
                lines.Add(Line((int)(((TimestampArray)batch.Column("window_start")).Values[row] / 3600), text, number));
            }
        }

        return lines;
    }

    private static string Line(int hour, string? text, double? number) => string.Create(CultureInfo.InvariantCulture, $"{hour} {text ?? "null"} {number}");
}
