namespace TelemetryEngine.Kernels.Text;

// true and false as text, in small, large or title letters.
internal static class BoolText
{
    // False for any other text. Never throws.
    public static bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        value = text.SequenceEqual("true"u8) || text.SequenceEqual("True"u8) || text.SequenceEqual("TRUE"u8);
        return value || text.SequenceEqual("false"u8) || text.SequenceEqual("False"u8) || text.SequenceEqual("FALSE"u8);
    }
}
