using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Aggregates;

/// <summary>Makes numbers of some groups.</summary>
/// <param name="groups">The groups.</param>
/// <param name="counts">How many values each has; 1 in place of 0, where the number does not count. Nobody reads it afterwards.</param>
/// <param name="numbers">As many numbers.</param>
internal delegate void FinishNumbers(ReadOnlySpan<int> groups, Span<long> counts, Span<double> numbers);

/// <summary>Writes results that are values of the input, as min, max, first and last are.</summary>
internal static class ResultValues
{
    private const int GroupsAtOnce = 64;

    /// <summary>The type of a value that leaves the engine: decimals as float64, dictionaries as text.</summary>
    public static ColumnType TypeOf(ColumnType input) => input.Kind switch
    {
        ColumnKind.Decimal => new ColumnType(ColumnKind.Float64),
        ColumnKind.Dictionary => new ColumnType(ColumnKind.Utf8),
        _ => input,
    };

    /// <summary>Writes each group's value, or null when its count is 0.</summary>
    public static void Write<TValue>(Component count, ReadOnlySpan<int> groups, Vector result, Func<int, TValue> value)
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

    /// <summary>Writes each group's number, or null when its count is 0; all of the groups at once.</summary>
    public static void Write(NumberSummary summary, ReadOnlySpan<int> groups, Vector result, FinishNumbers finish)
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

    /// <summary>Writes a number, or null.</summary>
    public static void Write(double? value, int row, int rows, Vector result)
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

    /// <summary>Writes a value.</summary>
    public static void Set<TValue>(Vector result, int row, TValue value)
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
