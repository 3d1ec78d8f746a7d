using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow.Ipc;

/// <summary>Which buffers an array puts into a message. Buffers go out as they lie in memory; only bitmaps and text offsets of a slice that
/// does not
/// start at a border are rewritten.</summary>
internal static class ArrayEncoder
{
    public static void Add(BodyBuilder body, ArrowArray array)
    {
        body.AddNode(array.Length, array.NullCount);
        body.AddBuffer(array.NullCount == 0 ? default : Bits(array.ValidityBuffer, array));
        switch (array)
        {
            case PrimitiveArray<int> values: AddValues(body, values); break;
            case PrimitiveArray<long> values: AddValues(body, values); break;
            case PrimitiveArray<float> values: AddValues(body, values); break;
            case PrimitiveArray<double> values: AddValues(body, values); break;
            case DictionaryArray dictionary: AddValues(body, dictionary.Indices); break;
            case BooleanArray bits: body.AddBuffer(Bits(bits.ValueBuffer, bits)); break;
            case StringArray texts: AddTexts(body, texts); break;
            default: throw new NotSupportedException($"an array of {array.DataType} can't be written");
        }
    }

    private static void AddValues<T>(BodyBuilder body, PrimitiveArray<T> array)
        where T : unmanaged
    {
        int width = Unsafe.SizeOf<T>();
        body.AddBuffer(array.ValueBuffer.Memory.Slice(array.Offset * width, array.Length * width));
    }

    private static void AddTexts(BodyBuilder body, StringArray array)
    {
        ReadOnlySpan<int> offsets = array.Offsets;
        int first = offsets[0];
        if (first == 0)
        {
            body.AddBuffer(array.OffsetBuffer.Memory.Slice(array.Offset * sizeof(int), offsets.Length * sizeof(int)));
        }
        else
        {
            byte[] rebased = GC.AllocateUninitializedArray<byte>(offsets.Length * sizeof(int));
            Span<int> target = MemoryMarshal.Cast<byte, int>(rebased.AsSpan());
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = offsets[i] - first;
            }

            body.AddBuffer(rebased);
        }

        body.AddBuffer(array.DataBuffer.Memory[first..offsets[^1]]);
    }

    /// <summary>The array's bits from bit 0 on, with zeros behind the last: the same rows are the same bytes, wherever they were cut
    /// from.</summary>
    private static ReadOnlyMemory<byte> Bits(ArrowBuffer buffer, ArrowArray array)
    {
        (int start, int length) = (array.Offset, array.Length);
        int bytes = Bitmap.ByteCount(length);
        if ((start & 7) == 0 && ((length & 7) == 0 || buffer.Span[(start + length) >> 3] >> (length & 7) == 0))
        {
            return buffer.Memory.Slice(start >> 3, bytes);
        }

        byte[] copy = new byte[bytes];
        Bitmap.Copy(buffer.Span, start, length, copy);
        return copy;
    }
}
