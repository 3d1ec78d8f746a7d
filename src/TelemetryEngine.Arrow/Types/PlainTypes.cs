namespace TelemetryEngine.Arrow;

/// <summary>Every row is null; there are no buffers.</summary>
internal sealed record NullType : ArrowType
{
    /// <summary>The only value.</summary>
    public static readonly NullType Default = new();

    private NullType()
    {
    }

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Null;

    /// <inheritdoc/>
    public override string Name => "null";
}

/// <summary>False or true, one bit a row.</summary>
internal sealed record BooleanType : ArrowType
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
