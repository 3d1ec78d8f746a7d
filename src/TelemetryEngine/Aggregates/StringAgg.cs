using System.Runtime.InteropServices;
using System.Text;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates;

/// <summary>The values as texts, joined by (time, position in the input).</summary>
internal static class StringAgg
{
    // a list of bytes can't grow beyond what an array holds
    private const long MostBytes = 1 << 30;

    public static AggregateBinding Bind(AggregateCall call)
    {
        if (call.Inputs.Count != 1 || call.Parameters.Length != 0 || call.Texts.Count > 1)
        {
            throw new PlanException($"{call.Name} takes one column, and a separator in quotes, as in {call.Name}(status, '; ')");
        }

        AggregateInput input = call.Inputs[0];
        byte[] separator = Encoding.UTF8.GetBytes(call.Texts.Count == 0 ? "," : call.Texts[0]);
        return new AggregateBinding(
            new ColumnType(ColumnKind.Utf8),
            [PlacedValues.Part(input, call.Filter)],
            (parts, groups, result) => Finish(input, separator, (PlacedValues)parts[0], groups, result));
    }

    private static void Finish(AggregateInput input, byte[] separator, PlacedValues values, ReadOnlySpan<int> groups, Vector result)
    {
        long bytes = 0;
        List<byte> text = [];
        PlacedValue[] room = [];
        for (int row = 0; row < groups.Length; row++)
        {
            long count = values.Count(groups[row]);
            if (count == 0)
            {
                result.SetNull(row, groups.Length);
                continue;
            }

            if (count > room.Length)
            {
                room = new PlacedValue[Fitting(input, Math.Max(count, Math.Min(room.Length * 2L, MostBytes)))];
            }

            Span<PlacedValue> own = room.AsSpan(0, (int)count);
            values.CopyTo(groups[row], own);
            own.Sort();
            text.Clear();
            Join(input, own, values, separator, text);
            bytes = Fitting(input, bytes + text.Count);
            result.Codes[row] = result.Dictionary!.GetOrAdd(CollectionsMarshal.AsSpan(text));
        }
    }

    private static void Join(AggregateInput input, ReadOnlySpan<PlacedValue> own, PlacedValues values, byte[] separator, List<byte> text)
    {
        ValueText? form = ValueText.For(input.Type, own);
        Span<byte> cell = stackalloc byte[ValueText.MaxBytes];
        for (int i = 0; i < own.Length; i++)
        {
            ReadOnlySpan<byte> value = form is null ? values.TextOf(own[i].Value) : cell[..form.Write(own[i].Value, cell)];
            Fitting(input, (long)text.Count + separator.Length + value.Length);
            text.AddRange(i > 0 ? separator : []);
            text.AddRange(value);
        }
    }

    private static int Fitting(AggregateInput input, long bytes) => bytes <= MostBytes
        ? (int)bytes
        : throw new RunException($"string_agg({input.Name}): its texts are more than a result can hold; use a shorter window or more keys, or filter with --where");
}
