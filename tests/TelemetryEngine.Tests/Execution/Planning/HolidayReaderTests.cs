using System.Globalization;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Execution.Planning;

/// <summary>Holidays of a file against .NET's own zones, and what is said of files that are no calendars.</summary>
public sealed class HolidayReaderTests
{
    /// <summary>The holidays of Germany in 2024; those without a region are nationwide.</summary>
    private const string Germany = """
        date,region,name
        2024-01-01,,Neujahr
        2024-01-06,DE-BY,Heilige Drei Könige
        2024-03-08,DE-BE,Frauentag
        2024-03-29,,Karfreitag
        2024-04-01,,Ostermontag
        2024-05-01,,Tag der Arbeit
        2024-05-09,,Christi Himmelfahrt
        2024-05-20,,Pfingstmontag
        2024-05-30,DE-BY,Fronleichnam
        2024-08-15,DE-BY,Mariä Himmelfahrt
        2024-10-03,,Tag der Deutschen Einheit
        2024-11-01,DE-BY,Allerheiligen
        2024-12-25,,1. Weihnachtstag
        2024-12-26,,2. Weihnachtstag

        """;

    [Theory]
    [InlineData("DE-BY", "Europe/Berlin", 13)]
    [InlineData("DE-BE", "Europe/Berlin", 10)]
    [InlineData("DE-BE", "America/St_Johns", 10)]
    [InlineData("DE-BY", "UTC", 13)]
    public void A_holiday_is_a_local_date(string region, string zone, int count)
    {
        using TemporaryFile file = new(Germany);
        TimeZoneInfo found = TimeZoneInfo.FindSystemTimeZoneById(zone);
        string[] days = [.. Germany.Split('\n').Skip(1).Where(line => line.Contains(",,", StringComparison.Ordinal) || line.Contains(region, StringComparison.Ordinal)).Select(line => line[..10])];
        Assert.Equal(count, days.Length);

        // each quarter of an hour of the local year, in no order
        DateTime start = TimeZoneInfo.ConvertTimeToUtc(new DateTime(2024, 1, 1), found);
        DateTime[] times = [.. Enumerable.Range(0, 366 * 96).Select(i => start.AddMinutes(15 * (i * 7919L % (366 * 96))))];
        string csv = "t\n" + string.Concat(times.Select(static t => t.ToString("yyyy-MM-dd'T'HH:mm'Z'\n", CultureInfo.InvariantCulture)));
        string[] expected = [.. times.Select(t => days.Contains(TimeZoneInfo.ConvertTimeFromUtc(t, found).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) ? "true" : "false")];
        foreach (int threads in new[] { 1, 2, 7 })
        {
            Pipeline rows = Telemetry.ReadCsvText(csv).With(new RunOptions { Threads = threads }).Derive("h", $"is_holiday(t, '{file.Path}', '{region}', '{zone}')").Select("h");
            Assert.Equal(expected, TableText.Rows(rows.ToTable()));
        }
    }

    [Fact]
    public void The_zone_is_that_of_the_times()
    {
        using TemporaryFile file = new("date\n2024-05-01\n");
        Pipeline rows = Telemetry.ReadCsvText("t\n2024-04-30T21:59:59Z\n2024-04-30T22:00:00Z\n2024-05-01T21:59:59Z\n2024-05-01T22:00:00Z\n");
        string call = $"is_holiday(t, '{file.Path}')";
        Assert.Equal(["false", "true", "true", "false"], TableText.Rows(rows.Time(new TimePlan { Zone = "Europe/Berlin" }).Derive("h", call).Select("h").ToTable()));
        Assert.Equal(["false", "false", "true", "true"], TableText.Rows(rows.Derive("h", call).Select("h").ToTable()));
        Assert.Equal(["∅"], TableText.Rows(rows.Limit(1).Derive("h", call.Replace("(t,", "(null,", StringComparison.Ordinal)).Select("h").ToTable()));
    }

    [Fact]
    public void Wherever_expressions_stand_files_are_read()
    {
        using TemporaryFile file = new("date\n2024-05-01\n2024-05-09\n");
        using TemporaryFile readings = new("t,x\n2024-04-30T12:00:00Z,1\n2024-05-01T12:00:00Z,2\n2024-05-09T12:00:00Z,4\n");
        Pipeline rows = Telemetry.ReadCsv(readings.Path);
        string call = $"is_holiday(t, '{file.Path}')";
        Pipeline summed = rows.Aggregate(Sum("x").Filter(call).As("sum"));
        Assert.Equal(["6"], TableText.Rows(summed.ToTable()));
        Assert.Equal(["6"], TableText.Rows(Telemetry.FromPlan(Plan.FromJson(summed.ToPlan().ToJson())).ToTable()));
        Assert.Equal(["6"], TableText.Rows(rows.Where(call).Aggregate(Sum("x")).ToTable()));
        Assert.Equal(["5"], TableText.Rows(rows.Aggregate(Sum($"if({call}, x, 0) - 1").As("n")).Select("n + 2 as n").ToTable()));
        Assert.Equal(["1|false", "2|true", "4|true"], TableText.Rows(rows.Select("x", $"{call} as h").ToTable()));
        Assert.Equal(["false|1", "true|6"], TableText.Rows(Telemetry.Sql($"select {call} as h, sum(x) as x from '{readings.Path}' group by h order by h").ToTable()));
        Assert.Equal(["∅", "false", "true"], TableText.Rows(rows.Over(new OverStep { By = [new SortColumn("t")], Columns = [new OverColumn { Function = "lag", Arguments = [call], As = "before" }] }).Select("before").ToTable()));
        Assert.Equal(["4|true"], TableText.Rows(rows.Sort("x desc").Limit(1).Derive("h", call).Select("x", "h").ToTable()));
    }

    [Fact]
    public void A_year_without_holidays_is_not_known()
    {
        using TemporaryFile file = new("date\n2022-12-25\n2024-12-25\n");
        using TemporaryFile readings = new("t\n2024-06-01T00:00:00Z\n2025-01-01T00:00:00Z\n2023-06-01T00:00:00Z\n");
        Pipeline rows = Telemetry.ReadCsv(readings.Path).Derive("h", $"is_holiday(t, '{file.Path}')").Select("h");
        InputException error = Assert.Throws<InputException>(() => rows.ToTable());
        Assert.Contains($"line 3, byte 23, column 'h': the holidays of 2025 are not known in 'is_holiday(t, '{file.Path}')': {file.Path} has those of 2022 to 2024; add those of 2025 to the file", error.Message, StringComparison.Ordinal);
        Assert.Equal(["false"], TableText.Rows(rows.OnError(TelemetryEngine.Sources.ErrorPolicy.Skip).ToTable()));
        Pipeline gap = Telemetry.ReadCsvText("t\n2023-06-01T00:00:00Z\n").Derive("h", $"is_holiday(t, '{file.Path}')");
        Assert.Contains("2022 to 2024, without it; add those of 2023", Assert.Throws<InputException>(() => gap.ToTable()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date\n2024-02-30\n", "FILE line 2, byte 5, column 'date': '2024-02-30' is not a date; write it as in 2024-12-25")]
    [InlineData("date,name\n2024-01-01,\"x\ny\"\n01.05.2024,z\n", "FILE line 4, byte 27, column 'date': '01.05.2024' is not a date; write it as in 2024-12-25")]
    [InlineData("date,name\n2024-01-01,a\n,b\n", "FILE line 3, byte 23, column 'date': there is no date; write one as in 2024-12-25, or leave the row out")]
    [InlineData("date,name\n2024-01-01,a\n2024-05-01,b,c\n", "FILE line 3, byte 23: ")]
    [InlineData("day,name\n2024-01-01,a\n", "FILE has no column 'date', which a calendar needs; its columns are day, name")]
    [InlineData("date,region\n2024-01-01,DE-BY\n2024-01-01,DE-BE\n", "FILE has holidays of regions; name one of them behind the file: DE-BE, DE-BY")]
    [InlineData("date,region\n", "FILE has no holidays; a calendar has a row for each, such as 2024-12-25")]
    public void What_is_no_calendar_is_said(string text, string message)
    {
        using TemporaryFile file = new(text);
        string said = message.Replace("FILE", file.Path, StringComparison.Ordinal);
        Assert.StartsWith(said, Failure($"is_holiday(t, '{file.Path}')"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is_holiday(t, 'FILE', 'DE-BA')", "FILE has no region 'DE-BA'; did you mean 'DE-BE'?")]
    [InlineData("is_holiday(t, 'FILE', 'AT')", "FILE has no region 'AT'; there is DE-BE, DE-BY")]
    [InlineData("is_holiday(t, x)", "the file of is_holiday is a text literal, in 'is_holiday(t, x)'")]
    [InlineData("is_holiday(t, null)", "the file of is_holiday is a text literal, as in is_holiday(time, 'file.csv'), in 'is_holiday(t, null)'")]
    [InlineData("is_holiday(t, 'FILE', x)", "the region of is_holiday is a text literal")]
    [InlineData("is_holiday(t, 'FILE', 'DE-BE', 'Europe/Berlim')", "there is no time zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?")]
    [InlineData("is_holiday(x, 'FILE', 'DE-BE')", "is_holiday takes a time, as in is_holiday(time), not int64")]
    [InlineData("is_holiday(t, '-')", "is_holiday reads a file by its name, and not standard input")]
    [InlineData("is_holiday(t, 'nowhere.csv')", "there is no file nowhere.csv")]
    [InlineData("is_holiday(t)", "is_holiday is written is_holiday(time, 'file'[, 'region'[, 'zone']]), it can't take 1 argument,")]
    public void What_does_not_fit_is_said(string call, string message)
    {
        using TemporaryFile file = new("date,region\n2024-01-01,DE-BY\n2024-03-08,DE-BE\n");
        Assert.StartsWith(message.Replace("FILE", file.Path, StringComparison.Ordinal), Failure(call.Replace("FILE", file.Path, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_is_no_calendar_that_is_read()
    {
        using TemporaryFile file = new("date\n2024-05-01\n");
        Pipeline rows = Telemetry.ReadCsvText("t\n2024-04-30T12:00:00Z\n").Derive("h", $"is_holiday(t, '{file.Path}')");
        Assert.Contains("is also the input", Assert.ThrowsAny<Exception>(() => rows.WriteCsv(file.Path)).Message, StringComparison.Ordinal);
        Assert.Equal("date\n2024-05-01\n", File.ReadAllText(file.Path));
    }

    private static string Failure(string call)
    {
        Pipeline rows = Telemetry.ReadCsvText("t,x\n2024-01-01T00:00:00Z,1\n").Derive("h", call);
        return Assert.ThrowsAny<Exception>(() => rows.ToTable()).Message;
    }
}
