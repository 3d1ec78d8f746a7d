using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Kernels.Csv;

// Reads one field of many records as numbers. What is rare it leaves to the caller: the field's bit in careful is set then, and its
// mantissa is anything. What it reads is what DecimalText or Int64Text reads.
// positions: The ends of fields; a field begins one byte behind the end before it.
// firsts: For each record, the index of its first field's end in positions; at least 1.
// layout: Which field, and how its numbers look.
// mantissas: Receives the numbers; as long as firsts.
// careful: Receives a bit for each record, 64 to a word, the first in the lowest: 1 where the caller has to read the field. Bits behind the
// last record are 0.
internal delegate void NumberFieldParser(
    ReadOnlySpan<byte> block, ReadOnlySpan<int> positions, ReadOnlySpan<int> firsts, NumberLayout layout, Span<long> mantissas,
    Span<ulong> careful);

// The parsers of number columns, and the one that is used.
internal static class NumberFields
{
    // The parsers by name, the fastest first. The last one is the definition and runs everywhere.
    public static IReadOnlyList<Implementation<NumberFieldParser>> All { get; } =
    [
        new("vector512", WideNumberFields.IsSupported, WideNumberFields.Parse),
        new("vector256", ShortNumberFields.IsSupported, ShortNumberFields.Parse),
        new("vector128", VectorNumberFields.IsSupported, VectorNumberFields.Parse),
        new("scalar", true, Parse),
    ];

    // The fastest parser on this machine, or the one that the environment variable TELEMETRY_SCANNER names.
    public static NumberFieldParser Selected { get; } = Implementation<NumberFieldParser>.Selected(All);

    // The parser of that name; the fastest one when there is none, or this machine does not support it.
    public static NumberFieldParser Select(string? name) => Implementation<NumberFieldParser>.Select(All, name);

    // The definition.
    internal static void Parse(
        ReadOnlySpan<byte> block, ReadOnlySpan<int> positions, ReadOnlySpan<int> firsts, NumberLayout layout, Span<long> mantissas,
        Span<ulong> careful)
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
}
