using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Compare;

namespace TelemetryEngine.Expressions;

// Picks the loop for a comparison: by the operands' types, and by whether one side is a literal.
internal static class Comparisons
{
    // Integers up to here are doubles without loss.
    private const long ExactDouble = 1L << 53;

    public static bool Apply(Comparison comparison, double a, double b) => comparison switch
    {
        Comparison.Equal => a == b,
        Comparison.NotEqual => a < b || a > b,
        Comparison.Less => a < b,
        Comparison.LessOrEqual => a <= b,
        Comparison.Greater => a > b,
        _ => a >= b,
    };

    // Of an order: −1, 0, 1, or 2 when there is none, and nothing is true.
    public static bool Apply(Comparison comparison, int order) => order != 2 && Apply(comparison, order, 0);

    // Writes a row's bit.
    public static void Set(Span<byte> bits, int row, bool isTrue)
    {
        byte bit = (byte)(1 << (row & 7));
        bits[row >> 3] = (byte)(isTrue ? bits[row >> 3] | bit : bits[row >> 3] & ~bit);
    }

    // Binds a call with two arguments.
    public static BoundNode Bind(Call call, Comparison comparison) => Bind(call, comparison, call[0], call[1]);

    public static BoundNode Bind(Call call, Comparison comparison, BoundNode a, BoundNode b)
    {
        if (Coercion.Common([a, b]) is not { } type)
        {
            throw (call with { Arguments = [a, b] }).Error(
                "values of different types can't be compared: both have to be numbers, texts, times or bools");
        }

        if (Coercion.IsNull(a) || Coercion.IsNull(b))
        {
            return BindNull(Coercion.IsNull(a) ? b : a);
        }

        if (IsLiteral(a) && !IsLiteral(b))
        {
            (a, b, comparison) = (b, a, Swap(comparison));
        }

        return type.Kind switch
        {
            ColumnKind.Bool => new CompareMixedNode<BitWithBit>(comparison, a, b),
            ColumnKind.Timestamp => BindTimes(call, comparison, a, b, type),
            ColumnKind.Utf8 => BindTexts(comparison, a, b),
            _ => BindNumbers(comparison, a, b),
        };
    }

    // What equals a literal among a number's or a time's values; null where it is no literal, or only a comparison of both knows.
    public static EqualTo? EqualsOf(BoundNode a, BoundNode b)
    {
        if (IsLiteral(a))
        {
            return null;
        }

        if (a.Type.Kind == ColumnKind.Timestamp)
        {
            if (b is not (PendingLiteral or ConstantNode { Value: string }) || Coercion.IsNull(b) || Coercion.Common([a, b]) is null)
            {
                return null;
            }

            IntegerRange range = IntegerRange.Of(Coercion.Nanoseconds(b, a.Type.Zone), TimestampLiteral.NanosecondsPer(a.Type.Unit));
            return new EqualTo(range.Where(Comparison.Equal), double.NaN);
        }

        if (b is not ConstantNode { Value: long or double } constant || !a.Type.IsNumeric)
        {
            return null;
        }

        if (a.Type.IsInteger && a.Type.Layout != VectorLayout.Double)
        {
            return new EqualTo(RangeOf(constant, 0).Where(Comparison.Equal), double.NaN);
        }

        // an integer that no double is equals no double
        double limit = constant.Value is long integer ? AsDouble(integer) : (double)constant.Value!;
        return a.Type.Layout switch
        {
            VectorLayout.Double => new EqualTo((1, 0), limit),
            VectorLayout.Scaled => new EqualTo(RangeOf(constant, a.Type.Scale).Where(Comparison.Equal), double.NaN, constant),
            _ => null,
        };
    }

    private static double AsDouble(long integer) => (Int128)(double)integer == integer ? integer : double.NaN;

    private static bool IsLiteral(BoundNode node) => node is ConstantNode or PendingLiteral;

    private static Comparison Swap(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };

    // Null in every row; the other side is evaluated all the same, for its errors.
    private static LogicNode BindNull(BoundNode other)
    {
        BoundNode isNull = new IsNullNode(Coercion.ToValue(other));
        ConstantNode unknown = new(ResultTypes.Bool, null);
        return new LogicNode(isAnd: false, new LogicNode(isAnd: true, isNull, new ConstantNode(ResultTypes.Bool, false)), unknown);
    }

    private static BoundNode BindTimes(Call call, Comparison comparison, BoundNode a, BoundNode b, ColumnType type)
    {
        if (a is PendingLiteral or ConstantNode { Value: string })
        {
            return new CompareNode(comparison, Coercion.To(a, type, call), Coercion.To(b, type, call));
        }

        if (b is PendingLiteral or ConstantNode { Value: string })
        {
            Int128 instant = Coercion.Nanoseconds(b, a.Type.Zone);
            return new CompareWithRangeNode(comparison, a, IntegerRange.Of(instant, TimestampLiteral.NanosecondsPer(a.Type.Unit)));
        }

        if (a.Type.Unit == b.Type.Unit)
        {
            return new CompareNode(comparison, a, b);
        }

        bool isTurned = a.Type.Unit > b.Type.Unit;
        (BoundNode coarse, BoundNode fine) = isTurned ? (b, a) : (a, b);
        long scale = TimestampLiteral.NanosecondsPer(coarse.Type.Unit) / TimestampLiteral.NanosecondsPer(fine.Type.Unit);
        return new CompareMixedNode<CoarseWithFineTime>(comparison, a, b, scale, isTurned);
    }

    private static BoundNode BindTexts(Comparison comparison, BoundNode a, BoundNode b)
    {
        if (b is not ConstantNode { Value: string literal })
        {
            return new CompareMixedNode<TextWithText>(comparison, a, b);
        }

        byte[] text = Encoding.UTF8.GetBytes(literal);
        return comparison is Comparison.Equal or Comparison.NotEqual
            ? new TextEqualsNode(a, text, comparison == Comparison.Equal)
            : new TextPredicateNode(a, value => Apply(comparison, value.SequenceCompareTo(text), 0));
    }

    private static BoundNode BindNumbers(Comparison comparison, BoundNode a, BoundNode b)
    {
        if (b is ConstantNode { Value: long or double } constant)
        {
            if (a.Type.Layout != VectorLayout.Double)
            {
                return new CompareWithRangeNode(comparison, a, RangeOf(constant, a.Type.Scale), constant.Exact);
            }

            if (AsDouble(constant) is { } limit)
            {
                return new CompareWithLimitNode(comparison, a, limit);
            }
        }

        if (a.Type.IsInteger && b.Type.IsInteger)
        {
            return new CompareNode(comparison, a, b);
        }

        if (a.Type.Layout != VectorLayout.Double && b.Type.Layout != VectorLayout.Double)
        {
            ColumnType type = DecimalNode.TypeOf(Math.Max(a.Type.Scale, b.Type.Scale));
            return new CompareDecimalsNode(comparison, Decimal(a, type), Decimal(b, type));
        }

        if (!a.Type.IsInteger && !b.Type.IsInteger)
        {
            return new CompareNode(comparison, Float64(a), Float64(b));
        }

        return a.Type.IsInteger
            ? new CompareMixedNode<IntegerWithDouble>(comparison, a, Float64(b))
            : new CompareMixedNode<IntegerWithDouble>(comparison, Float64(a), b, isTurned: true);
    }

    private static IntegerRange RangeOf(ConstantNode constant, int scale) =>
        constant.Value is long integer && scale == 0 ? IntegerRange.Of(integer) : IntegerRange.OfDecimal(constant.Exact, scale);

    private static BoundNode Decimal(BoundNode node, ColumnType type) =>
        node.Type.Layout == VectorLayout.Scaled && node.Type.Scale == type.Scale ? node : new ToDecimalNode(type, node);

    private static double? AsDouble(ConstantNode constant) => constant.Value switch
    {
        double number => number,
        long integer when integer is >= -ExactDouble and <= ExactDouble => integer,
        _ => null,
    };

    private static BoundNode Float64(BoundNode node) => node.Type.Layout == VectorLayout.Double ? node : new ToFloat64Node(node);
}
