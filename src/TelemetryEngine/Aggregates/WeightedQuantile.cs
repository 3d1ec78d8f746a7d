using System.Numerics;
using System.Runtime.InteropServices;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Arithmetic;

namespace TelemetryEngine.Aggregates;

// The smallest value x for which the weights of all values up to x add up to p of the sum of all weights, or more: the inverse of the
// weighted distribution function (type 1 of Hyndman and Fan, 1996, with weights; NumPy's method inverted_cdf). NaN is last. Weights count
// as the decimals that they are written as, and are added exactly.
internal static class WeightedQuantile
{
    public static AggregateBinding Bind(AggregateCall call)
    {
        if (call.Inputs.Count != 2 || call.Parameters.Length != 1 || call.Texts.Count > 0)
        {
            throw new PlanException(
                $"{call.Name} takes a column, one of weights, and a number from 0 to 1, as in {call.Name}(price, kwh, 0.9)");
        }

        (AggregateInput x, AggregateInput w) = (call.Number(call.Inputs[0]), call.Number(call.Inputs[1]));
        long parts = ApproxQuantile.Point(call).Parts;
        ComponentPart part = new(
            new("weighted numbers", x.Ordinal, call.Filter, Second: w.Ordinal), static () => new WeightedLists());
        return new AggregateBinding(new ColumnType(ColumnKind.Float64), [part],
            (components, groups, result) => Finish(new Call(call.Name, w.Name, parts), (WeightedLists)components[0], groups, result));
    }

    private static void Finish(Call call, WeightedLists lists, ReadOnlySpan<int> groups, ColumnVector result)
    {
        WeightedValue[] room = [];
        for (int row = 0; row < groups.Length; row++)
        {
            int group = groups[row];
            double? quantile = null;
            if (lists.IsStored(group))
            {
                quantile = Of(call, () => Stored(lists, group));
            }
            else if (lists.Count(group) is > 0 and var count)
            {
                if (count > room.Length)
                {
                    room = GC.AllocateUninitializedArray<WeightedValue>((int)Math.Min(Math.Max(count, room.Length * 2L), Array.MaxLength));
                }

                lists.CopyTo(group, room.AsSpan(0, (int)count));
                room.AsSpan(0, (int)count).Sort();
                ArraySegment<WeightedValue> sorted = new(room, 0, (int)count);
                quantile = Of(call, () => sorted);
            }

            ResultValues.Write(quantile, row, groups.Length, result);
        }
    }

    private static IEnumerable<WeightedValue> Stored(WeightedLists lists, int group)
    {
        RecordMerge<ValueRecord<WeightedValue>> merge = lists.Open(group);
        while (merge.MoveNext())
        {
            yield return MemoryMarshal.Read<WeightedValue>(merge.Current);
        }
    }

    // sorted: The values in their order, each time that it is asked.
    private static double? Of(Call call, Func<IEnumerable<WeightedValue>> sorted)
    {
        DecimalUnit unit = new();
        foreach (WeightedValue value in sorted())
        {
            if (!(value.Weight >= 0) || double.IsInfinity(value.Weight))
            {
                throw new RunException(
                    $"{call.Function}: a weight in '{call.Weights}' is {value.Weight:R}, and weights are numbers from 0 on; leave such rows out with {Fix.Where}");
            }

            unit.Include(value.Weight);
        }

        return unit.IsNarrow ? First(call, sorted, unit.NarrowOf) : First(call, sorted, unit.WideOf);
    }

    private static double? First<TSum>(Call call, Func<IEnumerable<WeightedValue>> sorted, Func<double, TSum> weight)
        where TSum : struct, INumber<TSum>
    {
        TSum sum = TSum.Zero;
        foreach (WeightedValue value in sorted())
        {
            sum += weight(value.Weight);
        }

        // of whole numbers the first that is not below a fraction
        BigInteger parts = BigInteger.CreateChecked(sum) * call.Parts;
        TSum least = TSum.CreateChecked((parts + QuantilePoint.Whole - 1) / QuantilePoint.Whole);
        TSum before = TSum.Zero;
        foreach (WeightedValue value in sorted())
        {
            before += weight(value.Weight);
            if (value.Weight > 0 && before >= least)
            {
                return CanonicalDoubles.Of(value.Value);
            }
        }

        return null;
    }

    // What is asked for.
    // Parts: p in parts of QuantilePoint.Whole.
    private readonly record struct Call(string Function, string Weights, long Parts);
}
