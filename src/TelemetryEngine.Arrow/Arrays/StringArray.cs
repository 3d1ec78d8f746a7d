using System.Runtime.InteropServices;
using System.Text;

namespace TelemetryEngine.Arrow;

/// <summary>UTF-8 texts.</summary>
internal sealed class StringArray : OffsetBytesArray<int>
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="offsets">One int32 a row and one more: where each text starts in <paramref name="data"/>, and where the last one ends.
    /// May be empty
    /// when there are no rows. That the offsets rise is the caller's promise; a false one shows as an exception at the row.</param>
    /// <param name="data">The texts, one behind the other. That they are UTF-8 is the caller's promise.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short, or an end of the offsets lies outside the data.</exception>
    public StringArray(ArrowBuffer offsets, ArrowBuffer data, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(StringType.Default, offsets, data, validity, length, nullCount, offset)
    {
    }

    /// <summary>The row's text in UTF-8; empty at a null row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<byte> GetUtf8(int index) => GetBytes(index);

    /// <inheritdoc/>
    public override StringArray Slice(int offset, int length)
    {
        int nulls = SliceNulls(offset, length);
        return new StringArray(OffsetBuffer, DataBuffer, ValidityBuffer, length, nulls, Offset + offset);
    }

    /// <summary>Collects texts.</summary>
    public sealed class Builder : ArrayBuilder<StringArray>
    {
        private readonly BytesCollector _bytes = new();

        /// <summary>Adds a text, or a null row.</summary>
        public Builder Append(string? value) => value is null ? AppendNull() : Append(value.AsSpan());

        /// <summary>Adds a text.</summary>
        /// <exception cref="ArgumentException">It is not valid UTF-16: UTF-8 has no form for a lone surrogate.</exception>
        public Builder Append(ReadOnlySpan<char> value)
        {
            int bytes = StrictUtf8.GetByteCount(value);
            int start = _bytes.Data.Count;
            CollectionsMarshal.SetCount(_bytes.Data, checked(start + bytes));
            StrictUtf8.GetBytes(value, CollectionsMarshal.AsSpan(_bytes.Data)[start..]);
            return EndText();
        }

        /// <summary>Adds a text in UTF-8, which is not checked.</summary>
        public Builder Append(ReadOnlySpan<byte> utf8)
        {
            _bytes.Data.AddRange(utf8);
            return EndText();
        }

        /// <summary>Adds texts; a null reference is a null row.</summary>
        public Builder AppendRange(IEnumerable<string?> values)
        {
            ArgumentNullException.ThrowIfNull(values);
            foreach (string? value in values)
            {
                Append(value);
            }

            return this;
        }

        /// <summary>Adds a null row.</summary>
        public Builder AppendNull()
        {
            _bytes.End();
            CountNull();
            return this;
        }

        private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        private Builder EndText()
        {
            _bytes.End();
            CountValid(1);
            return this;
        }

        private protected override StringArray Build(ArrowBuffer validity, int length, int nullCount)
        {
            (ArrowBuffer offsets, ArrowBuffer data) = _bytes.Take();
            return new StringArray(offsets, data, validity, length, nullCount);
        }
    }
}
