using System.Numerics;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Aggregates.Components;

// Doubles; a reading holds their bits. At a border of windows a straight line has the exact value there, rounded once to a double.
internal sealed class BinaryNumbers : ReadingNumbers
{
    public override void Read(in RowInput rows, Span<Reading> readings)
    {
        ReadingOrder order = rows.Order;
        ReadOnlySpan<double> values = rows.Doubles[..readings.Length];
        for (int row = 0; row < readings.Length; row++)
        {
            readings[row] = new Reading(order.Time(row), order.Position(row), BitConverter.DoubleToInt64Bits(values[row]), 0);
        }
    }

    public override Reading Of(BigInteger mantissa, int scale) =>
        new(0, 0, BitConverter.DoubleToInt64Bits(ScaledDecimal.ToDouble(mantissa, scale)), 0);

    public override int Order(in Reading left, in Reading right)
    {
        (double a, double b) = (Value(left), Value(right));
        return a < b ? -1 : a > b ? 1 : a == b ? 0 : 2;
    }

    public override bool IsFinite(in Reading reading) => double.IsFinite(Value(reading));

    public override double ToDouble(in Reading reading) => Value(reading);

    public override bool TryAdd(ref ProductSum sum, in Reading reading, ulong factor, bool isNegative) =>
        sum.TryAdd(isNegative ? -Value(reading) : Value(reading), factor);

    public override bool TryAddBorder(ref ProductSum sum, in Reading from, in Reading to, long border, ulong factor) =>
        sum.TryAdd(At(from, to, border), factor);

    public override WideStepSum NewWide() => new Wide();

    public override double Round(in ProductSum sum, UInt128 divisor, ulong factor) => sum.Round(divisor, factor);

    public override ExactNumber ToNumber(in ProductSum sum) => new(sum.ToBigInteger(), -BinaryFixedPoint.FractionBits, 2);

    private static double Value(in Reading reading) => BitConverter.Int64BitsToDouble(reading.Low);

    // where an end is not finite the whole step is not
    private static double At(in Reading from, in Reading to, long border)
    {
        if (!double.IsFinite(Value(from)) || !double.IsFinite(Value(to)))
        {
            return Value(from) + Value(to);
        }

        ulong before = (ulong)(border - from.Time);
        ulong after = (ulong)(to.Time - border);
        ulong whole = from.Until(to);
        ProductSum sum = default;
        if (sum.TryAdd(Value(from), after) && sum.TryAdd(Value(to), before))
        {
            return sum.Round(whole);
        }

        WideBinarySum wide = new();
        wide.Add(Value(from), after);
        wide.Add(Value(to), before);
        return wide.Round(whole);
    }

    private sealed class Wide : WideStepSum
    {
        private readonly WideBinarySum _sum = new();

        public override int Bytes => _sum.Bytes;

        public override void Add(in Reading reading, ulong factor, bool isNegative) =>
            _sum.Add(isNegative ? -Value(reading) : Value(reading), factor);

        public override void AddBorder(in Reading from, in Reading to, long border, ulong factor) => _sum.Add(At(from, to, border), factor);

        public override void AddNotFinite(double value) => _sum.AddNotFinite(value);

        public override void Merge(WideStepSum other) => _sum.Merge(((Wide)other)._sum);

        public override string ToText() => _sum.ToText();

        public override void MergeText(ReadOnlySpan<char> text) => _sum.MergeText(text);

        public override ExactNumber ToNumber() => _sum.ToNumber();

        public override double Round(long count) => _sum.Round(count);
    }
}
