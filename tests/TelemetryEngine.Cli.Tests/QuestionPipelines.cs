using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Cli.Tests;

/// <summary>The questions as pipelines, by their titles, or else by their flags.</summary>
internal static class QuestionPipelines
{
    private static readonly string Data = Path.Combine(WrittenDocument.Root, "samples", "data");

    public static readonly IReadOnlyDictionary<string, Func<Pipeline>> All = new Dictionary<string, Func<Pipeline>>
    {
        ["Energy by tariff, with a table of devices"] = static () =>
            Readings.Join(Devices, ["device_id"]).GroupBy("tariff").Aggregate(Kwh),
        ["The peak of each month, and when it was"] = static () => Readings.Window(Tumbling.Every("1mo"))
            .GroupBy("device_id").Aggregate(Max("kwh").As("peak"), ArgMax("time", "kwh").As("at")),
        ["Time of use: local hour, weekday and holidays"] = static () => Readings
            .Derive("tariff", $"tariff(time, '{Data}/time-of-use.csv', '{Data}/calendar.csv', 'DE-BB', 'Europe/Berlin')")
            .Derive("holiday", $"is_holiday(time, '{Data}/calendar.csv', 'DE-BB', 'Europe/Berlin')")
            .GroupBy("tariff", "holiday").Aggregate(Kwh),
        ["aggregate readings.csv --derive \"day = date_trunc('day', time, 'Europe/Berlin'), local = hour(time, 'Europe/Berlin')\" --join 'holidays.csv on day left' --derive \"period = if(holiday is not null or local < 6 or local >= 22, 'low', 'high')\" --by period --agg 'sum(kwh) as kwh'"] = static () => Readings
            .Derive("day", "date_trunc('day', time, 'Europe/Berlin')").Derive("local", "hour(time, 'Europe/Berlin')")
            .Join(Read("holidays"), ["day"], "left")
            .Derive("period", "if(holiday is not null or local < 6 or local >= 22, 'low', 'high')").GroupBy("period").Aggregate(Kwh),
        ["The load profile by local hour"] = static () => Readings.Derive("hour", "hour(time, 'Europe/Berlin')")
            .GroupBy("hour").Aggregate(Avg("kwh").As("kwh")).Round(4),
        ["Two days side by side"] = static () => Readings.Window(Tumbling.Every("1d"))
            .GroupBy("device_id").Aggregate(Kwh).Pivot("window_start", "kwh"),
        ["The share of each meter"] = static () => Readings.GroupBy("device_id").Aggregate(Kwh)
            .Over(Over("sum", ["kwh"], "total", "all")).Select("device_id", "kwh", "round(kwh / total, 3) as share"),
        ["The largest meter of each site"] = static () => Readings.Join(Devices, ["device_id"])
            .GroupBy("site", "device_id").Aggregate(Kwh).Top(1, ["kwh desc"], "site"),
        ["Readings of each meter, a column for each hour"] = static () => Readings.Derive("hour", "hour(time)").Where("hour < 4")
            .GroupBy("device_id", "hour").Aggregate(Count().As("n")).Pivot("hour", "n"),
        ["Readings that were sent twice count once"] = static () => Readings.Dedup("first", "device_id", "time")
            .GroupBy("device_id").Aggregate(Kwh, Count().As("n")),
        ["Hours that are not whole"] = static () => Readings.Window(Tumbling.Every("1h"))
            .GroupBy("device_id").Aggregate(Count("kwh").As("n")).Where("n <> 4"),
        ["Sums of groups that are large enough to be published"] = static () => Readings.Join(Devices, ["device_id"])
            .Window(Tumbling.Every("1d")).GroupBy("site").Aggregate(Kwh, CountDistinct("device_id").As("meters")).Where("meters >= 2"),
        ["What it cost, at the price of the time"] = static () => Readings.AsofJoin(Read("prices"), []).Derive("cost", "kwh * price")
            .GroupBy("device_id").Aggregate(Sum("cost").As("cost")).Round(4),
        ["What it cost, by tariffs that are valid for a while"] = static () => Readings.Join(Devices, ["device_id"])
            .Drop("tariff").ValidJoin(Read("tariffs"), ["site"]).Derive("cost", "kwh * rate")
            .GroupBy("site").Aggregate(Sum("cost").As("cost")).Round(4),
        ["The change from reading to reading"] = static () => Readings.Where("device_id = 'meter-1'")
            .Over(Over("diff", ["kwh"], "change", per: ["device_id"], by: ["time"])).Select("time", "change").Limit(4),
        ["A moving average"] = static () => Readings
            .Over(Over("avg", ["kwh"], "smooth", "4 rows", ["device_id"], ["time"]))
            .Select("device_id", "time", "round(smooth, 4) as smooth").Sort("device_id", "time").Limit(4),
        ["Devices that never sent anything"] = static () =>
            Devices.Join(Readings, ["device_id"], "anti", many: true).Select("device_id"),
        ["aggregate readings.csv --by device_id"] = static () => Readings.GroupBy("device_id"),
        ["aggregate readings.csv --every 6h --agg 'sum(kwh)'"] = static () => Readings.Window(Tumbling.Every("6h")).Aggregate(Sum("kwh")),
        ["aggregate readings.csv --every 12h --period 1d --agg 'max(kwh) as m'"] = static () =>
            Readings.Window(Hopping.Every("12h", "1d") with { ShowEnd = true }).Aggregate(Max("kwh").As("m")),
        ["aggregate readings.csv --cumulate 8h --period 1d --agg 'sum(kwh) as m'"] = static () =>
            Readings.Window(Cumulative.Step("8h", "1d")).Aggregate(Sum("kwh").As("m")),
        ["aggregate readings.csv --session 1h --by device_id --agg 'count() as n'"] = static () =>
            Readings.Window(Session.Gap("1h")).GroupBy("device_id").Aggregate(Count().As("n")),
        ["aggregate readings.csv --every 1d --time-zone Europe/Berlin --input-zone UTC --agg 'count() as n'"] = static () =>
            Readings.Time(new TimePlan { Zone = "Europe/Berlin", InputZone = "UTC" })
                .Window(Tumbling.Every("1d")).Aggregate(Count().As("n")),
        ["aggregate readings.csv --where \"device_id = 'meter-3'\" --every 3h --agg 'sum(kwh) as kwh' --fill 0"] = static () =>
            Readings.Where("device_id = 'meter-3'").Window(Tumbling.Every("3h")).Aggregate(Kwh).Fill("0"),
        ["aggregate readings.csv --every 1h --agg 'sum(kwh) as kwh' --top 'kwh desc' --take 3"] = static () =>
            Readings.Window(Tumbling.Every("1h")).Aggregate(Kwh).Top(3, ["kwh desc"]),
        ["convert readings.csv --where 'kwh is null' --select 'device_id, time' --sort 'device_id desc, time'"] = static () =>
            Readings.Where("kwh is null").Select("device_id", "time").Sort("device_id desc", "time"),
        ["convert devices.csv --select '*, upper(site) as place' --skip 1"] = static () =>
            Devices.Derive("place", "upper(site)").Limit(long.MaxValue, 1),
        ["convert devices.csv --dedup site --select site --sort site"] = static () => Devices.Select("site").Dedup().Sort("site"),
        ["aggregate readings.csv --agg 'count(kwh) filter (where kwh > 0.3) as high, count_distinct(device_id) as meters'"] = static () =>
            Readings.Aggregate(Count("kwh").Filter("kwh > 0.3").As("high"), CountDistinct("device_id").As("meters")),
        ["aggregate readings.csv --by device_id --agg 'median(kwh) as m, stddev(kwh) as s'"] = static () =>
            Readings.GroupBy("device_id").Aggregate(Median("kwh").As("m"), Stddev("kwh").As("s")),
        ["aggregate readings.csv --by device_id --agg 'sum(kwh) as kwh' --having 'kwh > 40' --sort 'kwh desc'"] = static () =>
            Readings.GroupBy("device_id").Aggregate(Kwh).Where("kwh > 40").Sort("kwh desc"),
    };

    private static Pipeline Readings => Read("readings");

    private static Pipeline Devices => Read("devices");

    private static AggregatePlan Kwh => Sum("kwh").As("kwh");

    private static Pipeline Read(string name) => Telemetry.ReadCsv(Path.Combine(Data, $"{name}.csv"));

    private static OverStep Over(
        string function, string[] arguments, string name, string frame = "past", string[]? per = null, string[]? by = null) => new()
        {
            Per = per ?? [],
            By = [.. (by ?? []).Select(SortColumn.Parse)],
            Columns = [new OverColumn { Function = function, Arguments = arguments, As = name, Frame = frame }],
        };
}
