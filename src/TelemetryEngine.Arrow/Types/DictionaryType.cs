namespace TelemetryEngine.Arrow;

/// <summary>Values stored as integer codes into a dictionary.</summary>
internal sealed record DictionaryType : ArrowType
{
    /// <summary>Int32 codes of texts whose order means nothing.</summary>
    public static readonly DictionaryType Default = new(Int32Type.Default, StringType.Default, ordered: false);

    /// <summary>Makes the type.</summary>
    /// <param name="indexType">The type of the codes: an <see cref="IntegerType"/>.</param>
    /// <param name="valueType">The type of the dictionary: any but a dictionary, which the format can't say. Values inside it may be
    /// dictionaries.</param>
    /// <param name="ordered">True when comparing codes is comparing values.</param>
    /// <exception cref="ArgumentException">Another index or value type.</exception>
    public DictionaryType(ArrowType indexType, ArrowType valueType, bool ordered)
    {
        ArgumentNullException.ThrowIfNull(indexType);
        ArgumentNullException.ThrowIfNull(valueType);
        if (indexType is not IntegerType integers || valueType is DictionaryType)
        {
            throw new ArgumentException($"dictionary<{indexType}, {valueType}>: codes are integers, and values are not codes themselves");
        }

        IndexType = integers;
        ValueType = valueType;
        Ordered = ordered;
    }

    /// <summary>The type of the codes.</summary>
    public IntegerType IndexType { get; }

    /// <summary>The type of the values.</summary>
    public ArrowType ValueType { get; }

    /// <summary>True when comparing codes is comparing values.</summary>
    public bool Ordered { get; }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Dictionary;

    /// <inheritdoc/>
    public override string Name => $"dictionary<{IndexType}, {ValueType}{(Ordered ? ", ordered" : "")}>";
}
