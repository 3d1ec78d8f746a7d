using System.Runtime.Intrinsics;

namespace TelemetryEngine.Kernels.Csv;

// Finds delimiters and line ends outside of quotes, in blocks of 64 bytes. It stops before the first block that is not whole and followed
// by one more byte, for which one of the outputs has no room for 64 entries more, or in which quotes stand where they should not: at a
// place where no field starts, or with text behind a closing one.
// inQuote: Whether a quote is open: at from before the call, where the scan stopped after it.
// positions: Receives where delimiters and line ends stand: \n, or a \r that no \n follows.
// count: The number of positions, those before the call included.
// lineEnds: Receives which of the positions are line ends.
// lines: The number of line ends, those before the call included.
// returns: Where it stopped.
internal delegate int StructuralScanner(
    ReadOnlySpan<byte> text, int from, byte delimiter, ref bool inQuote, Span<int> positions, ref int count, Span<int> lineEnds,
    ref int lines);

// The scanners, and the one that is used.
internal static class StructuralScan
{
    // Bytes looked at in one step.
    public const int BlockBytes = StructuralBlock.Bytes;

    // The scanners by name, the fastest first. The last one is the definition and runs everywhere.
    public static IReadOnlyList<Implementation<StructuralScanner>> All { get; } =
    [
        new("vector512", WideScan.IsSupported, WideScan.Scan),
        new("vector256", Vector256.IsHardwareAccelerated, VectorScan.Scan<ScanBlock256>),
        new("vector128", Vector128.IsHardwareAccelerated, VectorScan.Scan<ScanBlock128>),
        new("scalar", true, ScalarScan.Scan),
    ];

    // The fastest scanner on this machine, or the one that the environment variable TELEMETRY_SCANNER names.
    public static StructuralScanner Selected { get; } = Implementation<StructuralScanner>.Selected(All);

    // The scanner of that name; the fastest one when there is none, or this machine does not support it.
    public static StructuralScanner Select(string? name) => Implementation<StructuralScanner>.Select(All, name);
}
