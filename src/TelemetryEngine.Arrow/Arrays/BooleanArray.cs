namespace TelemetryEngine.Arrow;

/// <summary>False or true, one bit a row.</summary>
internal sealed class BooleanArray : ArrowArray
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="values">One bit a row.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows (bits) of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public BooleanArray(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(BooleanType.Default, validity, length, nullCount, offset)
    {
        CheckBuffer(values, Bitmap.ByteCount(offset + length), nameof(values));
        ValueBuffer = values;
    }

    /// <summary>One bit a row, from bit <see cref="ArrowArray.Offset"/> on. At a null row the bit means nothing.</summary>
    public ArrowBuffer ValueBuffer { get; }

    /// <summary>The row's value, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public bool? GetValue(int index) => IsNull(index) ? null : Bitmap.Get(ValueBuffer.Span, Offset + index);

    /// <inheritdoc/>
    public override BooleanArray Slice(int offset, int length)
    {
        int nulls = SliceNulls(offset, length);
        return new BooleanArray(ValueBuffer, ValidityBuffer, length, nulls, Offset + offset);
    }

    /// <summary>Collects values.</summary>
    public sealed class Builder : ArrayBuilder<BooleanArray>
    {
        private readonly BitmapBuilder _values = new();

        /// <summary>Adds a row.</summary>
        public Builder Append(bool value)
        {
            _values.Append(value);
            CountValid(1);
            return this;
        }

        /// <summary>Adds rows.</summary>
        public Builder AppendRange(ReadOnlySpan<bool> values)
        {
            foreach (bool value in values)
            {
                Append(value);
            }

            return this;
        }

        /// <summary>Adds a null row; its value bit is 0.</summary>
        public Builder AppendNull()
        {
            _values.Append(false);
            CountNull();
            return this;
        }

        private protected override BooleanArray Build(ArrowBuffer validity, int length, int nullCount) =>
            new(_values.Build(), validity, length, nullCount);
    }
}
