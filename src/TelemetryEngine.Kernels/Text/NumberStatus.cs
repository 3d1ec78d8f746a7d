namespace TelemetryEngine.Kernels.Text;

/// <summary>What became of a text that should be a number.</summary>
internal enum NumberStatus
{
    /// <summary>A number that fits the result.</summary>
    Ok,

    /// <summary>A finite number that does not fit the fast result; <see cref="DecimalText.ParseWide"/> gives it exactly.</summary>
    Wide,

    /// <summary>NaN or an infinity, written as such.</summary>
    NotFinite,

    /// <summary>Not a number.</summary>
    Invalid,

    /// <summary>A number too large, or with too many digits, for anything here.</summary>
    OutOfRange,
}
