using System.Globalization;

namespace TelemetryEngine.Arrow;

/// <summary>A decimal number: an integer of some bits, to be multiplied by 10^−scale.</summary>
internal abstract record DecimalType : FixedWidthType
{
    private protected DecimalType(int precision, int scale, int mostDigits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, mostDigits);
        Precision = precision;
        Scale = scale;
    }

    /// <summary>The most significant digits that a value has. It is a statement about the data, and nothing here checks it.</summary>
    public int Precision { get; }

    /// <summary>The digits behind the point; negative: zeros before it that are not stored.</summary>
    public int Scale { get; }

    /// <inheritdoc/>
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"decimal{ByteWidth * 8}({Precision}, {Scale})");
}

/// <summary>A decimal number on 32 bits.</summary>
internal sealed record Decimal32Type : DecimalType
{
    /// <summary>Makes the type.</summary>
    /// <param name="precision">The most significant digits that a value has, 1 to 9.</param>
    /// <param name="scale">The digits behind the point.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another precision.</exception>
    public Decimal32Type(int precision, int scale)
        : base(precision, scale, mostDigits: 9)
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 4;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Decimal32;
}

/// <summary>A decimal number on 64 bits.</summary>
internal sealed record Decimal64Type : DecimalType
{
    /// <summary>Makes the type.</summary>
    /// <param name="precision">The most significant digits that a value has, 1 to 18.</param>
    /// <param name="scale">The digits behind the point.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another precision.</exception>
    public Decimal64Type(int precision, int scale)
        : base(precision, scale, mostDigits: 18)
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 8;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Decimal64;
}

/// <summary>A decimal number on 128 bits.</summary>
internal sealed record Decimal128Type : DecimalType
{
    /// <summary>Makes the type.</summary>
    /// <param name="precision">The most significant digits that a value has, 1 to 38.</param>
    /// <param name="scale">The digits behind the point.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another precision.</exception>
    public Decimal128Type(int precision, int scale)
        : base(precision, scale, mostDigits: 38)
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 16;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Decimal128;
}

/// <summary>A decimal number on 256 bits.</summary>
internal sealed record Decimal256Type : DecimalType
{
    /// <summary>Makes the type.</summary>
    /// <param name="precision">The most significant digits that a value has, 1 to 76.</param>
    /// <param name="scale">The digits behind the point.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another precision.</exception>
    public Decimal256Type(int precision, int scale)
        : base(precision, scale, mostDigits: 76)
    {
    }

    /// <inheritdoc/>
    public override int ByteWidth => 32;

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Decimal256;
}
