namespace TelemetryEngine.Arrow;

/// <summary>A type whose values are lists of values of one type.</summary>
internal abstract record ListLikeType : NestedType
{
    private protected ListLikeType(Field valueField)
        : base([valueField])
    {
    }

    /// <summary>What the lists are of.</summary>
    public Field ValueField => Fields[0];
}

/// <summary>Lists with 32-bit offsets.</summary>
internal sealed record ListType : ListLikeType
{
    /// <summary>Makes the type.</summary>
    /// <param name="valueField">What the lists are of; by custom it is called <c>item</c>.</param>
    public ListType(Field valueField)
        : base(valueField)
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.List;

    /// <inheritdoc/>
    public override string Name => $"list<{FieldNames}>";
}

/// <summary>Lists with 64-bit offsets.</summary>
internal sealed record LargeListType : ListLikeType
{
    /// <summary>Makes the type.</summary>
    /// <param name="valueField">What the lists are of; by custom it is called <c>item</c>.</param>
    public LargeListType(Field valueField)
        : base(valueField)
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.LargeList;

    /// <inheritdoc/>
    public override string Name => $"large_list<{FieldNames}>";
}

/// <summary>Lists that all have the same size.</summary>
internal sealed record FixedSizeListType : ListLikeType
{
    /// <summary>Makes the type.</summary>
    /// <param name="valueField">What the lists are of; by custom it is called <c>item</c>.</param>
    /// <param name="listSize">The number of values in each list, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative size.</exception>
    public FixedSizeListType(Field valueField, int listSize)
        : base(valueField)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(listSize);
        ListSize = listSize;
    }

    /// <summary>The number of values in each list.</summary>
    public int ListSize { get; }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.FixedSizeList;

    /// <inheritdoc/>
    public override string Name => $"fixed_size_list<{FieldNames}>[{ListSize}]";
}

/// <summary>Lists of pairs of a key, which is never null, and a value.</summary>
internal sealed record MapType : ListLikeType
{
    /// <summary>Makes the type with the names that the format recommends.</summary>
    /// <param name="keyType">The type of the keys.</param>
    /// <param name="valueType">The type of the values, which may be null.</param>
    /// <param name="keysSorted">True when the keys of each row are sorted.</param>
    public MapType(ArrowType keyType, ArrowType valueType, bool keysSorted = false)
        : this(new Field("entries", new StructType([new Field("key", keyType, isNullable: false), new Field("value", valueType)]), isNullable: false), keysSorted)
    {
    }

    /// <summary>Makes the type of any names.</summary>
    /// <param name="entries">A struct of two fields, the key and the value.</param>
    /// <param name="keysSorted">True when the keys of each row are sorted. It is a statement about the data, and nothing here checks it.</param>
    /// <exception cref="ArgumentException">Something else than a struct of two fields.</exception>
    public MapType(Field entries, bool keysSorted)
        : base(entries)
    {
        if (entries.DataType is not StructType { Fields.Count: 2 })
        {
            throw new ArgumentException($"the entries of a map are structs of two fields, not {entries.DataType}", nameof(entries));
        }

        KeysSorted = keysSorted;
    }

    /// <summary>True when the keys of each row are sorted.</summary>
    public bool KeysSorted { get; }

    /// <summary>The keys.</summary>
    public Field KeyField => ((StructType)ValueField.DataType).Fields[0];

    /// <summary>The values.</summary>
    public Field ItemField => ((StructType)ValueField.DataType).Fields[1];

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Map;

    /// <inheritdoc/>
    public override string Name => $"map<{KeyField.DataType}, {ItemField.DataType}{(KeysSorted ? ", sorted" : "")}>";
}
