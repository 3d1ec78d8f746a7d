using System.Globalization;
using System.Text;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Times;

// Texts that are read in a layout, as messages show them.
internal static class LayoutText
{
    // The date that a text is in a layout; the text itself where it is none.
    public static string DateOf(string pattern, string text) =>
        TimestampFormat.TryCompile(pattern, out TimestampFormat? format, out _)
        && format.TryParse(Encoding.UTF8.GetBytes(text), 1, out long seconds, out _) == TimestampStatus.Ok
            ? Date(seconds)
            : text;

    // The day of an instant, in UTC; the number itself where no calendar has it.
    public static string Date(double secondsSince1970) => Math.Abs(secondsSince1970) < 60_000_000_000
        ? DateTime.UnixEpoch.AddSeconds(secondsSince1970).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : "far from any calendar";
}
