using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>
/// Finds delimiters and line ends outside of quotes, in blocks of 64 bytes. It stops before the first block that is not whole and followed by one more
/// byte, for which one of the outputs has no room for 64 entries more, or in which quotes stand where they should not: at a place where
/// no field starts, or with text behind a closing one.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="from">Where to begin.</param>
/// <param name="delimiter">The byte between fields.</param>
/// <param name="inQuote">Whether a quote is open: at <paramref name="from"/> before the call, where the scan stopped after it.</param>
/// <param name="positions">Receives where delimiters and line ends stand: <c>\n</c>, or a <c>\r</c> that no <c>\n</c> follows.</param>
/// <param name="count">The number of positions, those before the call included.</param>
/// <param name="lineEnds">Receives which of the positions are line ends.</param>
/// <param name="lines">The number of line ends, those before the call included.</param>
/// <returns>Where it stopped.</returns>
internal delegate int StructuralScanner(
    ReadOnlySpan<byte> text, int from, byte delimiter, ref bool inQuote, Span<int> positions, ref int count, Span<int> lineEnds, ref int lines);

/// <summary>The scanners, and the one that is used.</summary>
internal static class StructuralScan
{
    /// <summary>Bytes looked at in one step.</summary>
    public const int BlockBytes = StructuralBlock.Bytes;

    /// <summary>The scanners by name, the fastest first. The last one is the definition and runs everywhere.</summary>
    public static IReadOnlyList<Implementation<StructuralScanner>> All { get; } =
    [
        new("vector512", WideScan.IsSupported, WideScan.Scan),
        new("vector256", Vector256.IsHardwareAccelerated, VectorScan.Scan<ScanBlock256>),
        new("vector128", Vector128.IsHardwareAccelerated, VectorScan.Scan<ScanBlock128>),
        new("scalar", true, ScalarScan.Scan),
    ];

    /// <summary>The fastest scanner on this machine, or the one that the environment variable <c>TELEMETRY_SCANNER</c> names.</summary>
    public static StructuralScanner Selected { get; } = Implementation<StructuralScanner>.Selected(All);

    /// <summary>The scanner of that name; the fastest one when there is none, or this machine does not support it.</summary>
    public static StructuralScanner Select(string? name) => Implementation<StructuralScanner>.Select(All, name);
}
