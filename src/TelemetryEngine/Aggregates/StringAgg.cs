using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Aggregates;

// The values as texts, joined by (time, position in the input).
internal static class StringAgg
{
    // an array can't hold many more
    private const long MostValues = 1 << 30;

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

    private static void Finish(AggregateInput input, byte[] separator, PlacedValues values, ReadOnlySpan<int> groups, ColumnVector result)
    {
        long bytes = 0;
        long most = result.MostTextBytes;
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

            text.Clear();
            if (values.IsStored(groups[row]))
            {
                JoinStored(input, groups[row], values, separator, text, most - bytes);
            }
            else
            {
                Join(input, InOrder(groups[row], count, values, ref room), values, separator, text, most - bytes);
            }

            bytes += text.Count;
            result.Codes[row] = result.Dictionary!.GetOrAdd(CollectionsMarshal.AsSpan(text));
        }
    }

    private static Span<PlacedValue> InOrder(int group, long count, PlacedValues values, ref PlacedValue[] room)
    {
        if (count > room.Length)
        {
            room = new PlacedValue[(int)Math.Max(count, Math.Min(room.Length * 2L, MostValues))];
        }

        Span<PlacedValue> own = room.AsSpan(0, (int)count);
        values.CopyTo(group, own);
        own.Sort();
        return own;
    }

    private static void Join(
        AggregateInput input, ReadOnlySpan<PlacedValue> own, PlacedValues values, byte[] separator, List<byte> text, long most)
    {
        ValueText? form = ValueText.For(input.Type, own);
        Span<byte> cell = stackalloc byte[ValueText.MaxBytes];
        for (int i = 0; i < own.Length; i++)
        {
            ReadOnlySpan<byte> value = form is null ? ((PlacedTexts)values).TextOf(own[i].Value) : cell[..form.Write(own[i].Value, cell)];
            Append(input, value, i > 0 ? separator : [], text, most);
        }
    }

    private static void JoinStored(AggregateInput input, int group, PlacedValues values, byte[] separator, List<byte> text, long most)
    {
        ReadOnlySpan<byte> before = [];
        if (input.Type.IsText)
        {
            RecordMerge<PlacedText> texts = ((PlacedTexts)values).OpenTexts(group);
            for (; texts.MoveNext(); before = separator)
            {
                Append(input, PlacedText.TextOf(texts.Current), before, text, most);
            }

            return;
        }

        ValueText form = FormOf(input.Type, values, group);
        Span<byte> cell = stackalloc byte[ValueText.MaxBytes];
        RecordMerge<ValueRecord<PlacedValue>> numbers = values.Open(group);
        for (; numbers.MoveNext(); before = separator)
        {
            Append(input, cell[..form.Write(MemoryMarshal.Read<PlacedValue>(numbers.Current).Value, cell)], before, text, most);
        }
    }

    // times that are shown together have as many digits as the one that needs most
    private static ValueText FormOf(ColumnType type, PlacedValues values, int group)
    {
        PlacedValue[] one = new PlacedValue[1];
        ValueText form = ValueText.For(type, [])!;
        RecordMerge<ValueRecord<PlacedValue>>? all = type.Kind == ColumnKind.Timestamp ? values.Open(group) : null;
        while (all is not null && all.MoveNext())
        {
            one[0] = MemoryMarshal.Read<PlacedValue>(all.Current);
            form = form.Wider(ValueText.For(type, one)!);
        }

        return form;
    }

    private static void Append(AggregateInput input, ReadOnlySpan<byte> value, ReadOnlySpan<byte> before, List<byte> text, long most)
    {
        if ((long)text.Count + before.Length + value.Length > most)
        {
            throw new RunException(
                $"string_agg({input.Name}): its texts are more than a batch of the result can hold in the memory allowed; use a shorter window or more keys, filter with {Fix.Where}, or allow more with {Fix.Memory}");
        }

        text.AddRange(before);
        text.AddRange(value);
    }
}

// Values that are no texts in the text form that results have: the shortest number that reads back, times as ISO-8601 in UTC.
internal sealed class ValueText
{
    // Room that any value fits in.
    public const int MaxBytes = 64;

    private readonly ColumnType _type;
    private readonly int _fractionDigits;

    private ValueText(ColumnType type, int fractionDigits) => (_type, _fractionDigits) = (type, fractionDigits);

    // The form for values of a column that are shown together: times with the fewest of 0, 3, 6, 9 fraction digits that show all of them.
    // Null for texts.
    public static ValueText? For(ColumnType type, ReadOnlySpan<PlacedValue> values)
    {
        int digits = 0;
        if (type.Kind == ColumnKind.Timestamp)
        {
            foreach (PlacedValue value in values)
            {
                digits = Math.Max(digits,
                    TimestampWriter.FractionDigitsNeeded([ValueForm.ToLong(value.Value)], type.Unit.TicksPerSecond()));
            }
        }

        return type.IsText ? null : new ValueText(type, digits);
    }

    // The form of the two that shows more fraction digits.
    public ValueText Wider(ValueText other) => other._fractionDigits > _fractionDigits ? other : this;

    // Writes a value.
    // form: The value in its ValueForm.
    // returns: The bytes written.
    public int Write(ulong form, Span<byte> target)
    {
        switch (_type.Kind)
        {
            case ColumnKind.Bool:
                ReadOnlySpan<byte> text = ValueForm.ToLong(form) != 0 ? "true"u8 : "false"u8;
                text.CopyTo(target);
                return text.Length;
            case ColumnKind.Float32:
                ((float)ValueForm.ToDouble(form)).TryFormat(target, out int written, "R", CultureInfo.InvariantCulture);
                return written;
            case ColumnKind.Float64 or ColumnKind.Decimal:
                return NumberWriter.Write(ValueForm.ToDouble(form), target);
            case ColumnKind.Timestamp:
                return TimestampWriter.Write(ValueForm.ToLong(form), _type.Unit.TicksPerSecond(), _fractionDigits, null, target);
            default:
                return NumberWriter.Write(ValueForm.ToLong(form), target);
        }
    }
}
