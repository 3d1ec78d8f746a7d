using System.Buffers.Text;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Formats.Times;

// Values of vectors as the texts that they would have in a file.
internal static class CellText
{
    // True for types whose values may be times.
    public static bool Has(ColumnType type) => type.IsInteger || type.IsText || type.Kind is ColumnKind.Float64 or ColumnKind.Float32;

    // The text of a value that is not null; valid until the next call with the same memory.
    public static ReadOnlySpan<byte> Of(ColumnVector vector, int row, ref byte[] scratch)
    {
        int length;
        switch (vector.Layout)
        {
            case VectorLayout.Codes:
                return vector.Dictionary![vector.Codes[row]];
            case VectorLayout.Double:
                Utf8Formatter.TryFormat(vector.Doubles[row], scratch, out length);
                return scratch.AsSpan(0, length);
            default:
                Utf8Formatter.TryFormat(vector.Int64s[row], scratch, out length);
                return scratch.AsSpan(0, length);
        }
    }
}
