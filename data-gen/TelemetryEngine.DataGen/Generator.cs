using TelemetryEngine.DataGen.Columns;
using TelemetryEngine.DataGen.Text;

namespace TelemetryEngine.DataGen;

/// <summary>
/// Writes synthetic readings. The bytes depend on the options alone: not on the number of threads, nor on the machine, because
/// every row is made from its number in integer arithmetic.
/// </summary>
public static class Generator
{
    private const int TextRowsPerBlock = 16_384;

    /// <summary>
    /// Writes the readings that the options describe, and returns how many: <see cref="GeneratorOptions.Rows"/> without those missing in
    /// gaps.
    /// </summary>
    /// <param name="options">What to make.</param>
    /// <param name="output">Where to; written from the calling thread in large blocks, not flushed and not closed.</param>
    /// <param name="progress">Told the number of rows made so far, those missing in gaps among them, after each block.</param>
    /// <param name="cancellation">Asked before each block; what was written until then stays.</param>
    /// <exception cref="ArgumentException">The options can't be made, see <see cref="GeneratorOptions.Validate"/>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static long Write(
        GeneratorOptions options, Stream output, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        Write(options, output, TextRowsPerBlock, progress, cancellation);

    // As the public method, with a block size of the text formats that a test may choose.
    internal static long Write(
        GeneratorOptions options, Stream output, int rowsPerBlock, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsPerBlock);
        GeneratorLimits.Check(options);
        if (options.Format == OutputFormat.Arrow)
        {
            return ArrowBlocks.Write(options, output, progress, cancellation);
        }

        return WriteText(TextOf(options), options, output, rowsPerBlock, progress, cancellation);
    }

    private static IRowText TextOf(GeneratorOptions options) => (options.Profile, options.Format) switch
    {
        (Profile.Meters, OutputFormat.Csv) => new MeterCsv(options),
        (Profile.Meters, OutputFormat.NdJson) => new MeterNdJson(options),
        (_, OutputFormat.Csv) => new StationCsv(options),
        _ => new StationNdJson(options),
    };

    private static long WriteText(
        IRowText text, GeneratorOptions options, Stream output, int rowsPerBlock, IProgress<long>? progress, CancellationToken cancellation)
    {
        output.Write(text.Header);
        long written = 0;
        long blocks = (options.Rows + rowsPerBlock - 1) / rowsPerBlock;
        OrderedBlocks<TextBlock> ordered = new(
            blocks,
            () => new TextBlock(rowsPerBlock * text.MaxRowBytes),
            (block, slot) =>
            {
                long first = block * rowsPerBlock;
                (slot.Length, slot.Rows) = text.Write(first, (int)Math.Min(rowsPerBlock, options.Rows - first), slot.Bytes);
            },
            (block, slot) =>
            {
                output.Write(slot.Bytes.AsSpan(0, slot.Length));
                written += slot.Rows;
                progress?.Report(Math.Min((block + 1) * rowsPerBlock, options.Rows));
            });
        ordered.Run(options.Threads == 0 ? Environment.ProcessorCount : options.Threads, cancellation);
        return written;
    }

    private sealed class TextBlock(int capacity)
    {
        public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(capacity);

        public int Length { get; set; }

        public int Rows { get; set; }
    }
}
