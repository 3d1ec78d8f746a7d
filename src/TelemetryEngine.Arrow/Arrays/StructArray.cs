namespace TelemetryEngine.Arrow;

/// <summary>A value for each of several fields.</summary>
internal sealed class StructArray : ArrowArray
{
    /// <summary>Makes an array.</summary>
    /// <param name="dataType">The fields.</param>
    /// <param name="fields">Each field's values, of at least <paramref name="length"/> rows; row 0 is this array's row 0.</param>
    /// <param name="validity">One bit a row, 1 = valid; empty when no row is null. A null row hides what its fields say.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="nullCount">The number of null rows, or −1 to have them counted. It is trusted.</param>
    /// <param name="offset">Bits of the validity buffer, not rows of the fields, to pass over.</param>
    /// <exception cref="ArgumentException">Fields are missing, too short or of another type.</exception>
    public StructArray(StructType dataType, IReadOnlyList<ArrowArray> fields, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(dataType, validity, length, nullCount, offset) => Fields = ChildrenOf(dataType, fields, length);

    /// <summary>Each field's values, of exactly this array's rows.</summary>
    public IReadOnlyList<ArrowArray> Fields { get; }

    internal override IReadOnlyList<ArrowArray> Children => Fields;

    /// <inheritdoc/>
    public override StructArray Slice(int offset, int length)
    {
        int nulls = SliceNulls(offset, length);
        return new StructArray((StructType)DataType, [.. Fields.Select(field => field.Slice(offset, length))], ValidityBuffer, length, nulls, Offset + offset);
    }

    /// <summary>Checks children that have a row for each of the parent's, and cuts off what is behind.</summary>
    internal static ArrowArray[] ChildrenOf(NestedType type, IReadOnlyList<ArrowArray> children, int length)
    {
        ArgumentNullException.ThrowIfNull(children);
        if (children.Count != type.Fields.Count)
        {
            throw new ArgumentException($"{children.Count} arrays for {type.Fields.Count} fields", nameof(children));
        }

        ArrowArray[] cut = new ArrowArray[children.Count];
        for (int i = 0; i < cut.Length; i++)
        {
            CheckChild(children[i], type.Fields[i], length, nameof(children));
            cut[i] = children[i].Length == length ? children[i] : children[i].Slice(0, length);
        }

        return cut;
    }
}
