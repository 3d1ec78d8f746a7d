using System.Numerics;
using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Csv;
using TelemetryEngine.Kernels.Text;
using ColumnVector = TelemetryEngine.Columns.ColumnVector;

namespace TelemetryEngine.Formats.Csv;

// Integers of 32 or 64 bits.
internal readonly struct IntegerReader(ColumnKind kind) : IFieldReader
{
    private readonly long _max = kind == ColumnKind.Int32 ? int.MaxValue : long.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> text, out long value) =>
        Int64Text.TryParse(text, out value) == NumberStatus.Ok && value <= _max && value >= ~_max;

    public bool TryReadRare(ReadOnlySpan<byte> text, ColumnVector vector, int row, out long value)
    {
        value = 0;
        return false;
    }

    public MessageText Explain(string column, ReadOnlySpan<byte> text)
    {
        string type = kind == ColumnKind.Int32 ? "int32" : "int64";
        NumberStatus status = Int64Text.TryParse(text, out _);
        return FieldErrors.NotInteger(column, text, type, status is NumberStatus.Ok or NumberStatus.OutOfRange);
    }

    public NumberLayout? Layout(FieldPlace field) => kind == ColumnKind.Int64 ? NumberLayout.Integers(field.Index, field.IsLast) : null;

    public bool TakesWritten => true;
}

// Decimal numbers at the column's scale; those that need more digits go to ColumnVector.Wide.
internal readonly struct DecimalReader(byte separator, int scale) : IFieldReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> text, out long value) =>
        DecimalText.TryParse(text, separator, scale, out value) == NumberStatus.Ok;

    public bool TryReadRare(ReadOnlySpan<byte> text, ColumnVector vector, int row, out long value)
    {
        value = 0;
        NumberStatus status = DecimalText.ParseWide(text, separator, out BigInteger mantissa, out int digits, out double notFinite);
        if (status is not (NumberStatus.Wide or NumberStatus.NotFinite))
        {
            return false;
        }

        vector.Wide.Add(new WideValue(row, mantissa, digits, notFinite));
        return true;
    }

    public MessageText Explain(string column, ReadOnlySpan<byte> text) => FieldErrors.NotNumber(text, separator);

    public NumberLayout? Layout(FieldPlace field) => NumberLayout.Decimals(field.Index, field.IsLast, separator, scale);

    public bool TakesWritten => true;
}

// Binary floating-point numbers: the nearest double to the text, and for float32 the nearest float32 to that.
internal readonly struct DoubleReader(byte separator, bool isSingle) : IFieldReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> text, out long value)
    {
        NumberStatus status = DoubleText.TryParse(text, separator, out double number);
        double stored = isSingle ? (float)number : number;
        value = BitConverter.DoubleToInt64Bits(stored);
        return status == NumberStatus.Ok ? double.IsFinite(stored) : status == NumberStatus.NotFinite;
    }

    public bool TryReadRare(ReadOnlySpan<byte> text, ColumnVector vector, int row, out long value)
    {
        value = 0;
        return false;
    }

    public MessageText Explain(string column, ReadOnlySpan<byte> text) =>
        isSingle && DoubleText.TryParse(text, separator, out _) == NumberStatus.Ok
        ? FieldErrors.NotSingle(column, text)
        : FieldErrors.NotNumber(text, separator);

    public NumberLayout? Layout(FieldPlace field) => null;

    public bool TakesWritten => true;
}

// Integers of a key, whose type was inferred. A number that is written in another way than an int64 is printed may be another key than
// that, so it is refused.
internal readonly struct KeyIntegerReader : IFieldReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> text, out long value) =>
        Int64Text.TryParse(text, out value) == NumberStatus.Ok && IsCanonical(text, value);

    public bool TryReadRare(ReadOnlySpan<byte> text, ColumnVector vector, int row, out long value)
    {
        value = 0;
        return false;
    }

    public MessageText Explain(string column, ReadOnlySpan<byte> text) => FieldErrors.NotKey(column, text);

    public NumberLayout? Layout(FieldPlace field) => null;

    public bool TakesWritten => false;

    private static bool IsCanonical(ReadOnlySpan<byte> text, long value)
    {
        int sign = text[0] == '-' ? 1 : 0;
        return text[0] != '+' && (text[sign] != '0' || (value == 0 && text.Length == 1));
    }
}
