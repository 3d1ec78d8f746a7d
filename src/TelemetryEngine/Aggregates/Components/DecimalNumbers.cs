using System.Numerics;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Aggregates.Components;

// Integers, and decimals as they were written. A reading holds a mantissa at the column's scale; what does not fit an int64 there has 112
// bits of mantissa and a scale of its own, which is 33 digits: of longer ones the first 33, rounded. At a border of windows a straight line
// has a value with BorderDigits digits more than the readings have.
// scale: The column's scale; 0 for integers.
// cutsLines: True where lines are cut: then sums count steps that are finer by as many digits.
internal sealed class DecimalNumbers(int scale, bool cutsLines) : ReadingNumbers
{
    // A border's value is that much finer than the readings: far below what a double of the result shows.
    private const int BorderDigits = 18;

    private const long BorderPower = 1_000_000_000_000_000_000;

    // Added to the scale of a wide value, so that 0 stands for one at the column's scale.
    private const int ScaleOffset = 1 << 14;

    private const int NotFiniteScale = 0xFFFF;
    private const int ScaleBits = 16;

    // Mantissas and lengths below it leave room for their product, and for BorderDigits more digits of a rest.
    private const long NarrowLimit = 1L << 60;

    private static readonly BigInteger MantissaLimit = BigInteger.One << 111;

    private readonly int _digits = cutsLines ? scale + BorderDigits : scale;
    private readonly long _step = cutsLines ? BorderPower : 1;

    public override void Read(in RowInput rows, Span<Reading> readings)
    {
        ReadingOrder order = rows.Order;
        ReadOnlySpan<long> values = rows.Column.Int64s[..readings.Length];
        for (int row = 0; row < readings.Length; row++)
        {
            readings[row] = new Reading(order.Time(row), order.Position(row), values[row], 0);
        }

        foreach (WideValue wide in rows.Column.Wide)
        {
            ref Reading reading = ref readings[wide.Row];
            reading = wide.NotFinite != 0
                ? reading with { Low = BitConverter.DoubleToInt64Bits(wide.NotFinite), High = NotFiniteScale }
                : Of(wide.Mantissa, wide.Scale) with { Time = reading.Time, Position = reading.Position };
        }
    }

    public override Reading Of(BigInteger mantissa, int scale1)
    {
        (BigInteger shorter, int own) = Fitting(mantissa, scale1);
        if (own <= scale && shorter * BigInteger.Pow(10, scale - own) is var narrow && narrow >= long.MinValue && narrow <= long.MaxValue)
        {
            return new Reading(0, 0, (long)narrow, 0);
        }

        var bits = (Int128)shorter;
        return new Reading(0, 0, (long)(ulong)(UInt128)bits, ((long)(bits >> 64) << ScaleBits) | (uint)(own + ScaleOffset));
    }

    public override int Order(in Reading left, in Reading right)
    {
        if ((left.High | right.High) == 0)
        {
            return left.Low.CompareTo(right.Low);
        }

        if (IsFinite(left) && IsFinite(right))
        {
            (BigInteger a, BigInteger b, _) = Aligned(left, right);
            return a.CompareTo(b);
        }

        (double x, double y) = (ToDouble(left), ToDouble(right));
        return x < y ? -1 : x > y ? 1 : x == y ? 0 : 2;
    }

    public override bool IsFinite(in Reading reading) => reading.High != NotFiniteScale;

    public override double ToDouble(in Reading reading)
    {
        if (!IsFinite(reading))
        {
            return BitConverter.Int64BitsToDouble(reading.Low);
        }

        (BigInteger mantissa, int own) = Split(reading);
        return ScaledDecimal.ToDouble(mantissa, own);
    }

    public override bool TryAdd(ref ProductSum sum, in Reading reading, ulong factor, bool isNegative)
    {
        if (reading.High != 0)
        {
            return false;
        }

        Int128 steps = (Int128)reading.Low * _step;
        sum.Add(isNegative ? -steps : steps, factor);
        return true;
    }

    public override bool TryAddBorder(ref ProductSum sum, in Reading from, in Reading to, long border, ulong factor)
    {
        if ((from.High | to.High) != 0)
        {
            return false;
        }

        sum.Add(Line(from, to, border), factor);
        return true;
    }

    public override WideStepSum NewWide() => new Wide(this);

    public override double Round(in ProductSum sum, UInt128 divisor, ulong factor) =>
        factor == 1 && divisor <= ulong.MaxValue && _digits <= BorderDigits
        ? sum.Round(divisor * (UInt128)PowersOfTen.Int64[_digits], 1, 0)
        : ExactNumber.Quotient(ToNumber(sum) * factor, divisor);

    public override ExactNumber ToNumber(in ProductSum sum) => new(sum.ToBigInteger(), -_digits, 10);

    private static (BigInteger Mantissa, int Scale) Fitting(BigInteger mantissa, int scale)
    {
        int more = 0;
        for (BigInteger rest = BigInteger.Abs(mantissa); rest >= MantissaLimit; rest /= 10)
        {
            more++;
        }

        // one digit fewer, as rounding up may need the room
        return more == 0 ? (mantissa, scale) : (Divide(mantissa, BigInteger.Pow(10, more + 1)), scale - more - 1);
    }

    // The quotient rounded to the nearest integer, halves to even; the divisor is above 0.
    private static BigInteger Divide(BigInteger dividend, BigInteger divisor)
    {
        BigInteger quotient = BigInteger.DivRem(dividend, divisor, out BigInteger rest);
        int half = (BigInteger.Abs(rest) * 2).CompareTo(divisor);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + dividend.Sign : quotient;
    }

    private (BigInteger Mantissa, int Scale) Split(in Reading reading) => reading.High == 0
        ? (reading.Low, scale)
        : (((BigInteger)(reading.High >> ScaleBits) << 64) + (ulong)reading.Low, (int)(reading.High & 0xFFFF) - ScaleOffset);

    private (BigInteger Left, BigInteger Right, int Scale) Aligned(in Reading left, in Reading right)
    {
        (BigInteger a, int aScale) = Split(left);
        (BigInteger b, int bScale) = Split(right);
        int finer = Math.Max(aScale, bScale);
        return (a * BigInteger.Pow(10, finer - aScale), b * BigInteger.Pow(10, finer - bScale), finer);
    }

    // The value at a border between two readings at the column's scale, in steps.
    private static Int128 Line(in Reading from, in Reading to, long border)
    {
        ulong whole = from.Until(to);
        if (from.Low == to.Low)
        {
            return (Int128)from.Low * BorderPower;
        }

        ulong before = (ulong)(border - from.Time);
        if (from.Low is <= -NarrowLimit or >= NarrowLimit || to.Low is <= -NarrowLimit or >= NarrowLimit || whole >= NarrowLimit)
        {
            return (Int128)Divide((((BigInteger)from.Low * (whole - before)) + ((BigInteger)to.Low * before)) * BorderPower, whole);
        }

        Int128 sum = ((Int128)from.Low * (Int128)(whole - before)) + ((Int128)to.Low * (Int128)before);
        (Int128 quotient, Int128 rest) = Int128.DivRem(sum, (Int128)whole);
        if (rest == Int128.Zero)
        {
            return quotient * BorderPower;
        }

        (Int128 digits, Int128 below) = Int128.DivRem(rest * BorderPower, (Int128)whole);
        Int128 twice = below < 0 ? -below * 2 : below * 2;
        bool isUp = twice > (Int128)whole || (twice == (Int128)whole && !Int128.IsEvenInteger(digits));
        return (quotient * BorderPower) + digits + (isUp ? (rest < 0 ? -1 : 1) : 0);
    }

    private sealed class Wide(DecimalNumbers numbers) : WideStepSum
    {
        private readonly WideDecimalSum _sum = new();

        public override int Bytes => _sum.Bytes;

        public override void Add(in Reading reading, ulong factor, bool isNegative)
        {
            if (factor == 0)
            {
                return;
            }

            if (!numbers.IsFinite(reading))
            {
                _sum.AddNotFinite(isNegative ? -numbers.ToDouble(reading) : numbers.ToDouble(reading));
                return;
            }

            (BigInteger mantissa, int own) = numbers.Split(reading);
            _sum.Add((isNegative ? -mantissa : mantissa) * factor, own);
        }

        public override void AddBorder(in Reading from, in Reading to, long border, ulong factor)
        {
            if (factor == 0)
            {
                return;
            }

            if (!numbers.IsFinite(from) || !numbers.IsFinite(to))
            {
                _sum.AddNotFinite(numbers.ToDouble(from) + numbers.ToDouble(to));
                return;
            }

            (BigInteger a, BigInteger b, int finer) = numbers.Aligned(from, to);
            ulong whole = from.Until(to);
            ulong before = (ulong)(border - from.Time);
            _sum.Add(Divide(((a * (whole - before)) + (b * before)) * BorderPower, whole) * factor, finer + BorderDigits);
        }

        public override void AddNotFinite(double value) => _sum.AddNotFinite(value);

        public override void Merge(WideStepSum other) => _sum.Merge(((Wide)other)._sum);

        public override string ToText() => _sum.ToText();

        public override void MergeText(ReadOnlySpan<char> text) => _sum.MergeText(text);

        public override ExactNumber ToNumber() => _sum.ToNumber();

        public override double Round(long count) => _sum.Round(count);
    }
}
