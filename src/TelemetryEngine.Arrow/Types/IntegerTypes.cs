namespace TelemetryEngine.Arrow;

/// <summary>The type of values that all have the same whole number of bytes.</summary>
internal abstract record FixedWidthType : ArrowType
{
    private protected FixedWidthType()
    {
    }

    /// <summary>The bytes of one value.</summary>
    public abstract int ByteWidth { get; }
}

/// <summary>An integer in two's complement: what a dictionary's codes may be.</summary>
internal abstract record IntegerType : FixedWidthType
{
    private protected IntegerType()
    {
    }

    /// <summary>True when values may be negative.</summary>
    public abstract bool IsSigned { get; }
}

/// <summary>A signed 8-bit integer.</summary>
internal sealed record Int8Type : IntegerType
{
    /// <summary>The only value.</summary>
    public static readonly Int8Type Default = new();

    private Int8Type()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 1;

    /// <inheritdoc/>
    public override bool IsSigned => true;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Int8;

    /// <inheritdoc/>
    public override string Name => "int8";
}

/// <summary>A signed 16-bit integer.</summary>
internal sealed record Int16Type : IntegerType
{
    /// <summary>The only value.</summary>
    public static readonly Int16Type Default = new();

    private Int16Type()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 2;

    /// <inheritdoc/>
    public override bool IsSigned => true;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Int16;

    /// <inheritdoc/>
    public override string Name => "int16";
}

/// <summary>A signed 32-bit integer.</summary>
internal sealed record Int32Type : IntegerType
{
    /// <summary>The only value.</summary>
    public static readonly Int32Type Default = new();

    private Int32Type()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 4;

    /// <inheritdoc/>
    public override bool IsSigned => true;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Int32;

    /// <inheritdoc/>
    public override string Name => "int32";
}

/// <summary>A signed 64-bit integer.</summary>
internal sealed record Int64Type : IntegerType
{
    /// <summary>The only value.</summary>
    public static readonly Int64Type Default = new();

    private Int64Type()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 8;

    /// <inheritdoc/>
    public override bool IsSigned => true;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Int64;

    /// <inheritdoc/>
    public override string Name => "int64";
}

/// <summary>An unsigned 8-bit integer.</summary>
internal sealed record UInt8Type : IntegerType
{
    /// <summary>The only value.</summary>
    public static readonly UInt8Type Default = new();

    private UInt8Type()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 1;

    /// <inheritdoc/>
    public override bool IsSigned => false;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.UInt8;

    /// <inheritdoc/>
    public override string Name => "uint8";
}

/// <summary>An unsigned 16-bit integer.</summary>
internal sealed record UInt16Type : IntegerType
{
    /// <summary>The only value.</summary>
    public static readonly UInt16Type Default = new();

    private UInt16Type()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 2;

    /// <inheritdoc/>
    public override bool IsSigned => false;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.UInt16;

    /// <inheritdoc/>
    public override string Name => "uint16";
}

/// <summary>An unsigned 32-bit integer.</summary>
internal sealed record UInt32Type : IntegerType
{
    /// <summary>The only value.</summary>
    public static readonly UInt32Type Default = new();

    private UInt32Type()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 4;

    /// <inheritdoc/>
    public override bool IsSigned => false;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.UInt32;

    /// <inheritdoc/>
    public override string Name => "uint32";
}

/// <summary>An unsigned 64-bit integer.</summary>
internal sealed record UInt64Type : IntegerType
{
    /// <summary>The only value.</summary>
    public static readonly UInt64Type Default = new();

    private UInt64Type()
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 8;

    /// <inheritdoc/>
    public override bool IsSigned => false;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.UInt64;

    /// <inheritdoc/>
    public override string Name => "uint64";
}
