using Apache.Arrow.Types;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

// Brings operands to one type.
internal static class Coercion
{
    // As messages name an operand's type.
    public static string Name(BoundNode node) => node switch
    {
        PendingLiteral { Value: null } => "null",
        PendingLiteral { Value: WrittenTimestamp } => "timestamp",
        PendingLiteral => "interval",
        { Type.IsText: true } => "text",
        { Type.Kind: ColumnKind.Decimal } => "decimal",
        _ => node.Type.ToString(),
    };

    public static bool IsNull(BoundNode node) => node is PendingLiteral { Value: null };

    public static bool IsTime(BoundNode node) =>
        node is PendingLiteral { Value: WrittenTimestamp } || (node is not PendingLiteral && node.Type.Kind == ColumnKind.Timestamp);

    public static bool IsNumber(BoundNode node) => node is not PendingLiteral && node.Type.IsNumeric;

    public static bool IsText(BoundNode node) => node is not PendingLiteral && node.Type.IsText;

    public static bool IsBool(BoundNode node) => node is not PendingLiteral && node.Type.Kind == ColumnKind.Bool;

    // True for a number that is an int64 in its vector.
    public static bool IsInteger(BoundNode node) => IsNumber(node) && node.Type.IsInteger;

    // The type that holds all of these operands; null when there is none. Nulls have any type, and are bool among themselves.
    public static ColumnType? Common(IEnumerable<BoundNode> nodes)
    {
        BoundNode[] typed = [.. nodes.Where(node => !IsNull(node))];
        if (typed.All(IsBool))
        {
            return ResultTypes.Bool;
        }

        if (typed.All(IsNumber))
        {
            return typed.All(IsInteger) ? ResultTypes.Int64
                : typed.Any(static node => node.Type.Layout == VectorLayout.Double) ? ResultTypes.Float64
                : DecimalNode.TypeOf(typed.Max(static node => node.Type.Scale));
        }

        if (typed.All(IsText))
        {
            return ResultTypes.Text;
        }

        return typed.Any(IsTime) && typed.All(node => IsTime(node) || node is ConstantNode { Value: string }) ? CommonTime(typed) : null;
    }

    // The operand in another type. The type is one that Common gave for it.
    public static BoundNode To(BoundNode node, ColumnType type, Call call)
    {
        if (IsNull(node))
        {
            return new ConstantNode(type, null);
        }

        if (type.Kind == ColumnKind.Timestamp)
        {
            return ToTimestamp(node, type, call);
        }

        if (type.Kind == ColumnKind.Decimal)
        {
            return node.Type.Layout == VectorLayout.Scaled && node.Type.Scale == type.Scale ? node : new ToDecimalNode(type, node);
        }

        return type.Kind != ColumnKind.Float64 || node.Type.Layout == VectorLayout.Double ? node
            : node is ConstantNode { Value: long integer } ? new ConstantNode(type, (double)integer)
            : node is ConstantNode { Value: double number } ? new ConstantNode(type, number + 0.0)
            : new ToFloat64Node(node);
    }

    // What an expression as a whole is: pending literals become values.
    public static BoundNode ToValue(BoundNode node) => node switch
    {
        PendingLiteral { Value: null } => new ConstantNode(ResultTypes.Bool, null),
        PendingLiteral { Value: WrittenTimestamp } time => new ConstantNode(CommonTime([time]), Ticks(time, CommonTime([time]))),
        PendingLiteral interval => throw interval.At.Error("an interval is no value by itself: add it to a timestamp,"),
        _ => node,
    };

    // The instant that a timestamp or text literal means beside a column that is written in the zone.
    public static Int128 Nanoseconds(BoundNode literal, string? zone)
    {
        (string text, SourceAt at) = literal is PendingLiteral { Value: WrittenTimestamp time } pending
            ? (time.Text, pending.At)
            : ((string)((ConstantNode)literal).Value!, At(literal));
        return TimestampLiteral.TryParse(text, out TimestampLiteral parsed)
            ? parsed.InZone(zone, at)
            : throw at.Error($"'{text}' is not an ISO-8601 time, which a timestamp is compared with,");
    }

    private static SourceAt At(BoundNode literal) => literal switch
    {
        PendingLiteral pending => pending.At,
        ConstantNode constant => constant.At,
        _ => default,
    };

    private static ColumnType CommonTime(BoundNode[] nodes)
    {
        ColumnType? column = nodes.FirstOrDefault(node => node is not PendingLiteral && node.Type.Kind == ColumnKind.Timestamp)?.Type;
        TimeUnit unit = column is null ? TimeUnit.Microsecond : TimeUnit.Second;
        foreach (BoundNode node in nodes)
        {
            unit = (TimeUnit)Math.Max((int)unit,
                (int)(node is PendingLiteral or ConstantNode { Value: string } ? LiteralUnit(node, column?.Zone) : node.Type.Unit));
        }

        return ResultTypes.Timestamp(unit, column?.Zone);
    }

    // The coarsest unit that holds a literal.
    private static TimeUnit LiteralUnit(BoundNode literal, string? zone)
    {
        Int128 nanoseconds = Nanoseconds(literal, zone);
        return nanoseconds % 1_000_000_000 == 0 ? TimeUnit.Second
            : nanoseconds % 1_000_000 == 0 ? TimeUnit.Millisecond
            : nanoseconds % 1_000 == 0 ? TimeUnit.Microsecond
            : TimeUnit.Nanosecond;
    }

    private static long Ticks(BoundNode literal, ColumnType type)
    {
        Int128 ticks = IntegerRange.FloorDivide(Nanoseconds(literal, type.Zone), TimestampLiteral.NanosecondsPer(type.Unit));
        return ticks >= long.MinValue && ticks <= long.MaxValue
            ? (long)ticks
            : throw At(literal).Error($"the time is outside the range of {type}");
    }

    private static BoundNode ToTimestamp(BoundNode node, ColumnType type, Call call)
    {
        if (node is PendingLiteral or ConstantNode { Value: string })
        {
            return new ConstantNode(type, Ticks(node, type));
        }

        return node.Type.Unit == type.Unit ? node : new RescaleNode(type, node, call.RowError("time out of range"));
    }
}
