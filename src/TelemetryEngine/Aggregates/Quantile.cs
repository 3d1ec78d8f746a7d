using System.Runtime.InteropServices;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Aggregates;

// The exact p-quantile, interpolated linearly between the two values around p × (n − 1) (type 7 of Hyndman and Fan, 1996), NaN last.
// Quantiles of one column share its list of values.
internal static class Quantile
{
    public static AggregateBinding Bind(AggregateCall call)
    {
        (AggregateInput input, QuantilePoint point) = ApproxQuantile.Arguments(call);
        return Bind(input, call.Filter, point);
    }

    // The quantile at 0.5.
    public static AggregateBinding Median(AggregateCall call) => Bind(call.SingleNumber(), call.Filter, new QuantilePoint(0.5));

    private static AggregateBinding Bind(AggregateInput input, int filter, QuantilePoint point)
    {
        Interpolation between = new(input.Type);
        ComponentPart part = new(new("numbers", input.Ordinal, filter), static () => new NumberLists());
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), [part],
            (parts, groups, result) => Finish(point, between, parts, groups, result));
    }

    // The quantile of values, which are moved.
    // between: What lies between two of them.
    private static double Of(Span<double> values, QuantilePoint point, Interpolation between)
    {
        (long rank, long parts) = point.Place(values.Length);
        Span<double> numbers = values[..MoveNaNsBehind(values)];
        bool isBetween = parts > 0;
        if (rank + (isBetween ? 1 : 0) >= numbers.Length)
        {
            return double.NaN;
        }

        Selection.Select(numbers, (int)rank, default(Rising));
        double lower = numbers[(int)rank];
        return isBetween ? between.Of(lower, Smallest(numbers[((int)rank + 1)..]), parts) : lower;
    }

    // The quantile of values that come from a disk.
    // count: How many; at least one.
    // between: What lies between two of them.
    private static double Of(RecordMerge<ValueRecord<double>> values, long count, QuantilePoint point, Interpolation between)
    {
        (long rank, long parts) = point.Place(count);
        bool isBetween = parts > 0;
        long ahead = -1;
        double lower = double.NaN;
        while (values.MoveNext())
        {
            double value = MemoryMarshal.Read<double>(values.Current);
            if (double.IsNaN(value))
            {
                continue;
            }

            ahead++;
            if (ahead == rank && !isBetween)
            {
                return value;
            }

            if (ahead == rank)
            {
                lower = value;
            }
            else if (ahead == rank + 1)
            {
                return between.Of(lower, value, parts);
            }
        }

        return double.NaN;
    }

    private static void Finish(
        QuantilePoint point, Interpolation between, ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, ColumnVector result)
    {
        var lists = (NumberLists)parts[0];
        double[] values = [];
        for (int row = 0; row < groups.Length; row++)
        {
            long count = lists.Count(groups[row]);
            if (count == 0)
            {
                result.SetNull(row, groups.Length);
                continue;
            }

            if (lists.IsStored(groups[row]))
            {
                result.Doubles[row] = CanonicalDoubles.Of(Of(lists.Open(groups[row]), count, point, between));
                continue;
            }

            if (count > values.Length)
            {
                values = GC.AllocateUninitializedArray<double>(Room(count, values.Length));
            }

            Span<double> own = values.AsSpan(0, (int)count);
            lists.CopyTo(groups[row], own);
            result.Doubles[row] = CanonicalDoubles.Of(Of(own, point, between));
        }
    }

    private static int Room(long count, int length) => count <= Array.MaxLength
        ? (int)Math.Min(Math.Max(count, length * 2L), Array.MaxLength)
        : throw new RunException(
            $"a group has {count} values, more than an exact quantile can be taken of; approx_quantile takes any number");

    private static int MoveNaNsBehind(Span<double> values)
    {
        int numbers = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            values[i] = values[numbers];
            values[numbers] = value;
            numbers += double.IsNaN(value) ? 0 : 1;
        }

        return numbers;
    }

    private static double Smallest(ReadOnlySpan<double> values)
    {
        double smallest = values[0];
        foreach (double value in values)
        {
            smallest = value < smallest ? value : smallest;
        }

        return smallest;
    }

    private readonly struct Rising : IOrder<double>
    {
        public bool Precedes(in double left, in double right) => left < right;
    }
}
