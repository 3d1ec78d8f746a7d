using System.Text.Unicode;

namespace TelemetryEngine.Kernels.Text;

/// <summary>Whether bytes may stand in a text column.</summary>
internal static class Utf8Validity
{
    /// <summary>True when the bytes are well-formed UTF-8 without a NUL. Empty is valid.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text) => !text.Contains((byte)0) && Utf8.IsValid(text);
}
