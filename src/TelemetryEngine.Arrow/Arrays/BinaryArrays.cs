namespace TelemetryEngine.Arrow;

/// <summary>Values of bytes.</summary>
internal sealed class BinaryArray : OffsetBytesArray<int>
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="offsets">One int32 a row and one more: where each value starts in <paramref name="data"/>, and where the last one ends.
    /// May be empty when there are no rows. That the offsets rise is the caller's promise; a false one shows as an exception at the
    /// row.</param>
    /// <param name="data">The values, one behind the other.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short, or an end of the offsets lies outside the data.</exception>
    public BinaryArray(ArrowBuffer offsets, ArrowBuffer data, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(BinaryType.Default, offsets, data, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override BinaryArray Slice(int offset, int length) =>
        new(OffsetBuffer, DataBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : ArrayBuilder<BinaryArray>
    {
        private readonly BytesCollector _bytes = new();

        /// <summary>Adds a value.</summary>
        public Builder Append(ReadOnlySpan<byte> value)
        {
            _bytes.Data.AddRange(value);
            _bytes.End();
            CountValid(1);
            return this;
        }

        /// <summary>Adds a null row.</summary>
        public Builder AppendNull()
        {
            _bytes.End();
            CountNull();
            return this;
        }

        private protected override BinaryArray Build(ArrowBuffer validity, int length, int nullCount)
        {
            (ArrowBuffer offsets, ArrowBuffer data) = _bytes.Take();
            return new BinaryArray(offsets, data, validity, length, nullCount);
        }
    }
}

/// <summary>Values of bytes, with 64-bit offsets.</summary>
internal sealed class LargeBinaryArray : OffsetBytesArray<long>
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="offsets">One int64 a row and one more: where each value starts in <paramref name="data"/>, and where the last one ends.
    /// May be empty when there are no rows. That the offsets rise is the caller's promise; a false one shows as an exception at the
    /// row.</param>
    /// <param name="data">The values, one behind the other.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short, or an end of the offsets lies outside the data.</exception>
    public LargeBinaryArray(ArrowBuffer offsets, ArrowBuffer data, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(LargeBinaryType.Default, offsets, data, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override LargeBinaryArray Slice(int offset, int length) =>
        new(OffsetBuffer, DataBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);
}

/// <summary>UTF-8 texts, with 64-bit offsets.</summary>
internal sealed class LargeStringArray : OffsetBytesArray<long>
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="offsets">One int64 a row and one more: where each value starts in <paramref name="data"/>, and where the last one ends.
    /// May be empty when there are no rows. That the offsets rise is the caller's promise; a false one shows as an exception at the
    /// row.</param>
    /// <param name="data">The values, one behind the other. That they are UTF-8 is the caller's promise.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short, or an end of the offsets lies outside the data.</exception>
    public LargeStringArray(ArrowBuffer offsets, ArrowBuffer data, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(LargeStringType.Default, offsets, data, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override LargeStringArray Slice(int offset, int length) =>
        new(OffsetBuffer, DataBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);
}
