using System.Globalization;
using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Aggregates;

/// <summary>Values that are no texts in the text form that results have: the shortest number that reads back, times as ISO-8601 in UTC.</summary>
internal sealed class ValueText
{
    /// <summary>Room that any value fits in.</summary>
    public const int MaxBytes = 64;

    private readonly ColumnType _type;
    private readonly int _fractionDigits;

    private ValueText(ColumnType type, int fractionDigits) => (_type, _fractionDigits) = (type, fractionDigits);

    /// <summary>The form for values of a column that are shown together: times with the fewest of 0, 3, 6, 9 fraction digits that show all of them. Null for texts.</summary>
    public static ValueText? For(ColumnType type, ReadOnlySpan<PlacedValue> values)
    {
        int digits = 0;
        if (type.Kind == ColumnKind.Timestamp)
        {
            foreach (PlacedValue value in values)
            {
                digits = Math.Max(digits, TimestampWriter.FractionDigitsNeeded([ValueForm.ToLong(value.Value)], type.Unit.TicksPerSecond()));
            }
        }

        return type.IsText ? null : new ValueText(type, digits);
    }

    /// <summary>The form of the two that shows more fraction digits.</summary>
    public ValueText Wider(ValueText other) => other._fractionDigits > _fractionDigits ? other : this;

    /// <summary>Writes a value.</summary>
    /// <param name="form">The value in its <see cref="ValueForm"/>.</param>
    /// <param name="target">At least <see cref="MaxBytes"/> bytes.</param>
    /// <returns>The bytes written.</returns>
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
