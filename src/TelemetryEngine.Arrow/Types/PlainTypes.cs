namespace TelemetryEngine.Arrow;

/// <summary>False or true, one bit a row.</summary>
public sealed record BooleanType : ArrowType
{
    /// <summary>The only value.</summary>
    public static readonly BooleanType Default = new();

    private BooleanType()
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Boolean;

    /// <inheritdoc/>
    public override string Name => "bool";
}

/// <summary>A signed 32-bit integer.</summary>
public sealed record Int32Type : ArrowType
{
    /// <summary>The only value.</summary>
    public static readonly Int32Type Default = new();

    private Int32Type()
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Int32;

    /// <inheritdoc/>
    public override string Name => "int32";
}

/// <summary>A signed 64-bit integer.</summary>
public sealed record Int64Type : ArrowType
{
    /// <summary>The only value.</summary>
    public static readonly Int64Type Default = new();

    private Int64Type()
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Int64;

    /// <inheritdoc/>
    public override string Name => "int64";
}

/// <summary>A binary 32-bit floating-point number.</summary>
public sealed record FloatType : ArrowType
{
    /// <summary>The only value.</summary>
    public static readonly FloatType Default = new();

    private FloatType()
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Float;

    /// <inheritdoc/>
    public override string Name => "float";
}

/// <summary>A binary 64-bit floating-point number.</summary>
public sealed record DoubleType : ArrowType
{
    /// <summary>The only value.</summary>
    public static readonly DoubleType Default = new();

    private DoubleType()
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Double;

    /// <inheritdoc/>
    public override string Name => "double";
}

/// <summary>UTF-8 text, at most 2 GiB of it in one array.</summary>
public sealed record StringType : ArrowType
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
