namespace TelemetryEngine.Kernels.Compare;

/// <summary>How two values are compared. With a NaN on either side each of them is false, <see cref="NotEqual"/> too.</summary>
internal enum Comparison
{
    /// <summary>a = b.</summary>
    Equal,

    /// <summary>a &lt;&gt; b.</summary>
    NotEqual,

    /// <summary>a &lt; b.</summary>
    Less,

    /// <summary>a &lt;= b.</summary>
    LessOrEqual,

    /// <summary>a &gt; b.</summary>
    Greater,

    /// <summary>a &gt;= b.</summary>
    GreaterOrEqual,
}
