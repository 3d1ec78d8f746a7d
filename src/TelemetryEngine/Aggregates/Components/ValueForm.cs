using System.Runtime.CompilerServices;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Aggregates.Components;

// Values as 64 bits that are equal where the values are; of numbers, times and booleans also in the same order.
internal static class ValueForm
{
    private const ulong Sign = 1UL << 63;

    // Writes each row's form. In rows that are null it means nothing.
    // texts: Keeps texts, whose form is the code there; null for other columns.
    // forms: One for each row from the first on.
    public static void Write(in RowInput rows, int start, TextTranslation? texts, Span<ulong> forms)
    {
        switch (rows.Column.Layout)
        {
            case VectorLayout.Codes: Write(texts!.Of(rows.Column.Dictionary!), rows.Column.Codes.Slice(start, forms.Length), forms); break;
            case VectorLayout.Double or VectorLayout.Scaled: Write(rows.Doubles.Slice(start, forms.Length), forms); break;
            default: Write(rows.Longs.Slice(start, forms.Length), forms); break;
        }
    }

    // The form of an integer, a time or a boolean.
    public static ulong Of(long value) => (ulong)value ^ Sign;

    // The form of a float64: −0 is 0, and all NaNs are one value behind all others.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(double.IsNaN(value) ? BitConverter.UInt64BitsToDouble(0x7FF8UL << 48) : value + 0.0);
        return bits ^ ((ulong)((long)bits >> 63) | Sign);
    }

    // The integer, time or boolean of a form.
    public static long ToLong(ulong form) => (long)(form ^ Sign);

    // The float64 of a form.
    public static double ToDouble(ulong form) => BitConverter.UInt64BitsToDouble(form ^ ((ulong)((long)~form >> 63) | Sign));

    private static void Write(ReadOnlySpan<int> table, ReadOnlySpan<int> codes, Span<ulong> forms)
    {
        if (table.IsEmpty)
        {
            forms.Clear();
            return;
        }

        for (int row = 0; row < forms.Length; row++)
        {
            forms[row] = (uint)table[codes[row]];
        }
    }

    private static void Write(ReadOnlySpan<double> values, Span<ulong> forms)
    {
        for (int row = 0; row < forms.Length; row++)
        {
            forms[row] = Of(values[row]);
        }
    }

    private static void Write(ReadOnlySpan<long> values, Span<ulong> forms)
    {
        for (int row = 0; row < forms.Length; row++)
        {
            forms[row] = Of(values[row]);
        }
    }
}
