using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Sources.Rows;

// Booleans, as bits.
internal sealed class BoolKind : CellKind<bool>
{
    public override IArrowType Type => BooleanType.Default;

    public override IArrowArray Make(Cells<bool> cells)
    {
        byte[] bits = new byte[Bitmap.ByteCount(cells.Values.Length)];
        for (int row = 0; row < cells.Values.Length; row++)
        {
            if (cells.Values[row])
            {
                Bitmap.Set(bits, row, true);
            }
        }

        return ArrowArrays.Make(Type, cells.Values.Length, cells.Nulls.Count, cells.Nulls.Validity, new ArrowBuffer(bits));
    }
}
