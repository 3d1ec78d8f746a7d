using TelemetryEngine.Columns;

namespace TelemetryEngine.Expressions;

// Binds arithmetic: integers stay integers and decimals decimals except under /, decimals also under %; everything else is float64.
internal static class ArithmeticFunctions
{
    public static BoundNode Add(Call call)
    {
        if (call.Arguments.Any(Coercion.IsTime))
        {
            (BoundNode time, BoundNode interval) = Coercion.IsTime(call[0]) ? (call[0], call[1]) : (call[1], call[0]);
            return Shift<Add>(call, time, interval);
        }

        return Exact<Add>(call);
    }

    public static BoundNode Subtract(Call call)
    {
        if (!Coercion.IsTime(call[0]))
        {
            return Exact<Subtract>(call);
        }

        if (!Coercion.IsTime(call[1]))
        {
            return Shift<Subtract>(call, call[0], call[1]);
        }

        ColumnType type = Coercion.Common(call.Arguments)!.Value;
        return new SecondsBetweenNode(Coercion.To(call[0], type, call), Coercion.To(call[1], type, call));
    }

    public static BoundNode Multiply(Call call) => Exact<Multiply>(call);

    public static BoundNode Modulo(Call call) => Numbers<Modulo>(call);

    public static BoundNode Divide(Call call)
    {
        NumericType(call);
        return new DoubleArithmeticNode<Divide>(Float64(call, 0), Float64(call, 1));
    }

    public static BoundNode Negate(Call call) => NumericType(call).Kind switch
    {
        ColumnKind.Int64 => new CheckedNode<long, long, Negate>(ResultTypes.Int64, call[0], call.RowError("integer overflow")),
        ColumnKind.Decimal => new DecimalUnaryNode<Negate>(call[0]),
        _ => new UnaryNode<double, double, Negate>(ResultTypes.Float64, Float64(call, 0)),
    };

    public static BoundNode Abs(Call call) => NumericType(call).Kind switch
    {
        ColumnKind.Int64 => new CheckedNode<long, long, Abs>(ResultTypes.Int64, call[0], call.RowError("integer overflow")),
        ColumnKind.Decimal => new DecimalUnaryNode<Abs>(call[0]),
        _ => new UnaryNode<double, double, Abs>(ResultTypes.Float64, Float64(call, 0)),
    };

    public static BoundNode Floor(Call call) => NumericType(call).Kind switch
    {
        ColumnKind.Int64 => call[0],
        ColumnKind.Decimal => new RoundDecimalNode(call[0], 0, MidpointRounding.ToNegativeInfinity),
        _ => new UnaryNode<double, double, Floor>(ResultTypes.Float64, Float64(call, 0)),
    };

    public static BoundNode Ceiling(Call call) => NumericType(call).Kind switch
    {
        ColumnKind.Int64 => call[0],
        ColumnKind.Decimal => new RoundDecimalNode(call[0], 0, MidpointRounding.ToPositiveInfinity),
        _ => new UnaryNode<double, double, Ceiling>(ResultTypes.Float64, Float64(call, 0)),
    };

    public static BoundNode Round(Call call)
    {
        long digits = 0;
        if (call.Arguments.Length == 2)
        {
            digits = call[1] is ConstantNode { Value: long literal and >= 0 and <= 15 }
                ? literal
                : throw call.Node.At.Error($"the digits of round are a literal from 0 to 15, in '{call.Node}'");
        }

        Call value = call with { Arguments = [call[0]] };
        return NumericType(value).Kind switch
        {
            ColumnKind.Int64 => call[0],
            ColumnKind.Decimal => new RoundDecimalNode(call[0], (int)digits, MidpointRounding.AwayFromZero),
            _ => new RoundNode(Float64(call, 0), (int)digits),
        };
    }

    // The sign of a number: an int64, and of a float64 one, as NaN has none.
    public static BoundNode Sign(Call call) => NumericType(call).Kind switch
    {
        ColumnKind.Int64 => new UnaryNode<long, long, Sign>(ResultTypes.Int64, Coercion.To(call[0], ResultTypes.Int64, call)),
        _ => new UnaryNode<double, double, Sign>(ResultTypes.Float64, Float64(call, 0)),
    };

    public static BoundNode Elementary<TOperation>(Call call)
        where TOperation : struct, IUnaryOperation<double, double>
    {
        NumericType(call);
        return new UnaryNode<double, double, TOperation>(ResultTypes.Float64, Float64(call, 0));
    }

    public static BoundNode Pow(Call call)
    {
        NumericType(call);
        return new DoubleArithmeticNode<Pow>(Float64(call, 0), Float64(call, 1));
    }

    public static BoundNode IsNaN(Call call)
    {
        NumericType(call);
        return new IsNaNNode(Float64(call, 0));
    }

    // sums need operands of one scale; a product has as many fraction digits as both together
    private static BoundNode Exact<TOperation>(Call call)
        where TOperation : struct, IDoubleArithmetic, IDecimalArithmetic
    {
        ColumnType type = NumericType(call);
        if (type.Kind != ColumnKind.Decimal)
        {
            return Numbers<TOperation>(call);
        }

        string message = call.RowError("more digits than a decimal has");
        if (typeof(TOperation) == typeof(Multiply) && !call.Arguments.Any(Coercion.IsNull))
        {
            return new DecimalArithmeticNode<TOperation>(call[0].Type.Scale + call[1].Type.Scale, call[0], call[1], message);
        }

        return new DecimalArithmeticNode<TOperation>(type.Scale, Coercion.To(call[0], type, call), Coercion.To(call[1], type, call),
            message);
    }

    private static BoundNode Numbers<TOperation>(Call call)
        where TOperation : struct, IDoubleArithmetic, IIntegerArithmetic
    {
        if (NumericType(call).Kind != ColumnKind.Int64)
        {
            return new DoubleArithmeticNode<TOperation>(Float64(call, 0), Float64(call, 1));
        }

        string message = call.RowError(typeof(TOperation) == typeof(Modulo) ? "division by zero" : "integer overflow");
        BoundNode a = Coercion.To(call[0], ResultTypes.Int64, call);
        return new IntegerArithmeticNode<TOperation>(ResultTypes.Int64, a, Coercion.To(call[1], ResultTypes.Int64, call), message);
    }

    private static BoundNode Shift<TOperation>(Call call, BoundNode time, BoundNode interval)
        where TOperation : struct, IIntegerArithmetic
    {
        if (Coercion.IsNull(interval))
        {
            BoundNode value = Coercion.ToValue(time);
            return new IntegerArithmeticNode<TOperation>(value.Type, value, new ConstantNode(value.Type, null), "");
        }

        if (interval is not PendingLiteral { Value: WrittenInterval length })
        {
            throw call.Error("a time is moved by an interval, as in interval '1h'");
        }

        IntervalLiteral.TryParseNanoseconds(length.Text, out long nanoseconds);
        time = Coercion.ToValue(time);
        long step = TimestampLiteral.NanosecondsPer(time.Type.Unit);
        if (nanoseconds % step != 0)
        {
            throw call.Node.At.Error($"interval '{length.Text}' is finer than {time.Type}, in '{call.Node}'");
        }

        return new IntegerArithmeticNode<TOperation>(
            time.Type, time, new ConstantNode(ResultTypes.Int64, nanoseconds / step), call.RowError("time out of range"));
    }

    // Int64 when all operands are integers, decimal when all are integers or decimals, else float64; null literals count as what is beside
    // them.
    private static ColumnType NumericType(Call call)
    {
        if (call.Arguments.All(Coercion.IsNull))
        {
            return ResultTypes.Float64;
        }

        return Coercion.Common(call.Arguments) is { IsNumeric: true } type ? type : throw call.Error($"'{Symbol(call)}' takes numbers");
    }

    private static string Symbol(Call call) => call.Node.Name == "negate" ? "-" : call.Node.Name;

    private static BoundNode Float64(Call call, int argument) => Coercion.To(call[argument], ResultTypes.Float64, call);
}
