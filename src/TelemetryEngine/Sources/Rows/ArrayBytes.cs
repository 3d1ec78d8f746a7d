using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace TelemetryEngine.Sources.Rows;

// The memory of an array as Arrow's, without a copy. The array may move; who needs its address pins it.
internal static class ArrayBytes
{
    // All of an array.
    public static ArrowBuffer Of<T>(T[] array)
        where T : unmanaged => Of(array, 0, array.Length);

    // Some of an array.
    public static ArrowBuffer Of<T>(T[] array, int start, int length)
        where T : unmanaged => length == 0 ? ArrowBuffer.Empty : new ArrowBuffer(new Bytes<T>(array.AsMemory(start, length)).Memory);

    private sealed class Bytes<T>(Memory<T> values) : MemoryManager<byte>
        where T : unmanaged
    {
        public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(values.Span);

        // throws ArgumentException: The address of a value's inner byte is asked for.
        public override MemoryHandle Pin(int elementIndex = 0)
        {
            (int index, int inner) = Math.DivRem(elementIndex, Unsafe.SizeOf<T>());
            return inner == 0 ? values[index..].Pin() : throw new ArgumentException("only whole values are pinned", nameof(elementIndex));
        }

        // a handle of the array's own memory frees itself
        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
