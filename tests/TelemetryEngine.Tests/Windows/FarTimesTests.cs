using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests.Windows;

/// <summary>Readings as far apart as the axis is long: a run ends after work that goes with its rows, with the right windows or a message that says why not.</summary>
public sealed class FarTimesTests
{
    /// <summary>What a run of a few rows may allocate, however far apart they lie, and more for each row of its result.</summary>
    private const long MostBytes = 32 << 20;
    private const long MostBytesPerRow = 1 << 10;

    private static readonly string[] Every = ["1s", "1h", "1d", "1w", "1mo", "1q", "1y", "10000y"];
    private static readonly string?[] Fills = [null, "null", "previous", "linear", "0"];

    public static TheoryData<string> Kinds => [.. Every, "hop 1s 10s", "hop 1h 1d", "hop 1mo 1y", "steps 1s 1h", "steps 1d 1mo", "steps 1mo 1y", "session 1s", "session 1h"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_run_ends_with_the_right_windows_or_an_error(string kind)
    {
        foreach (TimeUnit unit in (TimeUnit[])[TimeUnit.Second, TimeUnit.Millisecond, TimeUnit.Microsecond, TimeUnit.Nanosecond])
        {
            foreach (long[] instants in Instants(unit))
            {
                foreach (string zone in (string[])["UTC", "Europe/Berlin"])
                {
                    foreach (string? fill in Fills.Where(f => f is null || !kind.Contains(' ', StringComparison.Ordinal)))
                    {
                        Check(kind, unit, instants, zone, fill, Aggregate.Count().As("n"));
                    }

                    if (!kind.StartsWith("session", StringComparison.Ordinal))
                    {
                        Check(kind, unit, instants, zone, null, Aggregate.Integral("x").As("n"));
                    }
                }
            }
        }
    }

    private static void Check(string kind, TimeUnit unit, long[] instants, string zone, string? fill, AggregatePlan aggregate)
    {
        // instants, and for some kinds times of a local clock
        using RecordBatch batch = Batch(unit, instants, kind.Length % 2 == 0 ? "UTC" : null);
        Pipeline ask = Telemetry.From([batch]).Time("t", zone: zone).Window(Plan(kind)).Aggregate(aggregate, Aggregate.Count().As("rows"));
        ask = fill is null ? ask : ask.Fill(fill);
        string what = $"{kind} {unit} {zone} {fill} {aggregate.Function} of {string.Join(", ", instants)}";
        long before = GC.GetAllocatedBytesForCurrentThread();
        long allocated = 0;
        try
        {
            Table table = ask.With(new RunOptions { MemoryBytes = 20 << 20, Threads = 1 }).ToTable();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before - (table.Summary.ResultRows * MostBytesPerRow);
            string[][] rows = [.. TableText.Rows(table).Select(r => r.Split('|'))];
            long counted = rows.Sum(r => long.Parse(r[^1], System.Globalization.CultureInfo.InvariantCulture));
            Assert.True(kind.Contains(' ', StringComparison.Ordinal) ? counted >= instants.Length : counted == instants.Length, what);
            foreach (long instant in instants.Where(_ => kind is "1mo" or "1y" && zone == "UTC"))
            {
                Assert.True(rows.Any(r => r[0] == Start(instant, unit, kind == "1y").ToString(System.Globalization.CultureInfo.InvariantCulture)), what);
            }
        }
        catch (Exception e) when (e is PlanException or RunException or InputException)
        {
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(IsKnown(e.Message), $"{what}: {e.Message}");
        }

        Assert.True(allocated < MostBytes, $"{what}: {allocated} bytes");
    }

    private static bool IsKnown(string message) =>
        message.Contains("; leave such times out with Where", StringComparison.Ordinal)
        || message.Contains("outside the years 1 to 9999, for which Europe/Berlin has rules", StringComparison.Ordinal)
        || message.Contains(" rows that fill the gaps (of them ", StringComparison.Ordinal)
        || message.Contains(" windows between ", StringComparison.Ordinal)
        || message.Contains("is finer than the time column's unit", StringComparison.Ordinal)
        || message.Contains("is a day or more in hours", StringComparison.Ordinal)
        || message.Contains("is no whole number of", StringComparison.Ordinal);

    // the first instant of a month or year, by a calendar of its own
    private static BigInteger Start(long instant, TimeUnit unit, bool isYear)
    {
        BigInteger perDay = 86_400 * (BigInteger)unit.TicksPerSecond();
        BigInteger day = BigInteger.DivRem(instant, perDay, out BigInteger rest) - (rest.Sign < 0 ? 1 : 0);
        BigInteger cycle = BigInteger.DivRem(day, 146_097, out BigInteger ofCycle) - (ofCycle.Sign < 0 ? 1 : 0);
        DateTime date = DateTime.UnixEpoch.AddDays((int)(day - (cycle * 146_097)));
        DateTime first = new(date.Year, isYear ? 1 : date.Month, 1);
        return ((cycle * 146_097) + (first - DateTime.UnixEpoch).Days) * perDay;
    }

    private static IEnumerable<long[]> Instants(TimeUnit unit)
    {
        long year = 31_556_952 * unit.TicksPerSecond();
        yield return [long.MaxValue, long.MaxValue];
        yield return [long.MinValue, long.MinValue + 1];
        yield return [long.MinValue, long.MaxValue];
        yield return [0, long.MaxValue - (2 * (year / 12))];
        yield return [3, year + 5];
        yield return unit == TimeUnit.Nanosecond ? [-200 * year, 200 * year] : [-5_000 * year, 5_000 * year];
    }

    private static WindowPlan Plan(string kind) => kind.Split(' ') switch
    {
        ["hop", var every, var period] => Hopping.Every(every, period),
        ["steps", var step, var period] => Cumulative.Step(step, period),
        ["session", var gap] => Session.Gap(gap),
        _ => Tumbling.Every(kind),
    };

    private static RecordBatch Batch(TimeUnit unit, long[] instants, string? zone)
    {
        TimesBuilder times = new(new TimestampType(unit, zone));
        DoubleArray.Builder values = new();
        foreach (long instant in instants)
        {
            times.Append(instant);
            values.Append(1);
        }

        TimestampArray time = times.Build();
        return new RecordBatch(new Schema([new Field("t", time.DataType, true), new Field("x", DoubleType.Default, true)], null), [time, values.Build()], instants.Length);
    }
}
