namespace TelemetryEngine.Arrow;

/// <summary>A value for each of several fields.</summary>
internal sealed record StructType : NestedType
{
    /// <summary>Makes the type.</summary>
    /// <param name="fields">The fields; names may repeat.</param>
    public StructType(IReadOnlyList<Field> fields)
        : base(fields)
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Struct;

    /// <inheritdoc/>
    public override string Name => $"struct<{FieldNames}>";
}

/// <summary>How a union's values lie. The numbers are those of the Arrow format.</summary>
internal enum UnionMode
{
    /// <summary>Each child has a value for each row.</summary>
    Sparse = 0,

    /// <summary>Each child has its own rows' values, which offsets point at.</summary>
    Dense = 1,
}

/// <summary>A value of one of several types. A union has no nulls of its own; a row is as good as null when its value is.</summary>
internal sealed record UnionType : NestedType
{
    private readonly sbyte[] _childOf = new sbyte[128];

    /// <summary>Makes the type.</summary>
    /// <param name="fields">What a value may be, at most 128.</param>
    /// <param name="typeIds">The id that stands for each field, 0 to 127; null = 0, 1, 2 …</param>
    /// <param name="mode">How the values lie.</param>
    /// <exception cref="ArgumentException">Ids that are not one different number of 0 to 127 for each field.</exception>
    public UnionType(IReadOnlyList<Field> fields, IReadOnlyList<int>? typeIds, UnionMode mode)
        : base(fields)
    {
        TypeIds = typeIds is null ? [.. Enumerable.Range(0, fields.Count)] : [.. typeIds];
        Mode = mode;
        if (TypeIds.Count != fields.Count || TypeIds.Any(id => id is < 0 or > 127) || TypeIds.Distinct().Count() != TypeIds.Count)
        {
            throw new ArgumentException($"the type ids {string.Join(", ", TypeIds)} for {fields.Count} fields", nameof(typeIds));
        }

        _childOf.AsSpan().Fill(-1);
        for (int child = 0; child < TypeIds.Count; child++)
        {
            _childOf[TypeIds[child]] = (sbyte)child;
        }
    }

    /// <summary>The id that stands for each field.</summary>
    public IReadOnlyList<int> TypeIds { get; }

    /// <summary>How the values lie.</summary>
    public UnionMode Mode { get; }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Union;

    /// <inheritdoc/>
    public override string Name =>
        $"{(Mode == UnionMode.Sparse ? "sparse" : "dense")}_union<{string.Join(", ", Fields.Select((part, child) => $"{TypeIds[child]}={part}"))}>";

    /// <summary>The index of the field that an id stands for, or −1.</summary>
    public int ChildOf(sbyte typeId) => typeId < 0 ? -1 : _childOf[typeId];

    /// <summary>Compares fields, ids and mode.</summary>
    public bool Equals(UnionType? other) => base.Equals(other) && Mode == other.Mode && TypeIds.SequenceEqual(other.TypeIds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Mode);
}

/// <summary>Values that hold for runs of rows.</summary>
internal sealed record RunEndEncodedType : NestedType
{
    /// <summary>Makes the type.</summary>
    /// <param name="runEnds">The rows before which runs end: int16, int32 or int64, never null; by custom it is called <c>run_ends</c>.</param>
    /// <param name="values">The value of each run; by custom it is called <c>values</c>.</param>
    /// <exception cref="ArgumentException">Run ends of another type.</exception>
    public RunEndEncodedType(Field runEnds, Field values)
        : base([runEnds, values])
    {
        if (runEnds.DataType is not (Int16Type or Int32Type or Int64Type))
        {
            throw new ArgumentException($"run ends are int16, int32 or int64, not {runEnds.DataType}", nameof(runEnds));
        }
    }

    /// <summary>Makes the type with the names that the format recommends.</summary>
    /// <param name="runEndType">The type of the run ends: int16, int32 or int64.</param>
    /// <param name="valueType">The type of the values, which may be null.</param>
    /// <exception cref="ArgumentException">Run ends of another type.</exception>
    public RunEndEncodedType(ArrowType runEndType, ArrowType valueType)
        : this(new Field("run_ends", runEndType, isNullable: false), new Field("values", valueType))
    {
    }

    /// <summary>The rows before which runs end.</summary>
    public Field RunEndsField => Fields[0];

    /// <summary>The value of each run.</summary>
    public Field ValuesField => Fields[1];

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.RunEndEncoded;

    /// <inheritdoc/>
    public override string Name => $"run_end_encoded<{RunEndsField.DataType}, {ValuesField.DataType}>";
}
