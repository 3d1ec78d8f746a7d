using Apache.Arrow.Types;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Compare;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Expressions;

// Binds conversions, and try. Texts are read as the fields of a text file are, but for blanks around them.
internal static class Casts
{
    public const string TimestampName = "timestamp";
    public const string UsualUnit = "us";

    // The most that timestamp has: the value, the unit and the zone.
    public const int TimestampArguments = 3;

    private const int MostDigits = 38;

    private static readonly ColumnType Int32Type = new(ColumnKind.Int32);
    private static readonly ColumnType Float32Type = new(ColumnKind.Float32);

    public static BoundNode Utf8(Call call)
    {
        BoundNode value = Coercion.ToValue(call[0]);
        return Coercion.IsNull(call[0]) ? new ConstantNode(ResultTypes.Text, null) : value.Type.IsText ? value : new TextOfNode(value);
    }

    public static BoundNode Try(Call call) => new TryNode(Coercion.ToValue(call[0]));

    public static BoundNode Int64(Call call) => Integers(call, call.RowError("not an int64"));

    public static BoundNode Int32(Call call)
    {
        string message = call.RowError("not an int32");
        return Coercion.IsNull(call[0]) ? new ConstantNode(Int32Type, null)
            : new CheckedNode<long, long, ToInt32>(Int32Type, Integers(call, message), message);
    }

    public static BoundNode Float64(Call call)
    {
        BoundNode value = Coercion.ToValue(call[0]);
        return value.Type switch
        {
            _ when Coercion.IsNull(call[0]) => new ConstantNode(ResultTypes.Float64, null),
            { IsText: true } => new TextToNumberNode(ResultTypes.Float64, value, TextToNumberNode.Float64, call.RowError("not a number")),
            { Kind: ColumnKind.Bool } => new ToFloat64Node(new BoolToInt64Node(value)),
            { Kind: ColumnKind.Float64 } => value,
            _ => new ToFloat64Node(value),
        };
    }

    public static BoundNode Float32(Call call) => Coercion.IsNull(call[0]) ? new ConstantNode(Float32Type, null)
        : new CheckedNode<double, double, ToFloat32>(Float32Type, Float64(call), call.RowError("not a float32"));

    public static BoundNode Decimal(Call call)
    {
        if (call[1] is not ConstantNode { Value: long and >= 1 and <= MostDigits and var digits }
            || call[2] is not ConstantNode { Value: long and >= 0 and <= DecimalText.MaxScale and var behind } || behind > digits)
        {
            throw call.Node.At.Error(
                $"a decimal has 1 to {MostDigits} digits, of which 0 to {DecimalText.MaxScale} are behind the point, in '{call.Node}'");
        }

        BoundNode value = Coercion.ToValue(call[0]);
        return value.Type switch
        {
            _ when Coercion.IsNull(call[0]) => new ConstantNode(DecimalNode.TypeOf((int)behind), null),
            { Kind: ColumnKind.Timestamp } => throw Argument(call).Error("a decimal is made of a number or text"),
            { Kind: ColumnKind.Bool } => DecimalOf(new BoolToInt64Node(value)),
            _ => DecimalOf(value),
        };

        DecimalCastNode DecimalOf(BoundNode node) =>
            new((int)digits, (int)behind, node, call.RowError($"no number with at most {digits} digits, {behind} of them behind the point,"));
    }

    public static BoundNode Bool(Call call)
    {
        BoundNode value = Coercion.ToValue(call[0]);
        ConstantNode one = new(ResultTypes.Int64, 1L);
        string message = call.RowError("neither true nor false");
        return value.Type switch
        {
            _ when Coercion.IsNull(call[0]) => new ConstantNode(ResultTypes.Bool, null),
            { Kind: ColumnKind.Bool } => value,
            { Kind: ColumnKind.Timestamp } => throw Argument(call).Error("a bool is made of 0, 1 or text"),
            { IsText: true } => Comparisons.Bind(
                call, Comparison.Equal, new TextToNumberNode(ResultTypes.Int64, value, OfBool, message), one),
            _ => OfNumber(new SharedNode(value)),
        };

        OneOfTwoNode OfNumber(SharedNode number) => new(
            Comparisons.Bind(call, Comparison.Equal, number, one),
            Comparisons.Bind(call, Comparison.Equal, number, new ConstantNode(ResultTypes.Int64, 0L)),
            message);
    }

    public static BoundNode Timestamp(Call call)
    {
        string? written = call.Arguments.Length < 2 ? UsualUnit : Literal(call[1]);
        if (!ColumnType.TryParse($"timestamp[{written}]", out ColumnType type) || type.Zone is not null)
        {
            throw call.Node.At.Error($"the unit of timestamp is one of 's', 'ms', 'us' and 'ns', in '{call.Node}'");
        }

        string? name = null;
        if (call.Arguments.Length == TimestampArguments)
        {
            name = Literal(call[2]) ?? throw call.Node.At.Error($"the zone of timestamp is a text literal, as in 'Europe/Berlin', in '{call.Node}'");
        }

        TimeZoneInfo zone = call.Placed(() => Zones.Find(name ?? "UTC"));
        if (Coercion.IsNull(call[0]))
        {
            return new ConstantNode(type, null);
        }

        BoundNode value = Coercion.ToValue(call[0]);
        if (value.Type.IsText)
        {
            string twice = Zones.IsFixed(zone) ? "" : $", or one that the clock of {zone.Id} never showed, or twice,";
            return new TextToNumberNode(
                type with { Zone = Zones.Label(name) }, value, text => Instant(text, type.Unit, zone),
                call.RowError($"not an ISO-8601 time in {type}{twice}"));
        }

        if (value.Type.Kind != ColumnKind.Timestamp)
        {
            throw Argument(call).Error("a time is made of text or a time");
        }

        type = type with { Zone = value.Type.Zone };
        return value.Type.Unit == type.Unit ? value : new RescaleNode(type, value, call.RowError($"a time outside the range of {type}"));
    }

    private static BoundNode Integers(Call call, string message)
    {
        BoundNode value = Coercion.ToValue(call[0]);
        return value.Type switch
        {
            _ when Coercion.IsNull(call[0]) => new ConstantNode(ResultTypes.Int64, null),
            { IsText: true } => new TextToNumberNode(ResultTypes.Int64, value, TextToNumberNode.Int64, message),
            { Kind: ColumnKind.Bool } => new BoolToInt64Node(value),
            { Layout: VectorLayout.Int64 } => new CopyNode(ResultTypes.Int64, value),
            { Layout: VectorLayout.Scaled } => new DecimalToInt64Node(value, message),
            _ => new CheckedNode<double, long, ToInt64>(ResultTypes.Int64, value, message),
        };
    }

    private static Call Argument(Call call) => call with { Arguments = [call[0]] };

    private static string? Literal(BoundNode node) => (node as ConstantNode)?.Value as string;

    // 1 or 0
    private static long? OfBool(ReadOnlySpan<byte> text) =>
        BoolText.TryParse(text, out bool value) ? value ? 1 : 0
        : TextToNumberNode.Int64(text) is (0 or 1) and var number ? number
        : null;

    // A text without an offset is what the clock of the zone shows, which must be one instant.
    private static long? Instant(ReadOnlySpan<byte> text, TimeUnit unit, TimeZoneInfo zone)
    {
        long perSecond = unit.TicksPerSecond();
        if (TimestampText.TryParse(text, perSecond, out long ticks, out bool hasOffset) != TimestampStatus.Ok)
        {
            return null;
        }

        if (hasOffset || Zones.IsUtc(zone))
        {
            return ticks;
        }

        DateTime clock = DateTime.UnixEpoch.AddSeconds(FloorDivision.Quotient(ticks, perSecond));
        clock = DateTime.SpecifyKind(clock, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(clock) || zone.IsAmbiguousTime(clock))
        {
            return null;
        }

        Int128 instant = ticks - ((Int128)(long)zone.GetUtcOffset(clock).TotalSeconds * perSecond);
        return instant >= long.MinValue && instant <= long.MaxValue ? (long)instant : null;
    }
}
