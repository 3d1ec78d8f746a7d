using System.Globalization;
using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Times;

/// <summary>Instants written in any layout come back as they were, or not at all.</summary>
public sealed class LayoutLawTests
{
    private static readonly string[] Dates =
    [
        "yyyy-MM-dd", "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd.MM.yyyy", "d.M.yyyy", "dd-MM-yyyy", "MM-dd-yyyy", "yyyy/MM/dd", "yyyy/M/d", "yyyy.MM.dd",
        "dd/MM/yy", "MM/dd/yy", "d/M/yy", "M/d/yy", "yy/MM/dd", "dd.MM.yy", "dd-MM-yy", "yy-MM-dd",
        "dd MMM yyyy", "MMM d yyyy", "dd-MMM-yyyy", "dd-MMM-yy", "d MMMM yyyy", "MMMM d, yyyy", "yyyyMMdd",
    ];

    private static readonly string[] Clocks =
        ["HH:mm:ss", "HH:mm:ss.fff", "HH:mm", "H:mm", "HH.mm", "HH.mm.ss", "hh:mm:ss tt", "h:mm tt", "hh:mmtt", "HHmm", "HHmmss", ""];

    private static readonly string[] Joints = [" ", "T", "  ", "_", ", ", "\n"];

    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];

    private static readonly string[] Names = ["time", "Date", "Zeitpunkt", "x", "meter reading"];

    [Fact]
    public void InstantsComeBackOrAreErrors()
    {
        int read = 0;
        for (int seed = 0; seed < 3000; seed++)
        {
            read += Check(new Random(seed), seed) ? 1 : 0;
        }

        // most files leave no doubt
        Assert.InRange(read, 1500, 3000);
    }

    private static bool Check(Random random, int seed)
    {
        string date = Pick(random, Dates), clock = Pick(random, Clocks), joint = clock.Length == 0 ? "" : Pick(random, Joints);
        bool parted = joint == "\n";
        string zone = Pick(random, Zones), name = Pick(random, Names);
        TimeZoneInfo info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        DateTime start = new DateTime(1970, 1, 1).AddDays(random.Next(365 * 79));
        long spanSeconds = (long)Math.Pow(10, 2 + random.NextDouble() * 5.5);
        bool isSorted = random.Next(3) > 0;
        long[] offsets = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.NextInt64(spanSeconds))];
        if (isSorted)
        {
            Array.Sort(offsets);
        }

        StringBuilder text = new(parted ? $"id;{name};Clock\n" : $"id;{name}\n");
        List<DateTime> truths = [];
        foreach (long offset in offsets)
        {
            DateTime local = start.AddSeconds(offset);
            local = clock.Contains('s') ? local : clock.Length == 0 ? local.Date : local.AddSeconds(-local.Second);
            if (info.IsInvalidTime(local) || info.IsAmbiguousTime(local))
            {
                continue;
            }

            string Written(string pattern) => pattern.Length == 0 ? "" : local.ToString(pattern, CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{truths.Count};{Written(date)}{(parted ? ";" : joint)}{Written(clock)}\n");
            truths.Add(TimeZoneInfo.ConvertTimeToUtc(local, info));
        }

        using TemporaryFile file = new(text.ToString());
        CsvDialect options = new() { Delimiter = (byte)';', NeedsTime = true, Time = new TimeDialect { Zone = zone } };
        try
        {
            using CsvSource source = CsvSource.Open([file.Path], options);
            int time = source.Resolve(new FlatPlan()).Time?.Column is { } found ? source.Schema.Find(found) : 1;
            if (source.Schema[time].Type.Kind != ColumnKind.Timestamp)
            {
                return false;
            }

            long perSecond = source.Schema[time].Type.Unit.TicksPerSecond();
            SourceContents contents = SourceReader.Read(source, new SourceSettings { Policy = ErrorPolicy.Skip });
            foreach (var row in contents.Rows)
            {
                DateTime instant = DateTime.UnixEpoch.AddTicks((long)((Int128)(long)row.Values[time]! * TimeSpan.TicksPerSecond / perSecond));
                Assert.True(truths[(int)(long)row.Values[0]!] == instant, $"seed {seed}, {date}{joint}{clock} in {zone} as {source.Schema[time].Format}: {text}");
            }

            return contents.Rows.Count == truths.Count && truths.Count > 0;
        }
        catch (PlanException)
        {
            return false;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
