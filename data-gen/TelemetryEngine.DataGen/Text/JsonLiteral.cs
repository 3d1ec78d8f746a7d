using System.Runtime.CompilerServices;
using TelemetryEngine.DataGen.Rows;

namespace TelemetryEngine.DataGen.Text;

// The pieces that both kinds of JSON row share.
internal static class JsonLiteral
{
    // Copies a literal and returns its length.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Append(Span<byte> to, ReadOnlySpan<byte> text)
    {
        text.CopyTo(to);
        return text.Length;
    }

    // Ends an object and its line: a row with a missing field is cut off, one with an extra field has a second value.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AppendEnd(Span<byte> to, Defect defect) => defect switch
    {
        Defect.MissingField => Append(to, "\n"u8),
        Defect.ExtraField => Append(to, "},0\n"u8),
        _ => Append(to, "}\n"u8),
    };
}
