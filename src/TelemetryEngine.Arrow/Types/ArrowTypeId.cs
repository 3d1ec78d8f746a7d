namespace TelemetryEngine.Arrow;

/// <summary>The layouts that this library holds. The names are those of Apache Arrow.</summary>
public enum ArrowTypeId
{
    /// <summary>One bit a row.</summary>
    Boolean,

    /// <summary>A signed 32-bit integer.</summary>
    Int32,

    /// <summary>A signed 64-bit integer.</summary>
    Int64,

    /// <summary>A binary 32-bit floating-point number.</summary>
    Float,

    /// <summary>A binary 64-bit floating-point number.</summary>
    Double,

    /// <summary>A signed 64-bit count of a unit since 1970-01-01T00:00.</summary>
    Timestamp,

    /// <summary>UTF-8 text with 32-bit offsets.</summary>
    String,

    /// <summary>Integer codes into a dictionary of values.</summary>
    Dictionary,
}
