using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>Finds the codes of fields, quoted ones among them, and learns which follows which. It may stop at any row; those before it are done.</summary>
/// <param name="rows">The fields.</param>
/// <param name="heads">The texts.</param>
/// <param name="codes">Receives the codes; one for each row.</param>
/// <param name="from">The row to begin with.</param>
/// <returns>The row at which it stopped: its field is empty, unknown, long or near the end of the text. The number of rows when there is none.</returns>
internal delegate int TextMatcher(in FieldRows rows, TextHeads heads, Span<int> codes, int from);

/// <summary>The ways to find codes, and the one that is used.</summary>
internal static class TextMatch
{
    /// <summary>The ways by name, the fastest first. The last one is the definition and runs everywhere.</summary>
    public static IReadOnlyList<Implementation<TextMatcher>> All { get; } =
    [
        new("vector128", Vector128.IsHardwareAccelerated, VectorTextMatch.Match),
        new("scalar", true, Scalar),
    ];

    /// <summary>The fastest way on this machine, or the one that the environment variable <c>TELEMETRY_SCANNER</c> names.</summary>
    public static TextMatcher Selected { get; } = Implementation<TextMatcher>.Selected(All);

    /// <summary>The way of that name; the fastest one when there is none, or this machine does not support it.</summary>
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
