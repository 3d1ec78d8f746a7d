namespace TelemetryEngine.Arrow;

/// <summary>A value of one of several types. It has no nulls of its own: ask the child for them.</summary>
internal sealed class UnionArray : ArrowArray
{
    /// <summary>Makes an array of buffers.</summary>
    /// <param name="dataType">What a value may be, and how values lie.</param>
    /// <param name="typeIds">One byte a row: the id of its type. That it is one of the type's is the caller's promise; a false one shows as
    /// an exception at the row.</param>
    /// <param name="valueOffsets">Dense: one int32 a row, the row's place in its child. Sparse: empty.</param>
    /// <param name="fields">The values of each type. Sparse: at least <paramref name="length"/> rows, and row 0 is this array's row 0.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="offset">Rows of the two buffers, not of the fields, to pass over.</param>
    /// <exception cref="ArgumentException">A buffer is too short, or fields are missing, too short or of another type.</exception>
    public UnionArray(UnionType dataType, ArrowBuffer typeIds, ArrowBuffer valueOffsets, IReadOnlyList<ArrowArray> fields, int length, int offset = 0)
        : base(dataType, ArrowBuffer.Empty, length, 0, offset)
    {
        CheckBuffer(typeIds, (long)offset + length, nameof(typeIds));
        TypeIdBuffer = typeIds;
        ValueOffsetBuffer = valueOffsets;
        if (dataType.Mode == UnionMode.Sparse)
        {
            Fields = StructArray.ChildrenOf(dataType, fields, length);
            return;
        }

        CheckBuffer(valueOffsets, ((long)offset + length) * sizeof(int), nameof(valueOffsets));
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count != dataType.Fields.Count)
        {
            throw new ArgumentException($"{fields.Count} arrays for {dataType.Fields.Count} fields", nameof(fields));
        }

        for (int i = 0; i < fields.Count; i++)
        {
            CheckChild(fields[i], dataType.Fields[i], 0, nameof(fields));
        }

        Fields = [.. fields];
    }

    /// <summary>What a value may be, and how values lie.</summary>
    public UnionType UnionType => (UnionType)DataType;

    /// <summary>The ids, from row −<see cref="ArrowArray.Offset"/> on.</summary>
    public ArrowBuffer TypeIdBuffer { get; }

    /// <summary>Dense: the places in the children, from row −<see cref="ArrowArray.Offset"/> on. Sparse: empty.</summary>
    public ArrowBuffer ValueOffsetBuffer { get; }

    /// <summary>The rows' type ids.</summary>
    public ReadOnlySpan<sbyte> TypeIds => TypeIdBuffer.Cast<sbyte>().Slice(Offset, Length);

    /// <summary>Dense: the rows' places in their children. Sparse: empty.</summary>
    public ReadOnlySpan<int> ValueOffsets => UnionType.Mode == UnionMode.Dense ? ValueOffsetBuffer.Cast<int>().Slice(Offset, Length) : default;

    /// <summary>The values of each type. Sparse: of exactly this array's rows.</summary>
    public IReadOnlyList<ArrowArray> Fields { get; }

    internal override IReadOnlyList<ArrowArray> Children => Fields;

    /// <summary>Which child holds the row's value, and at which of its rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public (int Child, int Row) GetPlace(int index)
    {
        CheckIndex(index);
        return (UnionType.ChildOf(TypeIds[index]), UnionType.Mode == UnionMode.Dense ? ValueOffsets[index] : index);
    }

    /// <inheritdoc/>
    public override UnionArray Slice(int offset, int length)
    {
        CheckSlice(offset, length);
        IReadOnlyList<ArrowArray> fields = UnionType.Mode == UnionMode.Dense ? Fields : [.. Fields.Select(field => field.Slice(offset, length))];
        return new UnionArray(UnionType, TypeIdBuffer, ValueOffsetBuffer, fields, length, Offset + offset);
    }
}
