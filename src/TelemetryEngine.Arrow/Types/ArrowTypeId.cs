namespace TelemetryEngine.Arrow;

/// <summary>The layouts that this library holds. The names are those of Apache Arrow.</summary>
internal enum ArrowTypeId
{
    /// <summary>Every row is null.</summary>
    Null,

    /// <summary>One bit a row.</summary>
    Boolean,

    /// <summary>A signed 8-bit integer.</summary>
    Int8,

    /// <summary>A signed 16-bit integer.</summary>
    Int16,

    /// <summary>A signed 32-bit integer.</summary>
    Int32,

    /// <summary>A signed 64-bit integer.</summary>
    Int64,

    /// <summary>An unsigned 8-bit integer.</summary>
    UInt8,

    /// <summary>An unsigned 16-bit integer.</summary>
    UInt16,

    /// <summary>An unsigned 32-bit integer.</summary>
    UInt32,

    /// <summary>An unsigned 64-bit integer.</summary>
    UInt64,

    /// <summary>A binary 16-bit floating-point number.</summary>
    HalfFloat,

    /// <summary>A binary 32-bit floating-point number.</summary>
    Float,

    /// <summary>A binary 64-bit floating-point number.</summary>
    Double,

    /// <summary>A decimal number on 32 bits.</summary>
    Decimal32,

    /// <summary>A decimal number on 64 bits.</summary>
    Decimal64,

    /// <summary>A decimal number on 128 bits.</summary>
    Decimal128,

    /// <summary>A decimal number on 256 bits.</summary>
    Decimal256,

    /// <summary>Days since 1970-01-01.</summary>
    Date32,

    /// <summary>Milliseconds since 1970-01-01T00:00.</summary>
    Date64,

    /// <summary>Seconds or milliseconds since midnight.</summary>
    Time32,

    /// <summary>Microseconds or nanoseconds since midnight.</summary>
    Time64,

    /// <summary>A signed 64-bit count of a unit since 1970-01-01T00:00.</summary>
    Timestamp,

    /// <summary>A signed 64-bit count of a unit.</summary>
    Duration,

    /// <summary>A length of calendar time.</summary>
    Interval,

    /// <summary>UTF-8 text with 32-bit offsets.</summary>
    String,

    /// <summary>UTF-8 text with 64-bit offsets.</summary>
    LargeString,

    /// <summary>UTF-8 text as views.</summary>
    StringView,

    /// <summary>Bytes with 32-bit offsets.</summary>
    Binary,

    /// <summary>Bytes with 64-bit offsets.</summary>
    LargeBinary,

    /// <summary>Bytes as views.</summary>
    BinaryView,

    /// <summary>Values of some bytes each.</summary>
    FixedSizeBinary,

    /// <summary>Lists with 32-bit offsets.</summary>
    List,

    /// <summary>Lists with 64-bit offsets.</summary>
    LargeList,

    /// <summary>Lists of one size.</summary>
    FixedSizeList,

    /// <summary>A value for each of several fields.</summary>
    Struct,

    /// <summary>Lists of keys and values.</summary>
    Map,

    /// <summary>A value of one of several types.</summary>
    Union,

    /// <summary>Values that hold for runs of rows.</summary>
    RunEndEncoded,

    /// <summary>Integer codes into a dictionary of values.</summary>
    Dictionary,
}
