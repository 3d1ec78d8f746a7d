using System.Numerics;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow;

// What an array's rows show of its buffers and children, wherever in them its first row lies.
internal static class ArrayParts
{
    // The type whose buffers a type has: of an extension, that of its storage.
    public static IArrowType StorageOf(IArrowType type) =>
        type is ExtensionType extension and not UnreadableType ? StorageOf(extension.StorageType) : type;

    // True for bytes or texts with offsets or views.
    public static bool HasBytes(IArrowType type) =>
        type is StringType or LargeStringType or StringViewType or BinaryType or LargeBinaryType or BinaryViewType;

    // For each type id of a union which child it means, −1 = none.
    public static sbyte[] ChildrenById(UnionType union)
    {
        sbyte[] children = new sbyte[128];
        Array.Fill(children, (sbyte)-1);
        for (int child = 0; child < union.TypeIds.Length; child++)
        {
            children[union.TypeIds[child]] = (sbyte)child;
        }

        return children;
    }

    extension(ArrayData data)
    {
        // The type whose buffers it has.
        public IArrowType Storage => StorageOf(data.DataType);

        // The number of null rows. Unions and runs have none of their own.
        public int Nulls => data.Storage switch
        {
            NullType => data.Length,
            UnionType or RunEndEncodedType => 0,
            _ => data.Buffers[0].IsEmpty ? 0 : data.GetNullCount(),
        };

        // True when a row is null.
        public bool IsNull(int row) =>
            data.Nulls != 0 && (data.Buffers.Length == 0 || !Bitmap.Get(data.Buffers[0].Span, data.Offset + row));

        // The bytes of one value of fixed width.
        public int ByteWidth => ((FixedWidthType)data.Storage).BitWidth / 8;

        // The bytes of all values of fixed width.
        public ReadOnlyMemory<byte> Values => data.Buffers[1].Memory.Slice(data.Offset * data.ByteWidth, data.Length * data.ByteWidth);

        // Where the bytes or lists of the rows lie: those of row i from offset i to offset i + 1.
        public ReadOnlySpan<TOffset> Offsets<TOffset>()
            where TOffset : unmanaged, IBinaryInteger<TOffset> =>
            data.Length == 0
                ? MemoryMarshal.Cast<byte, TOffset>(ArrowArrays.NoOffsets.Span)[..1]
                : MemoryMarshal.Cast<byte, TOffset>(data.Buffers[1].Span).Slice(data.Offset, data.Length + 1);

        // The views of the rows. What stands at a null row means nothing.
        public ReadOnlySpan<BinaryView> Views => MemoryMarshal.Cast<byte, BinaryView>(data.Buffers[1].Span).Slice(data.Offset, data.Length);

        // The bytes of a row: a value of fixed width, or bytes with offsets or views; none at a null row.
        public ReadOnlySpan<byte> BytesAt(int row)
        {
            if (data.IsNull(row))
            {
                return default;
            }

            switch (data.Storage)
            {
                case StringType or BinaryType:
                    ReadOnlySpan<int> offsets = data.Offsets<int>();
                    return data.Buffers[2].Span[offsets[row]..offsets[row + 1]];
                case LargeStringType or LargeBinaryType:
                    ReadOnlySpan<long> longOffsets = data.Offsets<long>();
                    return data.Buffers[2].Span[checked((int)longOffsets[row])..checked((int)longOffsets[row + 1])];
                case StringViewType or BinaryViewType:
                    ref readonly BinaryView view = ref data.Views[row];
                    return view.IsInline
                        ? data.Buffers[1].Span.Slice(((data.Offset + row) * ArrowArrays.ViewBytes) + sizeof(int), view.Length)
                        : data.Buffers[view.BufferIndex + 2].Span.Slice(view.BufferOffset, view.Length);
                default:
                    return data.Values.Span.Slice(row * data.ByteWidth, data.ByteWidth);
            }
        }

        // A row's place in the dictionary, as it is stored; a negative one as more than any dictionary has. At a null row it means nothing.
        public ulong CodeAt(int row)
        {
            ReadOnlySpan<byte> codes = data.Buffers[1].Span;
            int at = data.Offset + row;
            return ((DictionaryType)data.Storage).IndexType switch
            {
                Int32Type => (ulong)MemoryMarshal.Cast<byte, int>(codes)[at],
                Int8Type => (ulong)(sbyte)codes[at],
                Int16Type => (ulong)MemoryMarshal.Cast<byte, short>(codes)[at],
                Int64Type => (ulong)MemoryMarshal.Cast<byte, long>(codes)[at],
                UInt8Type => codes[at],
                UInt16Type => MemoryMarshal.Cast<byte, ushort>(codes)[at],
                UInt32Type => MemoryMarshal.Cast<byte, uint>(codes)[at],
                _ => MemoryMarshal.Cast<byte, ulong>(codes)[at],
            };
        }

        // A row's code as the number that it is stored as, for messages.
        public Int128 CodeNumberAt(int row) =>
            data.Storage is DictionaryType { IndexType: UInt64Type } ? data.CodeAt(row) : (long)data.CodeAt(row);

        // Of each child the rows that this array's rows are made of: of structs, lists of one size and sparse unions. Their offset counts
        // the rows of the children too.
        public ArrayData[] ShownChildren()
        {
            int size = data.Storage is FixedSizeListType list ? list.ListSize : 1;
            (int offset, int length) = (checked(data.Offset * size), checked(data.Length * size));
            return Array.ConvertAll(data.Children, child => offset == 0 && length == child.Length ? child : child.Slice(offset, length));
        }

        // The same rows over other children.
        public ArrayData With(ArrayData[] children) =>
            new(data.DataType, data.Length, data.NullCount, data.Offset, data.Buffers, children, data.Dictionary);

        // The run that a row belongs to.
        public int FindRun(int row)
        {
            (int low, int high) = (0, data.Children[0].Length - 1);
            while (low < high)
            {
                int middle = low + ((high - low) / 2);
                (low, high) = data.RunEnd(middle) > row ? (low, middle) : (middle + 1, high);
            }

            return low;
        }

        // The row behind the last of a run. Rows are counted from row 0 of the array without its offset.
        public long RunEnd(int run) => data.Children[0].EndOfRun(run);

        // Of the ends of runs, that of one.
        public long EndOfRun(int run) => data.DataType switch
        {
            Int16Type => MemoryMarshal.Cast<byte, short>(data.Values.Span)[run],
            Int32Type => MemoryMarshal.Cast<byte, int>(data.Values.Span)[run],
            _ => MemoryMarshal.Cast<byte, long>(data.Values.Span)[run],
        };
    }
}
