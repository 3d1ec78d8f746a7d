using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Csv;

/// <summary>
/// Reads one field of many records as numbers. What is rare it leaves to the caller: the field's bit in <paramref name="careful"/> is set then, and its
/// mantissa is anything. What it reads is what <see cref="DecimalText"/> or <see cref="Int64Text"/> reads.
/// </summary>
/// <param name="block">The text.</param>
/// <param name="positions">The ends of fields; a field begins one byte behind the end before it.</param>
/// <param name="firsts">For each record, the index of its first field's end in <paramref name="positions"/>; at least 1.</param>
/// <param name="layout">Which field, and how its numbers look.</param>
/// <param name="mantissas">Receives the numbers; as long as <paramref name="firsts"/>.</param>
/// <param name="careful">Receives a bit for each record, 64 to a word, the first in the lowest: 1 where the caller has to read the field. Bits behind the last record are 0.</param>
public delegate void NumberFieldParser(
    ReadOnlySpan<byte> block, ReadOnlySpan<int> positions, ReadOnlySpan<int> firsts, NumberLayout layout, Span<long> mantissas, Span<ulong> careful);

/// <summary>The parsers of number columns, and the one that is used.</summary>
public static class NumberFields
{
    /// <summary>The parsers by name, the fastest first. The last one is the definition and runs everywhere.</summary>
    public static IReadOnlyList<Implementation<NumberFieldParser>> All { get; } =
    [
        new("vector512", WideNumberFields.IsSupported, WideNumberFields.Parse),
        new("vector128", VectorNumberFields.IsSupported, VectorNumberFields.Parse, isCompiledBeforehand: true),
        new("scalar", true, Parse, isCompiledBeforehand: true),
    ];

    private static readonly KernelChoice<NumberFieldParser> Choice = NewChoice(WideKernels.ComeLater);

    /// <summary>The fastest parser this machine has and <see cref="WideKernels"/> has compiled, or the one that the environment variable <c>TELEMETRY_SCANNER</c> names.</summary>
    public static NumberFieldParser Selected => Choice.Current;

    /// <summary>The parser of that name; the fastest one when there is none, or this machine does not support it.</summary>
    public static NumberFieldParser Select(string? name) => Implementation<NumberFieldParser>.Select(All, name);

    internal static void Compile() => Choice.Compile();

    internal static KernelChoice<NumberFieldParser> NewChoice(bool comesLater) => new(All, Rehearse, comesLater);

    /// <summary>The definition.</summary>
    internal static void Parse(
        ReadOnlySpan<byte> block, ReadOnlySpan<int> positions, ReadOnlySpan<int> firsts, NumberLayout layout, Span<long> mantissas, Span<ulong> careful)
    {
        careful[..((firsts.Length + 63) / 64)].Clear();
        for (int row = 0; row < firsts.Length; row++)
        {
            int at = firsts[row] + layout.Field;
            ReadOnlySpan<byte> text = block[(positions[at - 1] + 1)..positions[at]];
            if (layout.IsLast && !text.IsEmpty && text[^1] == '\r')
            {
                text = text[..^1];
            }

            NumberStatus status = layout.IsInteger
                ? Int64Text.TryParse(text, out mantissas[row])
                : DecimalText.TryParse(text, layout.Separator, layout.Scale, out mantissas[row]);
            careful[row >> 6] |= status == NumberStatus.Ok ? 0 : 1UL << row;
        }
    }

    /// <summary>A column of 64 ones.</summary>
    private static void Rehearse(NumberFieldParser parse)
    {
        const int Rows = 64;
        byte[] text = new byte[4 * Rows];
        int[] ends = new int[Rows + 1];
        int[] firsts = new int[Rows];
        ends[0] = -1;
        for (int row = 0; row < Rows; row++)
        {
            text[2 * row] = (byte)'1';
            ends[row + 1] = (2 * row) + 1;
            firsts[row] = row + 1;
        }

        parse(text, ends, firsts, NumberLayout.Decimals(field: 0, isLast: false, (byte)'.', scale: 0), new long[Rows], new ulong[1]);
    }
}
