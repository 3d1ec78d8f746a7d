using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests;

/// <summary>What a user of the library is told of an input before a query is written.</summary>
public sealed class InputProfileTests
{
    private const string Meters = """
        at;meter;power;label
        31.01.2024 10:00;a;1,5 kW;x
        31.01.2024 10:15;a;-9999 kW;y
        31.01.2024 10:00;b;2,25 kW;
        31.01.2024 11:00;a;-9999 kW;x
        31.01.2024 10:15;b;3 kW;y
        31.01.2024 11:15;a;-9999 kW;z
        31.01.2024 10:15;b;2 kW;z
        31.01.2024 11:30;a;1 kW;z

        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Columns_have_types_units_nulls_extremes_and_examples()
    {
        InputProfile profile = Telemetry.ReadCsvText(Meters).Inspect(Token);

        Assert.Equal(["at", "meter", "power", "label"], profile.Columns.Select(static column => column.Name));
        ColumnProfile power = profile.Columns[2];
        Assert.Equal(("decimal(2)", "kW", "-9999", "3"), (power.Type, power.Unit, power.Minimum, power.Maximum));
        Assert.Equal((0L, (int?)null), (power.Nulls, power.Distinct));
        Assert.Equal(["1.5", "-9999", "2.25"], power.Examples);
        Assert.Equal(new Sentinel("-9999", 3, "1", "3"), power.Sentinel);
        ColumnProfile label = profile.Columns[3];
        Assert.Equal(("x", "z", 1L, (int?)3), (label.Minimum, label.Maximum, label.Nulls, label.Distinct));
        Assert.Null(label.Sentinel);
        Assert.Equal((8L, 0L), (profile.Summary.RowsRead, profile.Summary.RowsRejected));
    }

    [Fact]
    public void Each_series_has_its_step_gaps_and_repeats()
    {
        InputProfile profile = Telemetry.ReadCsvText(Meters).GroupBy("meter").Inspect(Token);

        Assert.Same(profile.Columns[0], profile.Time);
        Assert.Equal("2024-01-31T10:00:00Z", profile.Time!.Minimum);
        Assert.Equal(TimeUnit.Microsecond, profile.TimeUnit);
        const long Minute = 60_000_000;
        Assert.Equal(["meter"], profile.Keys);
        SeriesProfile a = new()
        {
            Name = "a",
            Rows = 5,
            Steps = 4,
            CommonStep = 15 * Minute,
            CommonSteps = 3,
            HasUsualStep = true,
            Gaps = 1,
            MissingReadings = 2,
            LongestGap = new TimeGap("2024-01-31T10:15:00Z", "2024-01-31T11:00:00Z", 45 * Minute),
        };
        SeriesProfile b = new() { Name = "b", Rows = 3, Steps = 1, CommonStep = 15 * Minute, CommonSteps = 1, HasUsualStep = true, Repeats = 1 };
        Assert.Equal([a, b], profile.Series);
        Assert.Equal(0, profile.RowsOfFurtherSeries);
    }

    [Fact]
    public void Without_a_key_a_likely_one_is_named()
    {
        InputProfile profile = Telemetry.ReadCsvText(Meters).Inspect(Token);

        Assert.Equal("meter", profile.LikelyKey);
        Assert.Equal(("", 3L), (profile.Series.Single().Name, profile.Series[0].Repeats));
    }

    [Fact]
    public void The_plan_reads_the_input_as_it_was_read()
    {
        using TemporaryFile file = new(Meters);
        InputProfile profile = Telemetry.Read(file.Path).GroupBy("meter").Inspect(Token);

        Plan stored = Plan.FromJson(profile.Plan.ToJson());

        Assert.Equal((";", true), (stored.Source.Text.Delimiter, stored.Source.Text.DecimalComma));
        Assert.Equal(("at", "dd.MM.yyyy HH:mm"), (stored.Time!.Column, stored.Time.Format));
        Assert.Contains(new SchemaColumn("power", "decimal(2)"), stored.Source.Declared.Select(static column => column with { Unit = null }));
        Assert.Equal(Hourly(Telemetry.Read(file.Path).GroupBy("meter")), Hourly(Telemetry.FromPlan(stored)));
    }

    [Fact]
    public void A_time_of_two_columns_is_joined()
    {
        Pipeline rows = Telemetry.ReadCsvText("day,clock,v\n2024-01-31,10:00,1\n2024-01-31,10:15,2\n");
        InputProfile profile = rows.Time("day+clock").Inspect(Token);

        Assert.Equal(("day+clock", "2024-01-31T10:15:00Z"), (profile.Time!.Name, profile.Time.Maximum));
        Assert.Equal(["day", "clock", "v", "day+clock"], profile.Columns.Select(static column => column.Name));
        Assert.Equal(["day", "clock"], profile.Plan.Source.Declared.Select(static column => column.Name).Except(["v"]));
    }

    [Fact]
    public void An_input_without_times_has_no_series()
    {
        Pipeline rows = Telemetry.From(("name", new[] { "a", "b" }), ("value", new double?[] { 1, null }));
        InputProfile profile = rows.Inspect(Token);

        Assert.Null(profile.Time);
        Assert.Null(profile.TimeUnit);
        Assert.Empty(profile.Series);
        ColumnProfile value = profile.Columns[1];
        Assert.Equal(("float64", "1", "1", 1L), (value.Type, value.Minimum, value.Maximum, value.Nulls));
    }

    [Fact]
    public void A_clock_that_is_set_forward_shows_a_zone_unless_one_is_named()
    {
        DateTime night = new(2024, 3, 31, 0, 0, 0, DateTimeKind.Unspecified);
        DateTime[] times = [.. Enumerable.Range(0, 24).Select(i => night.AddMinutes(15 * i)).Where(static time => time.Hour != 2)];
        string text = "at,v\n" + string.Concat(times.Select(static time => $"{time:yyyy-MM-dd HH:mm},1\n"));

        Assert.Equal(new ClockSigns("Europe/Berlin", night.AddHours(2), null), Telemetry.ReadCsvText(text).Inspect(Token).LocalClock);
        Assert.Null(Telemetry.ReadCsvText(text).Time("at", zone: "Europe/Berlin").Inspect(Token).LocalClock);
    }

    [Fact]
    public void Rows_that_cannot_be_read_are_counted_and_what_is_doubtful_is_noted()
    {
        const string Text = "at,v\n2024-01-01T00:00Z,1\n2024-01-01T00:15Z,2,3\n2024-01-01T00:30Z,2\n2024-01-01T00:45Z,odd\n";

        InputProfile profile = Telemetry.ReadCsvText(Text).Inspect(Token);

        Assert.Equal((4L, 1L), (profile.Summary.RowsRead, profile.Summary.RowsRejected));
        Assert.Contains(profile.Summary.Notes, static note => note.ToString().Contains("odd", StringComparison.Ordinal) && note.Fixes.Count > 0);
    }

    [Fact]
    public void A_key_must_be_a_column_that_tells_series_apart()
    {
        Pipeline meters = Telemetry.ReadCsvText(Meters);
        PlanException missing = Assert.Throws<PlanException>(() => meters.GroupBy("metre").Inspect(Token));
        Assert.Equal("GroupBy: there is no column 'metre'; did you mean 'meter'?", missing.Message);
        Assert.Equal("groupBy", missing.Text.Fixes.Single().Option);

        RecordBatch raw = new RecordBatch.Builder()
            .Append("at", nullable: false, new TimestampArray.Builder(TimeUnit.Second, "UTC").Append(DateTimeOffset.UnixEpoch).Build())
            .Append("raw", nullable: false, new BinaryArray.Builder().Append((byte)1).Build())
            .Build();
        PlanException other = Assert.Throws<PlanException>(() => Telemetry.From([raw]).GroupBy("raw").Inspect(Token));
        Assert.EndsWith("can't tell series apart; name another with GroupBy", other.Message, StringComparison.Ordinal);
    }

    private static string[] Hourly(Pipeline rows) =>
        [.. TableText.Rows(rows.Window(Tumbling.Every("1h")).Aggregate(Aggregate.Max("power").As("most")).ToTable())];
}
