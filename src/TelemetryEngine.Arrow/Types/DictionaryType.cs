namespace TelemetryEngine.Arrow;

/// <summary>Values stored as integer codes into a dictionary: 32-bit codes of UTF-8 texts.</summary>
public sealed record DictionaryType : ArrowType
{
    /// <summary>Int32 codes of texts whose order means nothing.</summary>
    public static readonly DictionaryType Default = new(Int32Type.Default, StringType.Default, ordered: false);

    /// <summary>Makes the type.</summary>
    /// <param name="indexType">The type of the codes: <see cref="Int32Type"/>.</param>
    /// <param name="valueType">The type of the dictionary: <see cref="StringType"/>.</param>
    /// <param name="ordered">True when comparing codes is comparing values.</param>
    /// <exception cref="ArgumentException">Another index or value type.</exception>
    public DictionaryType(ArrowType indexType, ArrowType valueType, bool ordered)
    {
        ArgumentNullException.ThrowIfNull(indexType);
        ArgumentNullException.ThrowIfNull(valueType);
        if (indexType is not Int32Type || valueType is not StringType)
        {
            throw new ArgumentException($"dictionary<{indexType}, {valueType}> is not supported, only dictionary<int32, utf8> is");
        }

        IndexType = indexType;
        ValueType = valueType;
        Ordered = ordered;
    }

    /// <summary>The type of the codes.</summary>
    public ArrowType IndexType { get; }

    /// <summary>The type of the values.</summary>
    public ArrowType ValueType { get; }

    /// <summary>True when comparing codes is comparing values.</summary>
    public bool Ordered { get; }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Dictionary;

    /// <inheritdoc/>
    public override string Name => $"dictionary<{IndexType}, {ValueType}{(Ordered ? ", ordered" : "")}>";
}
