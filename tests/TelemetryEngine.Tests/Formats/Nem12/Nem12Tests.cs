using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Formats.Nem12;

public sealed class Nem12Tests
{
    private const string Head = "100,NEM12,200405011135,MDA1,Ret1\n";
    private const string E1 = "200,VABD000163,E1Q1,1,E1,N1,METSER123,kWh,30,\n";

    [Fact]
    public void Days_are_those_of_the_market_and_sums_are_exact()
    {
        string csv = Head + E1 + Day("20040201", Enumerable.Repeat("1.111", 48)) + "200,VABD000163,E1Q1,2,Q1,,METSER123,kVArh,30,\n" + Day("20040201", Enumerable.Repeat("2.222", 48)) + "900\n";
        foreach (string text in (string[])[csv, csv.Replace("\n", "\r\n", StringComparison.Ordinal), csv.Replace('\n', '\r'), "\uFEFF" + csv, csv.Replace("\n", ",,,,\n", StringComparison.Ordinal)])
        {
            Assert.Equal(
                ["window_start|nmi|suffix|sum_value|count", "2004-02-01T00:00:00+10:00|VABD000163|E1|53.328|48", "2004-02-01T00:00:00+10:00|VABD000163|Q1|106.656|48"],
                Written(text, nem12 => nem12.Window(Tumbling.Every("1d")).GroupBy("nmi", "suffix").Aggregate(Sum("value"), Count())));
        }
    }

    [Fact]
    public void Readings_are_those_of_a_slow_reader_whatever_the_settings()
    {
        string text = Generate(7);
        using TemporaryFile file = new(text);
        string[] expected = ["time|nmi|suffix|register|serial|unit|value|quality", .. SlowReader(text)];
        foreach (RunOptions options in Settings())
        {
            Assert.Equal(expected, TableText.Written(Telemetry.ReadNem12(file.Path).With(options)));
            Assert.Equal(expected.Length - 1, Telemetry.ReadCsv(file.Path).Aggregate(Count()).With(options).ToTable().Summary.RowsRead);
        }

        PipeReader pipe = PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(expected, TableText.Written(Telemetry.ReadCsv(pipe)));
    }

    [Fact]
    public void Empty_intervals_are_no_readings_and_are_told_of()
    {
        using TemporaryFile file = new(Head + E1 + Day("20240101", ["1", "", .. Enumerable.Repeat("0", 46)], "N") + "900\n");
        RunSummary summary = Telemetry.ReadNem12(file.Path).Aggregate(Count()).ToTable().Summary;
        Assert.Equal(47, summary.RowsRead);
        Assert.Contains("1 empty interval is no reading", summary.Notes.Select(static note => note.ToString()));
    }

    [Fact]
    public void A_400_record_says_the_quality_of_a_range() => Assert.Equal(
        ["quality|count|sum_value", "A|46|46", "E52|2|6"],
        Written(Head + E1 + Day("20240101", ["3", "3", .. Enumerable.Repeat("1", 46)], "V") + "400,1,2,E52,,\n400,3,48,A,,\n500,O,S01,20040202120025,\n900\n",
            nem12 => nem12.GroupBy("quality").Aggregate(Count(), Sum("value"))));

    [Fact]
    public void Windows_closed_right_have_the_ends_of_intervals() => Assert.Equal(
        ["window_start|sum_value", "2024-01-01T00:00:00+10:00|48"],
        Written(Head + E1 + Day("20240101", Enumerable.Repeat("1", 48)) + "900\n", nem12 => nem12.Window(Tumbling.Every("1d") with { Closed = "right" }).Aggregate(Sum("value"))));

    [Theory]
    [InlineData("200,N,C,1,E1,,S,kWh,30\n300,2024010,{48}A\n900\n", 3, "the date of a 300 record is written yyyyMMdd")]
    [InlineData("200,N,C,1,E1,,S,kWh,30\n300,20240101,{47}A,,,20240102,\n900\n", 3, "the record has more or fewer values")]
    [InlineData("200,N,C,1,E1,,S,kWh,30\n300,20240101,{49}A,,,20240102,\n900\n", 3, "the record has more or fewer values")]
    [InlineData("200,N,C,1,E1,,S,kWh,15\n300,20240101,{48}A\n900\n", 3, "behind the 96 values of a day in intervals of 15 minutes")]
    [InlineData("200,N,C,1,E1,,S,kWh,7\n", 2, "the interval length, field 9 of a 200 record")]
    [InlineData("200,N,C,1,,,S,kWh,30\n", 2, "a 200 record has an NMI, a suffix and a unit")]
    [InlineData("300,20240101,{48}A\n900\n", 2, "a 300 record stands behind the 200 record")]
    [InlineData("200,N,C,1,E1,,S,kWh,30\n400,1,2,A\n900\n", 3, "a 400 record stands behind the 300 record")]
    [InlineData("200,N,C,1,E1,,S,kWh,30\n300,20240101,{48}V\n400,1,49,A\n900\n", 4, "a 400 record names the first and the last of the intervals 1 to 48")]
    [InlineData("200,N,C,1,E1,,S,kWh,30\n300,20240101,{48}A\n", 3, "the file ends without a 900 record")]
    [InlineData("200,N,C,1,E1,,S,kWh,30\n301,20240101\n900\n", 3, "not a record of NEM12")]
    [InlineData("900\n200,N,C,1,E1,,S,kWh,30\n", 3, "behind the 900 record")]
    public void What_is_wrong_is_an_error_with_its_line(string records, int line, string reason)
    {
        string text = Head + records;
        foreach (int count in (int[])[47, 48, 49])
        {
            text = text.Replace($"{{{count}}}", string.Concat(Enumerable.Repeat("1,", count)), StringComparison.Ordinal);
        }

        InputException error = Assert.Throws<InputException>(() => Written(text, static nem12 => nem12.Aggregate(Count())));
        Assert.Equal(line, error.Line);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_no_number_is_refused_with_its_day_or_made_null()
    {
        string text = Head + E1 + Day("20240101", ["x", .. Enumerable.Repeat("1", 47)]) + Day("20240102", Enumerable.Repeat("1", 48)) + "900\n";
        Assert.Contains("line 3, byte", Assert.Throws<InputException>(() => Written(text, static nem12 => nem12.Aggregate(Sum("value")))).Message, StringComparison.Ordinal);
        Assert.Equal(["sum_value|count", "48|48"], Written(text, static nem12 => nem12.Aggregate(Sum("value"), Count()).OnError(ErrorPolicy.Skip)));
        Assert.Equal(["sum_value|count", "95|95"], Written(text, static nem12 => nem12.Aggregate(Sum("value"), Count()).OnError(ErrorPolicy.Null)));
    }

    [Fact]
    public void Nem13_is_named()
    {
        InputException error = Assert.Throws<InputException>(() => Written("100,NEM13,200405011135,MDA1,Ret1\n250,1\n900\n", static text => text.Aggregate(Count())));
        Assert.Contains("is NEM13", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_frozen_plan_means_the_same()
    {
        using TemporaryFile file = new(Head + E1 + Day("20240101", Enumerable.Repeat("1.5", 48)) + "900\n");
        Pipeline pipeline = Telemetry.ReadCsv(file.Path).Window(Tumbling.Every("1d")).Aggregate(Sum("value"));
        Plan plan = Plan.FromJson(pipeline.ToPlan().ToJson());
        Assert.Equal("nem12", plan.Source.Format);
        Assert.Equal("Australia/Brisbane", plan.Time!.Zone);
        Assert.Equal(TableText.Written(pipeline), TableText.Written(Telemetry.FromPlan(plan)));
    }

    [Fact]
    public void Text_of_which_something_is_said_is_read_as_any_text() => Assert.Equal(
        ["count", "3"],
        Written(Head + "200,a,b,c,d\n900,,,,\n", static text => text.Aggregate(Count()), new TextPlan { Header = false }));

    private static string Day(string date, IEnumerable<string> values, string quality = "A") => $"300,{date},{string.Join(',', values)},{quality},,,20240201120000,\n";

    /// <summary>Two files in one, streams of several lengths, qualities by 400 records, values with up to nine digits behind the point.</summary>
    private static string Generate(int seed)
    {
        Random random = new(seed);
        StringBuilder text = new();
        foreach (int part in (int[])[1, 2])
        {
            text.Append(Head);
            foreach (int minutes in (int[])[5, 15, 30])
            {
                text.Append(CultureInfo.InvariantCulture, $"200,NMI{part},E1B1,{minutes},E{minutes},N1,S{part},{(minutes == 30 ? "Wh" : "kWh")},{minutes},20240301\n");
                for (int day = 1; day <= 5; day++)
                {
                    int count = 1_440 / minutes;
                    text.Append(Day($"2024030{day}", Enumerable.Range(0, count).Select(_ => random.Next(20) == 0 ? "" : Value(random)), day == 3 ? "V" : "A"));
                    text.Append(day == 3 ? $"400,1,{count / 2},S14,32,\n400,{count / 2 + 1},{count},F15,32,note\n500,O,S01,20040202120025,1\n" : "");
                }
            }

            text.Append("900\n");
        }

        return text.ToString();
    }

    private static string Value(Random random) => (random.Next(-100, 1_000_000) / (decimal)Math.Pow(10, random.Next(0, 4))).ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> SlowReader(string text)
    {
        string[][] records = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(','))];
        string[] stream = [];
        for (int i = 0; i < records.Length; i++)
        {
            string[] record = records[i];
            stream = record[0] == "200" ? record : stream;
            int minutes = record[0] == "300" ? int.Parse(stream[8], CultureInfo.InvariantCulture) : 1_440;
            for (int interval = 0; record[0] == "300" && interval < 1_440 / minutes; interval++)
            {
                string? quality = records.Skip(i + 1).TakeWhile(static next => next[0] == "400")
                    .FirstOrDefault(range => interval + 1 >= int.Parse(range[1], CultureInfo.InvariantCulture) && interval + 1 <= int.Parse(range[2], CultureInfo.InvariantCulture))?[3];
                DateTime time = DateTime.ParseExact(record[1], "yyyyMMdd", CultureInfo.InvariantCulture).AddMinutes(interval * minutes);
                if (record[interval + 2].Length > 0)
                {
                    double value = double.Parse(record[interval + 2], CultureInfo.InvariantCulture);
                    yield return string.Create(CultureInfo.InvariantCulture,
                        $"{time:yyyy-MM-ddTHH:mm:ss}+10:00|{stream[1]}|{stream[4]}|{stream[3]}|{stream[6]}|{stream[7]}|{value:R}|{quality ?? record[^5]}");
                }
            }
        }
    }

    private static string[] Written(string text, Func<Pipeline, Pipeline> steps, TextPlan? said = null)
    {
        using TemporaryFile file = new(text);
        return TableText.Written(steps(Telemetry.ReadCsv([file.Path], said ?? new TextPlan())));
    }

    private static IEnumerable<RunOptions> Settings()
    {
        foreach (int threads in (int[])[1, 2, 7])
        {
            yield return new RunOptions { Threads = threads };
            yield return new RunOptions { Threads = threads, BatchRows = 1 };
            yield return new RunOptions { Threads = threads, BatchRows = 97 };
        }
    }
}
