using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

// Finds the codes of fields, quoted ones among them, and learns which follows which. It may stop at any row; those before it are done.
// codes: Receives the codes; one for each row.
// from: The row to begin with.
// returns: The row at which it stopped: its field is empty, unknown, long or near the end of the text. The number of rows when there is
// none.
internal delegate int TextMatcher(in FieldRows rows, TextHeads heads, Span<int> codes, int from);

// The ways to find codes, and the one that is used.
internal static class TextMatch
{
    // The ways by name, the fastest first. The last one is the definition and runs everywhere.
    public static IReadOnlyList<Implementation<TextMatcher>> All { get; } =
    [
        new("vector128", Vector128.IsHardwareAccelerated, VectorTextMatch.Match),
        new("scalar", true, Scalar),
    ];

    // The fastest way on this machine, or the one that the environment variable TELEMETRY_SCANNER names.
    public static TextMatcher Selected { get; } = Implementation<TextMatcher>.Selected(All);

    // The way of that name; the fastest one when there is none, or this machine does not support it.
    public static TextMatcher Select(string? name) => Implementation<TextMatcher>.Select(All, name);

    private static int Scalar(in FieldRows rows, TextHeads heads, Span<int> codes, int from)
    {
        for (int row = from; row < codes.Length; row++)
        {
            ReadOnlySpan<byte> raw = rows[row];
            int code = heads.Find(raw.Length > 1 && raw[0] == '"' ? raw[1..^1] : raw);
            if (code < 0)
            {
                return row;
            }

            codes[row] = code;
            heads.Follow(code);
        }

        return codes.Length;
    }
}
