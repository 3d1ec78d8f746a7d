namespace TelemetryEngine.Arrow;

/// <summary>A binary 16-bit floating-point number.</summary>
internal sealed record HalfFloatType : FixedWidthType
{
    /// <summary>The only value.</summary>
    public static readonly HalfFloatType Default = new();

    private HalfFloatType()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 2;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.HalfFloat;

    /// <inheritdoc/>
    public override string Name => "halffloat";
}

/// <summary>A binary 32-bit floating-point number.</summary>
internal sealed record FloatType : FixedWidthType
{
    /// <summary>The only value.</summary>
    public static readonly FloatType Default = new();

    private FloatType()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => sizeof(float);

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Float;

    /// <inheritdoc/>
    public override string Name => "float";
}

/// <summary>A binary 64-bit floating-point number.</summary>
internal sealed record DoubleType : FixedWidthType
{
    /// <summary>The only value.</summary>
    public static readonly DoubleType Default = new();

    private DoubleType()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => sizeof(double);

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Double;

    /// <inheritdoc/>
    public override string Name => "double";
}
