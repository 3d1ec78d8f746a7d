using TelemetryEngine.Columns;
using TelemetryEngine.Expressions;

namespace TelemetryEngine.Tests.Expressions;

/// <summary>Random data with the values that hurt, and random expressions over it that have a type.</summary>
internal sealed class RandomExpressions(Random random)
{
    private static readonly long[] Integers = [0, 1, -1, 2, 3, -7, 10, 1L << 53, (1L << 53) + 1, long.MaxValue, long.MinValue, long.MinValue + 1, 1L << 32];

    private static readonly double[] Doubles =
        [0, -0.0, 1, -1, 0.5, 2.5, -3.25, 0.1, 1e300, -1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 9007199254740992.0, 9.2233720368547758E18];

    private static readonly string[] Decimals =
        ["0", "1", "-1", "0.5", "2.50", "-3.25", "0.1", "12345.67", "-0.07", "1e300", "0.001", "NaN", "-Infinity", "92233720368547758.07", "123456789012345678901234"];

    private static readonly string[] Texts = ["", "a", "A", "ab", "b", "meter-1", "METER-1", "été", "😀", "a'b", "%"];

    private static readonly string[] Times = ["1969-12-31T23:59:59Z", "1970-01-01", "2024-03-31T01:30:00.5Z", "2024-03-31T01:30:00.001", "2024-03-31 03:30:00+02:00"];

    private static readonly string[] Patterns = ["%", "a%", "%1", "_", "%e%", "me_er-_", "", "a'b"];

    /// <summary>One column or two of every type.</summary>
    public BatchBuilder Data(int rows, double nulls, TextDictionary? dictionary = null) => new BatchBuilder()
        .Add("i", "int64", Values(rows, nulls, () => Pick(Integers)))
        .Add("j", "int64", Values(rows, nulls, () => (long)random.Next(-5, 6)))
        .Add("k", "int32", Values(rows, nulls, () => random.Next(-3, 1000)))
        .Add("f", "float64", Values(rows, nulls, () => Pick(Doubles)))
        .Add("g", "float32", Values(rows, nulls, () => (double)(float)((random.NextDouble() * 10) - 5)))
        .Add("d", "decimal(2)", Values(rows, nulls, () => Pick(Decimals)))
        .Add("e", "decimal(6)", Values(rows, nulls, () => Pick(Decimals[..9])))
        .Add("b", "bool", Values(rows, nulls, () => random.Next(2) == 0))
        .Add("c", "bool", Values(rows, 0, () => random.Next(2) == 0))
        .Add("t", new ColumnType(ColumnKind.Utf8), dictionary, Values(rows, nulls, () => Pick(Texts)))
        .Add("order", "dictionary", Values(rows, nulls, () => Pick(Texts)))
        .Add("ts", "timestamp[ms]", Values(rows, nulls, () => Pick([-1000L, 0, 1711848600500, 1711848600001, 5])))
        .Add("time stamp", "timestamp[us]", Values(rows, nulls, () => Pick([-1_000_000L, 0, 1711848600500000, 1711848600001000, 1711848600000999])))
        .Add("n", "timestamp[ns]", Values(rows, nulls, () => Pick([-1_000_000_000L, 0, 1711848600500000000, 1711848600001000001])));

    public ExpressionNode Any(int depth) => random.Next(6) switch
    {
        0 => Integer(depth),
        1 => Float(depth),
        2 => Text(depth),
        3 => Time(depth),
        _ => Bool(depth),
    };

    public ExpressionNode Bool(int depth) => depth <= 0 ? Pick<Func<ExpressionNode>>([() => Column("b", "c"), () => Literal(random.Next(2) == 0)])() :
        random.Next(15) switch
        {
            0 or 1 => Call("and", Bool(depth - 1), Bool(depth - 1)),
            2 or 3 => Call("or", Bool(depth - 1), Bool(depth - 1)),
            4 => Call("not", Bool(depth - 1)),
            5 => Call("is null", Any(depth - 1)),
            6 => Call("is_nan", Float(depth - 1)),
            7 => Call("like", Text(depth - 1), Literal(Pick(Patterns))),
            8 => Call("in", [Text(depth - 1), .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Literal(Pick(Texts)))]),
            9 => Call("in", [Number(depth - 1), .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => OrNull(Number(0)))]),
            10 => Call("between", Number(depth - 1), OrNull(Number(depth - 1)), Number(depth - 1)),
            11 => Call(Comparison(), Time(depth - 1), random.Next(2) == 0 ? Time(depth - 1) : Literal(Pick(Times))),
            12 => Call(Comparison(), Text(depth - 1), Text(depth - 1)),
            13 => Call(Comparison(), Bool(depth - 1), Bool(depth - 1)),
            _ => Call(Comparison(), OrNull(Number(depth - 1)), Number(depth - 1)),
        };

    private ExpressionNode Integer(int depth) => depth <= 0 ? Pick<Func<ExpressionNode>>([() => Column("i", "j", "k"), () => Literal(Pick(Integers))])() :
        random.Next(11) switch
        {
            0 or 1 or 2 or 3 => Call(Pick(["+", "-", "*", "%"]), Integer(depth - 1), Integer(depth - 1)),
            4 => Call(Pick(["negate", "abs"]), Integer(depth - 1)),
            5 => Call("length", Text(depth - 1)),
            6 => Call("int64", random.Next(2) == 0 ? Number(depth - 1) : Bool(depth - 1)),
            7 => Call(Pick(["floor", "ceil", "round"]), Integer(depth - 1)),
            _ => Choice(depth, Integer),
        };

    private ExpressionNode Float(int depth) => depth <= 0 ? Pick<Func<ExpressionNode>>([() => Column("f", "g", "d", "e"), () => Literal(FiniteDouble())])() :
        random.Next(10) switch
        {
            0 or 1 or 2 => Call(Pick(["+", "-", "*", "%"]), random.Next(2) == 0 ? [Number(depth - 1), Float(depth - 1)] : [Float(depth - 1), Number(depth - 1)]),
            3 => Call("/", Number(depth - 1), Number(depth - 1)),
            4 => Call(Pick(["negate", "abs", "floor", "ceil"]), Float(depth - 1)),
            5 => Call("round", Float(depth - 1), Literal((long)random.Next(4))),
            6 => Call("float64", random.Next(2) == 0 ? Number(depth - 1) : Bool(depth - 1)),
            7 => Call("-", Time(depth - 1), Time(depth - 1)),
            _ => Choice(depth, Float),
        };

    private ExpressionNode Text(int depth) => depth <= 0 || random.Next(3) == 0
        ? Pick<Func<ExpressionNode>>([() => Column("t", "order"), () => Literal(Pick(Texts))])()
        : random.Next(3) == 0 ? Call(Pick(["lower", "upper"]), Text(depth - 1)) : Choice(depth, Text, extremum: false);

    private ExpressionNode Time(int depth) => depth <= 0 || random.Next(3) == 0
        ? Pick<Func<ExpressionNode>>([() => Column("ts", "time stamp", "n"), () => Literal(new WrittenTimestamp(Pick(Times)))])()
        : random.Next(2) == 0
            ? Call(Pick(["+", "-"]), Column("ts", "time stamp", "n"), Literal(new WrittenInterval(Pick(["1h", "250ms", "3d"]))))
            : Choice(depth, _ => Column("ts", "time stamp", "n"));

    private ExpressionNode Choice(int depth, Func<int, ExpressionNode> make, bool extremum = true) => random.Next(extremum ? 5 : 4) switch
    {
        0 => Call("case", Bool(depth - 1), make(depth - 1), OrNull(make(depth - 1))),
        1 => Call("case", Bool(depth - 1), make(depth - 1), Bool(depth - 1), make(depth - 1)),
        2 => Call("coalesce", make(depth - 1), make(depth - 1), make(depth - 1)),
        3 => Call("nullif", make(depth - 1), make(depth - 1)),
        _ => Call(Pick(["least", "greatest"]), make(depth - 1), make(depth - 1), make(depth - 1)),
    };

    private ExpressionNode Number(int depth) => random.Next(2) == 0 ? Integer(depth) : Float(depth);

    private ExpressionNode OrNull(ExpressionNode node) => random.Next(8) == 0 ? Literal(null) : node;

    private string Comparison() => Pick(["=", "<>", "<", "<=", ">", ">="]);

    private double FiniteDouble()
    {
        double value = Pick(Doubles);
        return double.IsFinite(value) ? value : 0.25;
    }

    private ColumnNode Column(params string[] names) => new(Pick(names));

    private static LiteralNode Literal(object? value) => new(value);

    private static CallNode Call(string name, params ExpressionNode[] arguments) => new(name, arguments);

    private object?[] Values(int rows, double nulls, Func<object> make) =>
        [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() < nulls ? null : make())];

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
