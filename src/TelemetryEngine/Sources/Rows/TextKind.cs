using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;

namespace TelemetryEngine.Sources.Rows;

// Texts, and values that are shown as texts.
// text: The text of a value that is not null.
internal sealed class TextKind<TValue>(Func<TValue, string> text) : CellKind<TValue>
{
    private const int LeastBytes = 256;

    public override IArrowType Type => StringType.Default;

    public override IArrowArray Make(Cells<TValue> cells)
    {
        int rows = cells.Values.Length;
        int[] offsets = new int[rows + 1];
        byte[] data = new byte[Math.Max(LeastBytes, rows * 8)];
        int used = 0;
        for (int row = 0; row < rows; row++)
        {
            if (!cells.Nulls.IsNull(row))
            {
                string value = text(cells.Values[row]);
                Reserve(ref data, used, value, cells.Place, row);
                used += Encoding.UTF8.GetBytes(value, data.AsSpan(used));
            }

            offsets[row + 1] = used;
        }

        return ArrowArrays.Make(Type, rows, cells.Nulls.Count, cells.Nulls.Validity, ArrayBytes.Of(offsets), ArrayBytes.Of(data, 0, used));
    }

    private static void Reserve(ref byte[] data, int used, string value, CellPlace place, int row)
    {
        if (used + (3L * value.Length) <= data.Length)
        {
            return;
        }

        long needed = used + (long)Encoding.UTF8.GetByteCount(value);
        if (needed > Array.MaxLength)
        {
            throw place.Refused(row,
                "the texts of some thousand rows are longer than 2 GB, which are no values to compute with; leave the column out");
        }

        if (needed > data.Length)
        {
            Array.Resize(ref data, (int)Math.Min(Array.MaxLength, 2 * needed));
        }
    }
}
