using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Tests.Expressions;

/// <summary>What an expression means, row by row on objects: null, bool, long, double, <see cref="OracleDecimal"/>, string, and BigInteger nanoseconds for times.
/// A decimal that is NaN or infinite is a double.</summary>
internal sealed class ExpressionOracle(BatchBuilder data)
{
    public sealed class RowError(string message) : Exception(message);

    public enum Kind
    {
        Null, Bool, Int, Decimal, Float, Text, Time,
    }

    /// <summary>The static type, on which arithmetic depends.</summary>
    public Kind TypeOf(ExpressionNode node)
    {
        switch (node)
        {
            case ColumnNode column:
                ColumnType type = data.Columns[Ordinal(column)].Type;
                return type.Kind switch
                {
                    ColumnKind.Bool => Kind.Bool,
                    ColumnKind.Int32 or ColumnKind.Int64 => Kind.Int,
                    ColumnKind.Timestamp => Kind.Time,
                    ColumnKind.Utf8 or ColumnKind.Dictionary => Kind.Text,
                    ColumnKind.Decimal => Kind.Decimal,
                    _ => Kind.Float,
                };
            case LiteralNode literal:
                return literal.Value switch
                {
                    null => Kind.Null,
                    bool => Kind.Bool,
                    long => Kind.Int,
                    double number => OracleDecimal.IsLiteral(number) ? Kind.Decimal : Kind.Float,
                    string => Kind.Text,
                    _ => Kind.Time,
                };
        }

        CallNode call = (CallNode)node;
        IReadOnlyList<ExpressionNode> a = call.Arguments;
        return call.Name switch
        {
            "and" or "or" or "not" or "=" or "<>" or "<" or "<=" or ">" or ">=" or "between" or "in" or "like" or "is null" or "is_nan" => Kind.Bool,
            "/" or "float64" => Kind.Float,
            "int64" or "length" => Kind.Int,
            "lower" or "upper" => Kind.Text,
            "-" when TypeOf(a[0]) == Kind.Time && TypeOf(a[1]) == Kind.Time && a[1] is not LiteralNode { Value: WrittenInterval } => Kind.Float,
            "case" => Join(a.Where((_, i) => i % 2 == 1 || (i == a.Count - 1 && i % 2 == 0))),
            "nullif" or "round" => Join([a[0]]),
            "%" when Join(a) == Kind.Decimal => Kind.Float,
            _ => Join(a),
        };
    }

    public object? Evaluate(ExpressionNode node, int row)
    {
        switch (node)
        {
            case ColumnNode column:
                return Read(data.Columns[Ordinal(column)].Type, data.Values(Ordinal(column))[row]);
            case LiteralNode { Value: WrittenTimestamp time }:
                return Nanoseconds(time.Text);
            case LiteralNode { Value: WrittenInterval interval }:
                Assert.True(IntervalLiteral.TryParseNanoseconds(interval.Text, out long length));
                return new BigInteger(length);
            case LiteralNode { Value: double number } when OracleDecimal.IsLiteral(number):
                return OracleDecimal.Of(number);
            case LiteralNode literal:
                return literal.Value;
        }

        CallNode call = (CallNode)node;
        IReadOnlyList<ExpressionNode> a = call.Arguments;
        switch (call.Name)
        {
            case "and" or "or":
                bool decides = call.Name == "or";
                object? left = Evaluate(a[0], row);
                if (left is bool known && known == decides)
                {
                    return decides;
                }

                object? right = Evaluate(a[1], row);
                return right is bool other && other == decides ? decides : left is null || right is null ? null : !decides;
            case "case":
                for (int i = 0; i + 1 < a.Count; i += 2)
                {
                    if (Evaluate(a[i], row) is true)
                    {
                        return Convert(Evaluate(a[i + 1], row), TypeOf(node));
                    }
                }

                return a.Count % 2 == 1 ? Convert(Evaluate(a[^1], row), TypeOf(node)) : null;
            case "coalesce":
                foreach (ExpressionNode argument in a)
                {
                    if (Evaluate(argument, row) is { } value)
                    {
                        return Convert(value, TypeOf(node));
                    }
                }

                return null;
        }

        if (call.Name is "between" or "in")
        {
            return Ranged(call, row);
        }

        object?[] values = [.. a.Select(argument => Evaluate(argument, row))];
        switch (call.Name)
        {
            case "is null": return values[0] is null;
            case "nullif": return Compare("=", values[0], values[1], HasFloat(a)) == true ? null : values[0];
            case "least" or "greatest": return Extremum(call.Name == "least" ? -1 : 1, values, TypeOf(node));
            case "=" or "<>" or "<" or "<=" or ">" or ">=": return Compare(call.Name, values[0], values[1], HasFloat(a));
        }

        return values.Contains(null) ? null : Strict(call, values, TypeOf(node));
    }

    /// <summary>What decides ends the question, as with and and or.</summary>
    private bool? Ranged(CallNode call, int row)
    {
        bool isBetween = call.Name == "between";
        object? value = Evaluate(call.Arguments[0], row);
        bool? answer = isBetween;
        for (int i = 1; i < call.Arguments.Count && answer != !isBetween; i++)
        {
            bool? next = Compare(isBetween ? i == 1 ? ">=" : "<=" : "=", value, Evaluate(call.Arguments[i], row), HasFloat([call.Arguments[0], call.Arguments[i]]));
            answer = isBetween ? And(answer, next) : Or(answer, next);
        }

        return answer;
    }

    private object? Strict(CallNode call, object?[] values, Kind kind)
    {
        object x = values[0]!;
        switch (call.Name)
        {
            case "not": return !(bool)x;
            case "like": return Regex.IsMatch((string)x, LikeToRegex((string)values[1]!), RegexOptions.Singleline);
            case "+" or "-" or "*" or "%" or "negate" or "abs" when kind == Kind.Int:
                return Integer(call, (long)x, values.Length > 1 ? (long)values[1]! : 0);
            case "+" or "-" or "*" when kind == Kind.Decimal: return Exact(call, x, values[1]!);
            case "negate" when kind == Kind.Decimal: return x is OracleDecimal d ? d.Negated() : -(double)x;
            case "abs" when kind == Kind.Decimal: return x is OracleDecimal e ? e.Mantissa.Sign < 0 ? e.Negated() : e : Math.Abs((double)x);
            case "floor" or "ceil" or "round" when x is OracleDecimal f: return f.Rounded(call.Name, values.Length > 1 ? (int)(long)values[1]! : 0);
            case "+" when kind == Kind.Time: return (BigInteger)x + (BigInteger)values[1]!;
            case "-" when kind == Kind.Time: return (BigInteger)x - (BigInteger)values[1]!;
            case "-" when x is BigInteger time: return double.Parse($"{time - (BigInteger)values[1]!}E-9", CultureInfo.InvariantCulture);
            case "+": return Number(x) + Number(values[1]);
            case "-": return Number(x) - Number(values[1]);
            case "*": return Number(x) * Number(values[1]);
            case "/": return Number(x) / Number(values[1]);
            case "%": return Number(x) % Number(values[1]);
            case "negate": return -Number(x);
            case "abs": return Math.Abs(Number(x));
            case "floor": return x is long ? x : Math.Floor(Number(x));
            case "ceil": return x is long ? x : Math.Ceiling(Number(x));
            case "round": return x is long ? x : Math.Round(Number(x), values.Length > 1 ? (int)(long)values[1]! : 0, MidpointRounding.AwayFromZero);
            case "is_nan": return double.IsNaN(Number(x));
            case "lower": return ((string)x).ToLowerInvariant();
            case "upper": return ((string)x).ToUpperInvariant();
            case "length": return (long)((string)x).EnumerateRunes().Count();
            case "float64": return x is bool isTrue ? (isTrue ? 1.0 : 0.0) : Number(x);
            case "int64": return ToInteger(call, x);
            default: throw new InvalidOperationException(call.Name);
        }
    }

    private static object Exact(CallNode call, object a, object b)
    {
        if (a is double || b is double)
        {
            (double x, double y) = (SignOf(a), SignOf(b));
            return call.Name switch { "+" => x + y, "-" => x - y, _ => x * y };
        }

        OracleDecimal result = OracleDecimal.Run(call.Name, OracleDecimal.From(a), OracleDecimal.From(b));
        return result.Fits ? result : throw new RowError($"more digits than a decimal has in '{call}'");
    }

    private static double SignOf(object value) => value is double number ? number : OracleDecimal.From(value).Mantissa.Sign;

    private static object Integer(CallNode call, long a, long b)
    {
        if (call.Name == "%" && b == 0)
        {
            throw new RowError($"division by zero in '{call}'");
        }

        BigInteger result = call.Name switch
        {
            "+" => (BigInteger)a + b,
            "-" => (BigInteger)a - b,
            "*" => (BigInteger)a * b,
            "%" => BigInteger.Remainder(a, b),
            "negate" => -(BigInteger)a,
            _ => BigInteger.Abs(a),
        };
        return result >= long.MinValue && result <= long.MaxValue ? (long)result : throw new RowError($"integer overflow in '{call}'");
    }

    private static object ToInteger(CallNode call, object x)
    {
        if (x is long or bool)
        {
            return x is bool isTrue ? (isTrue ? 1L : 0L) : x;
        }

        if (x is OracleDecimal number)
        {
            OracleDecimal low = number.Rounded("floor", 0);
            bool isHalf = OracleDecimal.Run("-", number, low).CompareTo(new OracleDecimal(5, 1)) == 0;
            OracleDecimal near = !isHalf ? number.Rounded("round", 0) : low.Mantissa.IsEven ? low : number.Rounded("ceil", 0);
            BigInteger whole = near.Mantissa * BigInteger.Pow(10, -near.Scale);
            return whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : throw new RowError($"not an int64 in '{call}'");
        }

        double rounded = Math.Round(Number(x), MidpointRounding.ToEven);
        return rounded is >= -9.2233720368547758E18 and < 9.2233720368547758E18 ? (long)rounded : throw new RowError($"not an int64 in '{call}'");
    }

    /// <summary>−1, 0 or 1; null beside a NaN.</summary>
    private static int? Order(object a, object b)
    {
        switch (a, b)
        {
            case (bool, bool): return ((bool)a).CompareTo((bool)b);
            case (string x, string y): return Math.Sign(Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y)));
            case (BigInteger, BigInteger): return ((BigInteger)a).CompareTo((BigInteger)b);
            case (BigInteger time, string text): return time.CompareTo(Nanoseconds(text));
            case (string text, BigInteger time): return Nanoseconds(text).CompareTo(time);
            case (long, long): return ((long)a).CompareTo((long)b);
            case (OracleDecimal or long, OracleDecimal or long): return OracleDecimal.From(a).CompareTo(OracleDecimal.From(b));
            case (OracleDecimal known, double number) when double.IsFinite(number): return known.CompareTo(OracleDecimal.Of(number));
            case (OracleDecimal, double number): return double.IsNaN(number) ? null : -Math.Sign(number);
            case (double, OracleDecimal): return -Order(b, a);
            case (double x, double y): return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
            case (double, long): return -Order(b, a);
            default:
                double d = (double)b;
                if (!double.IsFinite(d))
                {
                    return double.IsNaN(d) ? null : -Math.Sign(d);
                }

                int whole = new BigInteger((long)a).CompareTo(new BigInteger(Math.Floor(d)));
                return whole == 0 && d > Math.Floor(d) ? -1 : Math.Sign(whole);
        }
    }

    // where one side is float64, so are decimals
    private static bool? Compare(string comparison, object? a, object? b, bool hasFloat)
    {
        if (a is null || b is null)
        {
            return null;
        }

        (a, b) = hasFloat ? (ToFloat(a), ToFloat(b)) : (a, b);

        return Order(a, b) is { } order && comparison switch
        {
            "=" => order == 0,
            "<>" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private static object? Extremum(int sign, object?[] values, Kind kind)
    {
        object[] known = [.. values.Where(value => value is not null).Select(value => Convert(value, kind)!)];
        object[] ordered = [.. known.Where(value => value is not double.NaN)];
        return ordered.Length == 0 ? known.FirstOrDefault() : ordered.Aggregate((a, b) => Order(b, a) == sign ? b : a);
    }

    private static bool? And(bool? a, bool? b) => a == false || b == false ? false : a is null || b is null ? null : true;

    private static bool? Or(bool? a, bool? b) => a == true || b == true ? true : a is null || b is null ? null : false;

    private Kind Join(IEnumerable<ExpressionNode> nodes)
    {
        Kind[] kinds = [.. nodes.Select(TypeOf).Where(kind => kind != Kind.Null).Distinct()];
        return kinds.Length == 0 ? Kind.Null : kinds.Contains(Kind.Time) ? Kind.Time : kinds.Contains(Kind.Float) ? Kind.Float : kinds.Contains(Kind.Decimal) ? Kind.Decimal : kinds[0];
    }

    private bool HasFloat(IEnumerable<ExpressionNode> nodes) => nodes.Any(node => TypeOf(node) == Kind.Float && node is not LiteralNode);

    private static object ToFloat(object value) => value is OracleDecimal number ? number.ToDouble() : value;

    private static object? Convert(object? value, Kind kind) => (kind, value) switch
    {
        (Kind.Float, long or OracleDecimal) => Number(value),
        (Kind.Decimal, long integer) => OracleDecimal.From(integer),
        _ => value,
    };

    private static double Number(object? value) => value switch
    {
        long integer => integer,
        OracleDecimal number => number.ToDouble(),
        _ => (double)value!,
    };

    private static BigInteger Nanoseconds(string text) =>
        new BigInteger(DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal).Ticks
            - DateTime.UnixEpoch.Ticks) * 100;

    private static string LikeToRegex(string pattern) =>
        "^" + string.Concat(pattern.Select(c => c switch { '%' => ".*", '_' => "(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|.)", _ => Regex.Escape(c.ToString()) })) + "\\z";

    private static object? Read(ColumnType type, object? value) => (type.Kind, value) switch
    {
        (_, null) => null,
        (ColumnKind.Decimal, string text) => OracleDecimal.Read(text),
        (ColumnKind.Timestamp, long ticks) => ticks * BigInteger.Pow(10, 9 - (3 * (int)type.Unit)),
        (ColumnKind.Int32, int integer) => (long)integer,
        _ => value,
    };

    private int Ordinal(ColumnNode column) => data.Columns.Select((c, i) => (c, i)).First(pair => pair.c.Name == column.Name).i;
}
