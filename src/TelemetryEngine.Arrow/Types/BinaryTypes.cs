namespace TelemetryEngine.Arrow;

/// <summary>Bytes, at most 2 GiB of them in one array.</summary>
internal sealed record BinaryType : ArrowType
{
    /// <summary>The only value.</summary>
    public static readonly BinaryType Default = new();

    private BinaryType()
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Binary;

    /// <inheritdoc/>
    public override string Name => "binary";
}

/// <summary>Bytes with 64-bit offsets. One array still holds at most 2 GiB here.</summary>
internal sealed record LargeBinaryType : ArrowType
{
    /// <summary>The only value.</summary>
    public static readonly LargeBinaryType Default = new();

    private LargeBinaryType()
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.LargeBinary;

    /// <inheritdoc/>
    public override string Name => "large_binary";
}

/// <summary>Bytes as views: short ones in place, others in any of several buffers.</summary>
internal sealed record BinaryViewType : ArrowType
{
    /// <summary>The only value.</summary>
    public static readonly BinaryViewType Default = new();

    private BinaryViewType()
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.BinaryView;

    /// <inheritdoc/>
    public override string Name => "binary_view";
}

/// <summary>UTF-8 text, at most 2 GiB of it in one array.</summary>
internal sealed record StringType : ArrowType
{
    /// <summary>The only value.</summary>
    public static readonly StringType Default = new();

    private StringType()
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.String;

    /// <inheritdoc/>
    public override string Name => "utf8";
}

/// <summary>UTF-8 text with 64-bit offsets. One array still holds at most 2 GiB here.</summary>
internal sealed record LargeStringType : ArrowType
{
    /// <summary>The only value.</summary>
    public static readonly LargeStringType Default = new();

    private LargeStringType()
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.LargeString;

    /// <inheritdoc/>
    public override string Name => "large_utf8";
}

/// <summary>UTF-8 text as views: short ones in place, others in any of several buffers.</summary>
internal sealed record StringViewType : ArrowType
{
    /// <summary>The only value.</summary>
    public static readonly StringViewType Default = new();

    private StringViewType()
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.StringView;

    /// <inheritdoc/>
    public override string Name => "utf8_view";
}

/// <summary>Values of a number of bytes that is the same for all.</summary>
internal sealed record FixedSizeBinaryType : FixedWidthType
{
    /// <summary>Makes the type.</summary>
    /// <param name="byteWidth">The bytes of one value, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative width.</exception>
    public FixedSizeBinaryType(int byteWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(byteWidth);
        ByteWidth = byteWidth;
    }

    /// <inheritdoc/>
    public override int ByteWidth { get; }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.FixedSizeBinary;

    /// <inheritdoc/>
    public override string Name => $"fixed_size_binary[{ByteWidth}]";
}
