using System.Text.Unicode;

namespace TelemetryEngine.Kernels.Text;

// Whether bytes may stand in a text column.
internal static class Utf8Validity
{
    // True when the bytes are well-formed UTF-8 without a NUL. Empty is valid.
    public static bool IsValid(ReadOnlySpan<byte> text) => !text.Contains((byte)0) && Utf8.IsValid(text);
}
