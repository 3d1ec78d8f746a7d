namespace TelemetryEngine.Kernels.Compare;

// How two values are compared. With a NaN on either side each of them is false, NotEqual too.
internal enum Comparison
{
    // a = b.
    Equal,

    // a <> b.
    NotEqual,

    // a < b.
    Less,

    // a <= b.
    LessOrEqual,

    // a > b.
    Greater,

    // a >= b.
    GreaterOrEqual,
}
