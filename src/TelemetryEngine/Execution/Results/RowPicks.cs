using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Sorting;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Execution.Results;

// Which rows of several sources, such as batches, are the rows of a new array. Sources are gone through one after the other. Several
// threads may use it.
internal sealed class RowPicks
{
    private readonly int[] _rows;
    private readonly int[] _bySource;
    private readonly int[] _starts;

    // sources: How many sources there are.
    // sourceOf: For each row the source that it comes from.
    // rows: For each row its place there.
    public RowPicks(int sources, ReadOnlySpan<int> sourceOf, int[] rows)
    {
        _rows = rows;
        _bySource = CountingSort.Places(sourceOf, sources, out _starts);
    }

    // The number of rows.
    public int Length => _rows.Length;

    // How many sources there are.
    public int Sources => _starts.Length - 1;

    // The rows that come from a source, in order.
    public ReadOnlySpan<int> Of(int source) => _bySource.AsSpan(_starts[source].._starts[source + 1]);

    // The place of a row in its source.
    public int PlaceOf(int row) => _rows[row];

    // The rows of a column; null where its type has codes or parts.
    // arrays: The column in each source.
    // throws RunException: Its texts are more than one array can hold.
    public IArrowArray? Take(IArrowType type, IReadOnlyList<IArrowArray> arrays) => type switch
    {
        StringType => Texts(arrays),
        BooleanType => Bools(type, arrays),
        DictionaryType or NestedType or ExtensionType or NullType => null,
        FixedWidthType { BitWidth: 8 } => Values<byte>(type, arrays),
        FixedWidthType { BitWidth: 16 } => Values<short>(type, arrays),
        FixedWidthType { BitWidth: 32 } => Values<int>(type, arrays),
        FixedWidthType { BitWidth: 64 } => Values<long>(type, arrays),
        _ => null,
    };

    // The bits of validity of the rows; empty where none is null.
    public ArrowBuffer Validity(IReadOnlyList<IArrowArray> arrays, out int nulls)
    {
        nulls = 0;
        for (int source = 0; source < Sources; source++)
        {
            ReadOnlySpan<int> rows = arrays[source].NullCount == 0 ? [] : Of(source);
            foreach (int row in rows)
            {
                nulls += arrays[source].IsNull(_rows[row]) ? 1 : 0;
            }
        }

        return nulls == 0 ? ArrowBuffer.Empty : Bits(arrays, static (array, row) => array.IsValid(row));
    }

    private ArrowBuffer Bits(IReadOnlyList<IArrowArray> arrays, Func<IArrowArray, int, bool> isSet)
    {
        Memory<byte> memory = PinnedMemory.Allocate(Bitmap.ByteCount(Length));
        Span<byte> bits = memory.Span;
        bits.Clear();
        for (int source = 0; source < Sources; source++)
        {
            foreach (int row in Of(source))
            {
                bits[row >> 3] |= (byte)((isSet(arrays[source], _rows[row]) ? 1 : 0) << (row & 7));
            }
        }

        return new ArrowBuffer(memory);
    }

    private IArrowArray Bools(IArrowType type, IReadOnlyList<IArrowArray> arrays)
    {
        ArrowBuffer validity = Validity(arrays, out int nulls);
        return ArrowArrays.Make(
            type, Length, nulls, validity, Bits(arrays, static (array, row) => ((BooleanArray)array).GetValue(row) == true));
    }

    private IArrowArray Values<T>(IArrowType type, IReadOnlyList<IArrowArray> arrays)
        where T : unmanaged
    {
        Memory<byte> memory = PinnedMemory.Allocate(Length * Unsafe.SizeOf<T>());
        Span<T> values = MemoryMarshal.Cast<byte, T>(memory.Span);
        for (int source = 0; source < Sources; source++)
        {
            ReadOnlySpan<int> rows = Of(source);
            ReadOnlySpan<T> of = rows.IsEmpty
                ? []
                : MemoryMarshal.Cast<byte, T>(arrays[source].Data.Buffers[1].Span)[arrays[source].Offset..];
            foreach (int row in rows)
            {
                values[row] = of[_rows[row]];
            }
        }

        ArrowBuffer validity = Validity(arrays, out int nulls);
        return ArrowArrays.Make(type, Length, nulls, validity, new ArrowBuffer(memory));
    }

    private IArrowArray Texts(IReadOnlyList<IArrowArray> arrays)
    {
        Memory<byte> offsetMemory = PinnedMemory.Allocate((Length + 1) * sizeof(int));
        Span<int> offsets = MemoryMarshal.Cast<byte, int>(offsetMemory.Span);
        offsets[0] = 0;
        for (int source = 0; source < Sources; source++)
        {
            foreach (int row in Of(source))
            {
                offsets[row + 1] = TextAt(arrays[source], _rows[row]).Length;
            }
        }

        for (int row = 0; row < Length; row++)
        {
            offsets[row + 1] = VectorArrays.TextEnd(offsets[row], offsets[row + 1]);
        }

        Memory<byte> data = PinnedMemory.Allocate(offsets[Length]);
        Span<byte> bytes = data.Span;
        for (int source = 0; source < Sources; source++)
        {
            foreach (int row in Of(source))
            {
                TextAt(arrays[source], _rows[row]).CopyTo(bytes[offsets[row]..]);
            }
        }

        ArrowBuffer validity = Validity(arrays, out int nulls);
        return ArrowArrays.Make(StringType.Default, Length, nulls, validity, new ArrowBuffer(offsetMemory), new ArrowBuffer(data));
    }

    private static ReadOnlySpan<byte> TextAt(IArrowArray array, int row) =>
        array.IsNull(row) ? default : ((StringArray)array).GetBytes(row);
}
