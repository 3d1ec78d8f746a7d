using Apache.Arrow.Types;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Compare;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Expressions;

// Binds functions of times: what the clock and the calendar of a zone show, and the windows of both. The zone is the last argument, or that
// of the column, or UTC.
internal static class TimeFunctions
{
    private static readonly (string Name, string Length)[] Units =
    [
        ("microsecond", "1us"), ("millisecond", "1ms"), ("second", "1s"), ("minute", "1m"), ("hour", "1h"), ("day", "1d"), ("week", "1w"),
        ("month", "1mo"), ("quarter", "1q"), ("year", "1y"),
    ];

    public static BoundNode Part<TPart>(Call call)
        where TPart : struct, ITimePart
    {
        BoundNode time = Time(call, 0);
        return new TimePartNode<TPart>(time, Clock(call, time, 1), OutOfRange(call));
    }

    public static BoundNode Text<TText>(Call call)
        where TText : struct, ITimeText
    {
        BoundNode time = Time(call, 0);
        return new TimeTextNode<TText>(time, Clock(call, time, 1), OutOfRange(call));
    }

    // Saturday or Sunday.
    public static BoundNode IsWeekend(Call call) => Comparisons.Bind(
        call, Comparison.GreaterOrEqual, Part<WeekdayPart>(call), new ConstantNode(ResultTypes.Int64, 6L));

    // The start of the window of a length.
    public static BoundNode Bucket(Call call)
    {
        string? length = call[0] is PendingLiteral { Value: WrittenInterval interval } ? interval.Text : Literal(call[0]);
        return length is null
            ? throw call.Node.At.Error($"the length of {call.Node.Name} is a text literal, as in {call.Node.Name}('1h', time), in '{call.Node}'")
            : Start(call, length);
    }

    // The start of the second, hour, day and so on. What is finer than the times are changes nothing.
    public static BoundNode Truncate(Call call)
    {
        string? unit = Literal(call[0])?.ToLowerInvariant();
        string? length = Units.FirstOrDefault(known => known.Name == unit).Length;
        if (length is null)
        {
            string hint = unit is null ? "" : NearestName.Hint(unit, Units.Select(static known => known.Name), "");
            string units = string.Join(", ", Units.Select(static known => known.Name));
            throw call.Node.At.Error(hint.Length > 0
                ? $"'{unit}' is no unit of {call.Node.Name}; {hint}, in '{call.Node}'"
                : $"the unit of {call.Node.Name} is a text literal, one of {units}, in '{call.Node}'");
        }

        BoundNode time = Time(call, 1);
        bool isFiner = time.Type.Unit is TimeUnit.Second or TimeUnit.Millisecond && length is "1us"
            || (time.Type.Unit is TimeUnit.Second && length is "1ms");
        return isFiner ? time : Start(call, length);
    }

    // Says that a row has no result, unless it has no time.
    public static void Report(EvaluationScope scope, ColumnVector time, int row, string message)
    {
        if (!time.IsNull(row))
        {
            scope.Errors.Add(row, message);
        }
    }

    private static WindowStartNode Start(Call call, string length)
    {
        BoundNode time = Time(call, 1);
        TimeZoneInfo zone = Zone(call, time, 2);
        return call.Placed(() =>
        {
            BoundWindows windows = WindowCatalog.Bind(Tumbling.Every(length), time.Type.Unit, zone);
            return new WindowStartNode(time, windows.Panes(), call.RowError($"the window begins where {time.Type} has no times"));
        });
    }

    public static BoundNode Time(Call call, int argument)
    {
        BoundNode time = call[argument];
        return Coercion.IsNull(time) ? new ConstantNode(ResultTypes.Timestamp(TimeUnit.Microsecond, null), null)
            : Coercion.IsTime(time) ? Coercion.ToValue(time)
            : throw (call with { Arguments = [time] }).Error($"{call.Node.Name} takes a time, as in {call.Node.Name}({(argument == 0 ? "" : "'…', ")}time)");
    }

    public static ZoneClock Clock(Call call, BoundNode time, int argument) => new(Zone(call, time, argument), time.Type.Unit);

    private static TimeZoneInfo Zone(Call call, BoundNode time, int argument)
    {
        if (call.Arguments.Length <= argument)
        {
            return call.Placed(() => Zones.Find(time.Type.Zone ?? "UTC"));
        }

        string name = Literal(call[argument])
            ?? throw call.Node.At.Error($"the zone of {call.Node.Name} is a text literal, as in 'Europe/Berlin', in '{call.Node}'");
        return call.Placed(() => Zones.Find(name));
    }

    private static string? Literal(BoundNode node) => (node as ConstantNode)?.Value as string;

    public static string OutOfRange(Call call) => call.RowError("a time outside the years 1 to 9999, for which zones have rules,");
}
