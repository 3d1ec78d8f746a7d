using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Columns;

// Shows vectors as Arrow arrays where they lie, for a writer that writes them at once: unlike VectorArrays nothing is copied but texts, and
// those to memory that is used again. Values keep their bits. The arrays are valid until their vector changes or the next array of that
// column is asked for.
internal sealed class VectorViews(int columns) : IDisposable
{
    private readonly AlignedMemory?[] _offsets = new AlignedMemory?[columns];
    private readonly AlignedMemory?[] _texts = new AlignedMemory?[columns];

    // The first rows of a vector as an array.
    // type: The array's type: as wide as the vector's values.
    public IArrowArray Show(int column, ColumnVector vector, IArrowType type, int rows)
    {
        ArrowBuffer validity = vector.HasNulls ? new ArrowBuffer(vector.ValidityMemory[..((rows + 7) / 8)]) : ArrowBuffer.Empty;
        return type switch
        {
            BooleanType =>
                ArrowArrays.Make(type, rows, vector.NullCount, validity, new ArrowBuffer(vector.ValueMemory[..((rows + 7) / 8)])),
            StringType => Strings(column, vector, validity, rows),
            LargeBinaryType => ArrowArrays.Make(
                type, rows, 0, validity, new ArrowBuffer(vector.ValueMemory[..((rows + 1) * sizeof(long))]),
                new ArrowBuffer(vector.BytesMemory[..(int)vector.Int64s[rows]])),
            FixedWidthType { BitWidth: 64 } =>
                ArrowArrays.Make(type, rows, vector.NullCount, validity, new ArrowBuffer(vector.ValueMemory[..(rows * sizeof(long))])),
            _ => throw new ArgumentException($"no vector shows as {ArrowNames.Of(type)}", nameof(type)),
        };
    }

    public void Dispose()
    {
        foreach (IDisposable? memory in _offsets.Concat(_texts))
        {
            memory?.Dispose();
        }
    }

    private IArrowArray Strings(int column, ColumnVector vector, ArrowBuffer validity, int rows)
    {
        TextDictionary? dictionary = vector.Dictionary;
        Memory<byte> offsetMemory = Room(ref _offsets[column], (rows + 1) * sizeof(int));
        Span<int> offsets = MemoryMarshal.Cast<byte, int>(offsetMemory.Span);
        offsets[0] = 0;
        for (int row = 0; row < rows; row++)
        {
            offsets[row + 1] = VectorArrays.TextEnd(offsets[row], vector.IsNull(row) ? 0 : dictionary![vector.Codes[row]].Length);
        }

        Memory<byte> data = Room(ref _texts[column], offsets[rows]);
        for (int row = 0; row < rows; row++)
        {
            if (!vector.IsNull(row))
            {
                dictionary![vector.Codes[row]].CopyTo(data.Span[offsets[row]..]);
            }
        }

        return ArrowArrays.Make(StringType.Default, rows, vector.NullCount, validity, new ArrowBuffer(offsetMemory), new ArrowBuffer(data));
    }

    private static Memory<byte> Room(ref AlignedMemory? memory, int bytes)
    {
        if (memory is null || memory.Length < bytes)
        {
            ((IDisposable?)memory)?.Dispose();
            memory = null;
            memory = new AlignedMemory(Math.Max(bytes, 1024));
        }

        return memory.Memory[..bytes];
    }
}
