namespace TelemetryEngine.Arrow;

/// <summary>
/// The values of one column: immutable views of buffers. An array owns no memory: it is valid as long as the batch, builder or caller
/// that made its buffers keeps them. What lies in the value buffers at a null row means nothing.
/// </summary>
internal abstract class ArrowArray
{
    private protected ArrowArray(ArrowType dataType, ArrowBuffer validity, int length, int nullCount, int offset)
    {
        ArgumentNullException.ThrowIfNull(dataType);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(nullCount, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nullCount, length);
        _ = checked(offset + length);
        DataType = dataType;
        Length = length;
        Offset = offset;
        NullCount = Nulls(validity, length, nullCount, offset);
        ValidityBuffer = NullCount == 0 ? ArrowBuffer.Empty : validity;
    }

    /// <summary>Rows that are all null, without a bitmap that says so.</summary>
    private protected ArrowArray(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        DataType = NullType.Default;
        Length = length;
        NullCount = length;
    }

    /// <summary>The type.</summary>
    public ArrowType DataType { get; }

    /// <summary>The number of rows.</summary>
    public int Length { get; }

    /// <summary>The rows of the buffers that come before this array's first: not 0 in a slice. Spans that this class hands out start behind
    /// them; raw buffers don't.</summary>
    public int Offset { get; }

    /// <summary>The number of null rows.</summary>
    public int NullCount { get; }

    /// <summary>One bit a row from bit <see cref="Offset"/> on, 1 = valid. Empty when no row is null, and for types that have none: null,
    /// unions and run-end-encoded values.</summary>
    public ArrowBuffer ValidityBuffer { get; }

    /// <summary>The arrays that this one is made of; none for most types.</summary>
    internal virtual IReadOnlyList<ArrowArray> Children => [];

    /// <summary>True when the row is null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public bool IsNull(int index)
    {
        CheckIndex(index);
        return NullCount != 0 && (ValidityBuffer.IsEmpty || !Bitmap.Get(ValidityBuffer.Span, Offset + index));
    }

    /// <summary>True when the row is not null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public bool IsValid(int index) => !IsNull(index);

    /// <summary>Some of the rows, over the same memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Rows beyond the end.</exception>
    public abstract ArrowArray Slice(int offset, int length);

    private protected void CheckIndex(int index) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Length, nameof(index));

    /// <summary>Checks a slice and says how many nulls are in it.</summary>
    private protected int SliceNulls(int offset, int length)
    {
        CheckSlice(offset, length);
        return NullCount == 0 ? 0 : length - Bitmap.CountSet(ValidityBuffer.Span, Offset + offset, length);
    }

    private protected void CheckSlice(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)Length, nameof(offset));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)(Length - offset), nameof(length));
    }

    /// <summary>Checks that a child has the type that the parent's says, and rows enough.</summary>
    private protected static void CheckChild(ArrowArray child, Field field, long neededRows, string name)
    {
        ArgumentNullException.ThrowIfNull(child, name);
        if (!child.DataType.Equals(field.DataType) || child.Length < neededRows)
        {
            throw new ArgumentException($"'{field.Name}' is {child.Length} rows of {child.DataType}, not {neededRows} rows of {field.DataType}", name);
        }
    }

    private protected static void CheckBuffer(ArrowBuffer buffer, long neededBytes, string name)
    {
        if (buffer.Length < neededBytes)
        {
            throw new ArgumentException($"the buffer holds {buffer.Length} bytes where {neededBytes} are needed", name);
        }
    }

    private static int Nulls(ArrowBuffer validity, int length, int nullCount, int offset)
    {
        if (validity.IsEmpty)
        {
            return nullCount <= 0 ? 0 : throw new ArgumentException($"{nullCount} nulls but no validity buffer", nameof(validity));
        }

        if (nullCount == 0)
        {
            return 0;
        }

        CheckBuffer(validity, Bitmap.ByteCount(offset + length), nameof(validity));
        return nullCount > 0 ? nullCount : length - Bitmap.CountSet(validity.Span, offset, length);
    }
}
