using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Aggregates;

// Makes numbers of some groups.
// counts: How many values each has; 1 in place of 0, where the number does not count. It is not read afterwards.
internal delegate void FinishNumbers(ReadOnlySpan<int> groups, Span<long> counts, Span<double> numbers);

// Writes results that are values of the input, as min, max, first and last are.
internal static class ResultValues
{
    private const int GroupsAtOnce = 64;

    // The type of a value that leaves the engine: decimals as float64, dictionaries as text.
    public static ColumnType TypeOf(ColumnType input) => input.Kind switch
    {
        ColumnKind.Decimal => new ColumnType(ColumnKind.Float64),
        ColumnKind.Dictionary => new ColumnType(ColumnKind.Utf8),
        _ => input,
    };

    // Writes each group's value, or null when its count is 0.
    public static void Write<TValue>(Component count, ReadOnlySpan<int> groups, ColumnVector result, Func<int, TValue> value)
    {
        var counts = (ICount)count;
        for (int row = 0; row < groups.Length; row++)
        {
            if (counts.CountOf(groups[row]) == 0)
            {
                result.SetNull(row, groups.Length);
            }
            else
            {
                Set(result, row, value(groups[row]));
            }
        }
    }

    // Writes each group's number, or null when its count is 0; all of the groups at once.
    public static void Write(NumberSummary summary, ReadOnlySpan<int> groups, ColumnVector result, FinishNumbers finish)
    {
        Span<long> counts = stackalloc long[GroupsAtOnce];
        for (int start = 0; start < groups.Length; start += GroupsAtOnce)
        {
            int length = Math.Min(GroupsAtOnce, groups.Length - start);
            ReadOnlySpan<int> some = groups.Slice(start, length);
            summary.CountsOf(some, counts[..length]);
            ulong empty = 0;
            for (int i = 0; i < length; i++)
            {
                empty |= counts[i] == 0 ? 1UL << i : 0;
                counts[i] = Math.Max(counts[i], 1);
            }

            finish(some, counts[..length], result.Doubles.Slice(start, length));
            for (int row = start; empty != 0; row++, empty >>= 1)
            {
                if ((empty & 1) != 0)
                {
                    result.SetNull(row, groups.Length);
                }
            }
        }
    }

    // Writes a number, or null.
    public static void Write(double? value, int row, int rows, ColumnVector result)
    {
        if (value is { } number)
        {
            result.Doubles[row] = CanonicalDoubles.Of(number);
        }
        else
        {
            result.SetNull(row, rows);
        }
    }

    // Writes a value.
    public static void Set<TValue>(ColumnVector result, int row, TValue value)
    {
        switch (value)
        {
            case double number:
                result.Doubles[row] = CanonicalDoubles.Of(number);
                break;
            case long bit when result.Layout == VectorLayout.Bits:
                result.Bits[row >> 3] = (byte)((result.Bits[row >> 3] & ~(1 << (row & 7))) | ((int)bit << (row & 7)));
                break;
            case long number:
                result.Int64s[row] = number;
                break;
            case Text text:
                TextValues.Save(text, row, result);
                break;
        }
    }
}
