using System.Numerics;
using System.Runtime.InteropServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Exact;

namespace TelemetryEngine.Aggregates.Components;

// The numbers of a column as readings hold them, and how steps between readings add them up exactly: doubles, or decimals as they were
// written. It holds no state.
internal abstract class ReadingNumbers
{
    // The numbers of a column's type.
    // cutsLines: True where straight lines are cut between readings, so that sums need finer steps than the column's digits.
    public static ReadingNumbers Of(ColumnType type, bool cutsLines) => type.Layout == VectorLayout.Double
        ? new BinaryNumbers()
        : new DecimalNumbers(type.Layout == VectorLayout.Scaled ? type.Scale : 0, cutsLines);

    // Gives each row's reading its value. Null rows get one that means nothing.
    public abstract void Read(in RowInput rows, Span<Reading> readings);

    // A number as a reading holds it: mantissa × 10^−scale.
    public abstract Reading Of(BigInteger mantissa, int scale);

    // −1, 0 or 1 as the left value is below the right one, equal or above; 2 where one is NaN.
    public abstract int Order(in Reading left, in Reading right);

    // True unless the value is NaN or an infinity.
    public abstract bool IsFinite(in Reading reading);

    // The nearest double.
    public abstract double ToDouble(in Reading reading);

    // Adds ± value × factor; false, and nothing changed, where the sum has no place for it.
    public abstract bool TryAdd(ref ProductSum sum, in Reading reading, ulong factor, bool isNegative);

    // Adds the value of the straight line from one reading to the next at a border, × factor; false, and nothing changed, where the sum has
    // no place for it. The value is rounded once, to what depends on the two readings and the border alone: it is the same on both sides.
    public abstract bool TryAddBorder(ref ProductSum sum, in Reading from, in Reading to, long border, ulong factor);

    // A sum for whatever has no place elsewhere.
    public abstract WideStepSum NewWide();

    // sum × factor ÷ divisor, rounded once.
    public abstract double Round(in ProductSum sum, UInt128 divisor, ulong factor);

    // The sum itself.
    public abstract ExactNumber ToNumber(in ProductSum sum);
}

// The exact sum of what has no place in a ProductSum.
internal abstract class WideStepSum : IWideSum<WideStepSum>
{
    public abstract int Bytes { get; }

    // Adds ± value × factor. What takes no time (a factor of 0) adds nothing, whatever its value.
    public abstract void Add(in Reading reading, ulong factor, bool isNegative);

    // Adds the value at a border, × factor, as ReadingNumbers.TryAddBorder rounds it.
    public abstract void AddBorder(in Reading from, in Reading to, long border, ulong factor);

    // Adds NaN or an infinity.
    public abstract void AddNotFinite(double value);

    public abstract void Merge(WideStepSum other);

    public abstract void MergeText(ReadOnlySpan<char> text);

    public abstract string ToText();

    public abstract ExactNumber ToNumber();

    public abstract double Round(long count);
}

// A value at its place in time and input.
// Time: The instant, in the time column's unit.
// Position: The position in the input; of readings at one time the later position is the later reading.
// Low: The value, in the form that the column's ReadingNumbers give it; the low half of a wide decimal.
// High: 0, or the high half and the scale of a wide decimal.
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Reading(long Time, long Position, long Low, long High) : IComparable<Reading>
{
    public int CompareTo(Reading other) => Time != other.Time ? Time.CompareTo(other.Time) : Position.CompareTo(other.Position);

    // The time from this reading to a later one.
    public ulong Until(in Reading later) => (ulong)(later.Time - Time);
}
