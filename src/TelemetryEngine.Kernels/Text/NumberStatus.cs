namespace TelemetryEngine.Kernels.Text;

// What became of a text that should be a number.
internal enum NumberStatus
{
    // A number that fits the result.
    Ok,

    // A finite number that does not fit the fast result; DecimalText.ParseWide gives it exactly.
    Wide,

    // NaN or an infinity, written as such.
    NotFinite,

    // Not a number.
    Invalid,

    // A number too large, or with too many digits, for anything here.
    OutOfRange,
}
