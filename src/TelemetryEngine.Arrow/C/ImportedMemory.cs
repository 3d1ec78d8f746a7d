using System.Buffers;

namespace TelemetryEngine.Arrow.C;

/// <summary>Owns a struct that was moved here, and calls its release once.</summary>
internal sealed unsafe class ImportedMemory : IDisposable
{
    private nint _array;

    /// <summary>Moves a struct here: the one it came from counts as released.</summary>
    public ImportedMemory(CArrowArray* source)
    {
        CArrowArray* array = CArrowArray.Create();
        *array = *source;
        source->release = null;
        _array = (nint)array;
    }

    /// <summary>The struct.</summary>
    public CArrowArray* Array => (CArrowArray*)_array;

    /// <summary>Bytes of the struct's memory, which can be looked at until it is disposed.</summary>
    public ArrowBuffer Buffer(void* start, int length) => length == 0 ? ArrowBuffer.Empty : new ArrowBuffer(new View(this, (byte*)start, length).Memory);

    /// <summary>Releases the struct.</summary>
    public void Dispose() => CArrowArray.Free((CArrowArray*)Interlocked.Exchange(ref _array, 0));

    private sealed class View(ImportedMemory owner, byte* start, int length) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan()
        {
            Check();
            // SAFETY: the producer says that these bytes are there until it is asked to release them, which was not done yet.
            return new Span<byte>(start, length);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            Check();
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length);
            // SAFETY: native memory never moves, and the index was checked against the length.
            return new MemoryHandle(start + elementIndex, pinnable: this);
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }

        private void Check()
        {
            if (Volatile.Read(ref owner._array) == 0)
            {
                throw new ObjectDisposedException(nameof(RecordBatch), "the memory of this import was released");
            }
        }
    }
}
