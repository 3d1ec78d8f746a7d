using System.Numerics;

namespace TelemetryEngine.Arrow;

/// <summary>Decimal numbers on 32 bits, as integers to be multiplied by 10^−scale.</summary>
internal sealed class Decimal32Array : PrimitiveArray<int>
{
    /// <inheritdoc cref="TimestampArray(TimestampType, ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public Decimal32Array(Decimal32Type dataType, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override Decimal32Array Slice(int offset, int length) =>
        new((Decimal32Type)DataType, ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    /// <param name="dataType">The type.</param>
    public sealed class Builder(Decimal32Type dataType) : PrimitiveArrayBuilder<int, Decimal32Array>
    {
        private protected override Decimal32Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(dataType, values, validity, length, nullCount);
    }
}

/// <summary>Decimal numbers on 64 bits, as integers to be multiplied by 10^−scale.</summary>
internal sealed class Decimal64Array : PrimitiveArray<long>
{
    /// <inheritdoc cref="TimestampArray(TimestampType, ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public Decimal64Array(Decimal64Type dataType, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override Decimal64Array Slice(int offset, int length) =>
        new((Decimal64Type)DataType, ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    /// <param name="dataType">The type.</param>
    public sealed class Builder(Decimal64Type dataType) : PrimitiveArrayBuilder<long, Decimal64Array>
    {
        private protected override Decimal64Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(dataType, values, validity, length, nullCount);
    }
}

/// <summary>Decimal numbers on 128 bits, as integers to be multiplied by 10^−scale.</summary>
internal sealed class Decimal128Array : PrimitiveArray<Int128>
{
    /// <inheritdoc cref="TimestampArray(TimestampType, ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public Decimal128Array(Decimal128Type dataType, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override Decimal128Array Slice(int offset, int length) =>
        new((Decimal128Type)DataType, ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    /// <param name="dataType">The type.</param>
    public sealed class Builder(Decimal128Type dataType) : PrimitiveArrayBuilder<Int128, Decimal128Array>
    {
        private protected override Decimal128Array Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(dataType, values, validity, length, nullCount);
    }
}

/// <summary>Decimal numbers on 256 bits, as integers to be multiplied by 10^−scale.</summary>
internal sealed class Decimal256Array : FixedWidthArray
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="dataType">Precision and scale.</param>
    /// <param name="values">32 bytes a row: two's complement, lowest byte first.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public Decimal256Array(Decimal256Type dataType, ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, values, validity, length, nullCount, offset)
    {
    }

    /// <summary>The row's integer, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public BigInteger? GetValue(int index) => IsNull(index) ? null : new BigInteger(GetBytes(index));

    /// <inheritdoc/>
    public override Decimal256Array Slice(int offset, int length) =>
        new((Decimal256Type)DataType, ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);
}
