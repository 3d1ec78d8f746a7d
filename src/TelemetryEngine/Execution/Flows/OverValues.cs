using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Execution.Flows;

// A column that is computed over rows: it is given all batches, then the order of their rows, and is asked for its values then.
internal abstract class OverValues : IDisposable
{
    // Its name and type.
    public abstract Field Field { get; }

    // What it holds for each row, beside Bytes.
    public abstract int RowBytes { get; }

    // What else it holds.
    public virtual long Bytes => 0;

    // Whether it needs the rows' times.
    public virtual bool NeedsTimes => false;

    // Takes the rows of a batch.
    // before: The rows before it.
    public abstract void Add(RecordBatch batch, int before);

    // Computes the values of all rows.
    public abstract void Fill(OverOrder order);

    // The values of some rows, by their places.
    public abstract IArrowArray Take(int start, int rows);

    public virtual void Dispose()
    {
    }
}

// Numbers of 64 bits for all rows, by their places. All are null in the beginning.
internal sealed class OverNumbers<T>(int rows)
    where T : unmanaged
{
    private readonly T[] _values = new T[rows];
    private readonly byte[] _validity = new byte[Bitmap.ByteCount(rows)];

    // Gives a row its number.
    public void Set(int place, T value)
    {
        _values[place] = value;
        _validity[place >> 3] |= (byte)(1 << (place & 7));
    }

    // Some rows as an array.
    public IArrowArray Take(IArrowType type, int start, int count)
    {
        Memory<byte> validity = PinnedMemory.Allocate(Bitmap.ByteCount(count));
        validity.Span.Clear();
        Bitmap.Copy(_validity, start, count, validity.Span);
        int nulls = count - Bitmap.CountSet(validity.Span, 0, count);
        return ArrowArrays.Make(
            type,
            count,
            nulls,
            nulls == 0 ? ArrowBuffer.Empty : new ArrowBuffer(validity),
            ArrowArrays.CopyOf<T>(_values.AsSpan(start, count)));
    }
}
