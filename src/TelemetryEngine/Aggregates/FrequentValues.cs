using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

// Counts of different values: how many there are, and what mode and top share, values ranked by how often they occur, of equally frequent
// ones the smaller first.
internal static class FrequentValues
{
    // How many different values there are.
    public static AggregateBinding CountDistinct(AggregateCall call) =>
        new(new ColumnType(ColumnKind.Int64), [ValueCountColumn.Part(call.Single(), call.Filter)], static (parts, groups, result) =>
        {
            var values = (ValueCountColumn)parts[0];
            for (int row = 0; row < groups.Length; row++)
            {
                result.Int64s[row] = values.CountOf(groups[row]);
            }
        });

    // The value that occurs most often; of equally frequent ones the smallest.
    public static AggregateBinding Mode(AggregateCall call) => Bind(call.Single(), call.Filter, [""]);

    // A column for each rank, from the most frequent value on.
    public static AggregateBinding Bind(AggregateInput input, int filter, IReadOnlyList<string> suffixes)
    {
        ColumnType type = ResultValues.TypeOf(input.Type);
        IEnumerable<AggregateColumn> columns = suffixes.Select((suffix, rank) =>
            new AggregateColumn(suffix, type, (parts, groups, result) => Finish(rank, parts, groups, result)));
        return new AggregateBinding([ValueCountColumn.Part(input, filter)], [.. columns]);
    }

    private static void Finish(int rank, ReadOnlySpan<Component> parts, ReadOnlySpan<int> groups, ColumnVector result)
    {
        var counts = (ValueCountColumn)parts[0];
        ValueCount[] room = [];
        for (int row = 0; row < groups.Length; row++)
        {
            if (counts.IsLarge(groups[row]))
            {
                SetRanked(counts.Best(groups[row], rank), result, row, groups.Length);
                continue;
            }

            Span<ValueCount> values = counts.Values(groups[row], ref room);
            if (rank >= values.Length)
            {
                result.SetNull(row, groups.Length);
                continue;
            }

            Selection.Select(values, rank, new MoreOften(counts));
            Set(counts, values[rank].Value, result, row);
        }
    }

    private static void SetRanked(RankedValue? value, ColumnVector result, int row, int rows)
    {
        switch (value)
        {
            case null: result.SetNull(row, rows); break;
            case { Text: { } text }: result.Codes[row] = result.Dictionary!.GetOrAdd(text); break;
            case { } number: SetNumber(number.Value, result, row); break;
        }
    }

    private static void Set(ValueCountColumn counts, ulong value, ColumnVector result, int row)
    {
        if (result.Layout == VectorLayout.Codes)
        {
            ResultValues.Set(result, row, counts.TextOf(value));
        }
        else
        {
            SetNumber(value, result, row);
        }
    }

    private static void SetNumber(ulong value, ColumnVector result, int row)
    {
        switch (result.Layout)
        {
            case VectorLayout.Double: ResultValues.Set(result, row, ValueForm.ToDouble(value)); break;
            default: ResultValues.Set(result, row, ValueForm.ToLong(value)); break;
        }
    }

    private readonly struct MoreOften(ValueCountColumn counts) : IOrder<ValueCount>
    {
        public bool Precedes(in ValueCount left, in ValueCount right) =>
            left.Count != right.Count ? left.Count > right.Count : counts.Compare(left.Value, right.Value) < 0;
    }
}
