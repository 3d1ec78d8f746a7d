using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Times;

// Dates written in digits alone: 20240131, with the hour, the minute and the second behind.
internal static class CompactDate
{
    // The layouts, by the number of digits: 8, 10, 12 and 14.
    public static IReadOnlyList<string> Patterns { get; } = ["yyyyMMdd", "yyyyMMddHH", "yyyyMMddHHmm", "yyyyMMddHHmmss"];

    private static readonly TimestampFormat[] Formats = [.. Patterns.Select(static pattern =>
        TimestampFormat.TryCompile(pattern, out TimestampFormat? format, out _)
            ? format
            : throw new InvalidOperationException($"{pattern} is no layout"))];

    // True for 8, 10, 12 or 14 digits that are a time of the years 1900 to 2100.
    public static bool IsDate(ReadOnlySpan<byte> digits) =>
        (digits[0] == '1' && digits[1] == '9' || digits[0] == '2' && digits[1] == '0' || digits[..4].SequenceEqual("2100"u8))
        && Formats[digits.Length / 2 - 4].TryParse(digits, 1, out _, out _) == TimestampStatus.Ok;
}
