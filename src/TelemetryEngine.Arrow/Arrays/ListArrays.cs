using System.Numerics;

namespace TelemetryEngine.Arrow;

/// <summary>Lists whose values lie one behind the other.</summary>
/// <typeparam name="TOffset">The type of the offsets.</typeparam>
internal abstract class OffsetListArray<TOffset> : ArrowArray
    where TOffset : unmanaged, IBinaryInteger<TOffset>
{
    private protected OffsetListArray(
        ListLikeType dataType, ArrowBuffer offsets, ArrowArray values, ArrowBuffer validity, int length, int nullCount, int offset)
        : base(dataType, validity, length, nullCount, offset)
    {
        CheckChild(values, dataType.ValueField, 0, nameof(values));
        OffsetBuffer = Arrow.OffsetBuffer.Check<TOffset>(offsets, length, offset, values.Length);
        Values = values;
    }

    /// <summary>Where lists start and end, from row −<see cref="ArrowArray.Offset"/> on.</summary>
    public ArrowBuffer OffsetBuffer { get; }

    /// <summary>The values of all lists, one behind the other.</summary>
    public ArrowArray Values { get; }

    /// <summary>Where each row's list starts in <see cref="Values"/>, and where the last one ends: <see cref="ArrowArray.Length"/> + 1
    /// values.</summary>
    public ReadOnlySpan<TOffset> Offsets => OffsetBuffer.Cast<TOffset>().Slice(Offset, Length + 1);

    internal sealed override IReadOnlyList<ArrowArray> Children => [Values];

    /// <summary>The row's values, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ArrowArray? GetList(int index)
    {
        if (IsNull(index))
        {
            return null;
        }

        ReadOnlySpan<TOffset> offsets = Offsets;
        int start = int.CreateChecked(offsets[index]);
        return Values.Slice(start, int.CreateChecked(offsets[index + 1]) - start);
    }
}

/// <summary>Lists with 32-bit offsets.</summary>
internal sealed class ListArray : OffsetListArray<int>
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="dataType">The type.</param>
    /// <param name="offsets">One offset a row and one more: where each list starts in <paramref name="values"/>, and where the last one
    /// ends. May be empty when there are no rows. That the offsets rise is the caller's promise; a false one shows as an exception at the
    /// row.</param>
    /// <param name="values">The values of all lists, one behind the other.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Rows of the buffers, not of the values, to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short, the values have another type, or an end of the offsets lies outside
    /// them.</exception>
    public ListArray(ListType dataType, ArrowBuffer offsets, ArrowArray values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, offsets, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override ListArray Slice(int offset, int length) =>
        new((ListType)DataType, OffsetBuffer, Values, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);
}

/// <summary>Lists with 64-bit offsets.</summary>
internal sealed class LargeListArray : OffsetListArray<long>
{
    /// <inheritdoc cref="ListArray(ListType, ArrowBuffer, ArrowArray, ArrowBuffer, int, int, int)"/>
    public LargeListArray(LargeListType dataType, ArrowBuffer offsets, ArrowArray values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, offsets, values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override LargeListArray Slice(int offset, int length) =>
        new((LargeListType)DataType, OffsetBuffer, Values, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);
}

/// <summary>Lists of pairs of a key and a value.</summary>
internal sealed class MapArray : OffsetListArray<int>
{
    /// <inheritdoc cref="ListArray(ListType, ArrowBuffer, ArrowArray, ArrowBuffer, int, int, int)"/>
    public MapArray(MapType dataType, ArrowBuffer offsets, StructArray values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, offsets, values, validity, length, nullCount, offset)
    {
    }

    /// <summary>The keys of all maps.</summary>
    public ArrowArray Keys => ((StructArray)Values).Fields[0];

    /// <summary>The values of all maps.</summary>
    public ArrowArray Items => ((StructArray)Values).Fields[1];

    /// <inheritdoc/>
    public override MapArray Slice(int offset, int length) =>
        new((MapType)DataType, OffsetBuffer, (StructArray)Values, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);
}

/// <summary>Lists that all have the same size.</summary>
internal sealed class FixedSizeListArray : ArrowArray
{
    /// <summary>Makes an array.</summary>
    /// <param name="dataType">The type.</param>
    /// <param name="values">The values of this array's lists, one behind the other; also at null rows.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Bits of the validity buffer, not rows of the values, to pass over.</param>
    /// <exception cref="ArgumentException">The values are too few, or of another type.</exception>
    public FixedSizeListArray(FixedSizeListType dataType, ArrowArray values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, validity, length, nullCount, offset)
    {
        long needed = (long)length * dataType.ListSize;
        CheckChild(values, dataType.ValueField, needed, nameof(values));
        Values = values.Length == needed ? values : values.Slice(0, (int)needed);
    }

    /// <summary>The values of all lists, one behind the other.</summary>
    public ArrowArray Values { get; }

    internal override IReadOnlyList<ArrowArray> Children => [Values];

    /// <summary>The row's values, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ArrowArray? GetList(int index) => IsNull(index) ? null : Values.Slice(index * ListSize, ListSize);

    /// <inheritdoc/>
    public override FixedSizeListArray Slice(int offset, int length)
    {
        int nulls = SliceNulls(offset, length);
        ArrowArray values = Values.Slice(offset * ListSize, length * ListSize);
        return new FixedSizeListArray((FixedSizeListType)DataType, values, ValidityBuffer, length, nulls, Offset + offset);
    }

    private int ListSize => ((FixedSizeListType)DataType).ListSize;
}
