using Apache.Arrow.Types;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Times;

// How the times of a column are written.
internal enum TimeForm
{
    // ISO-8601.
    Iso,

    // A number that counts a unit since 1970.
    Count,

    // In a layout.
    Format,

    // Days of a spreadsheet: a number that counts local days since 1899-12-30.
    Serial,
}

// How the times of a column are written, as a plan says it.
// Text: The layout or its word, as --time-format takes it; null for ISO-8601 and for integers in the unit of the column.
// Unit: What a count counts; null = the unit of the column.
// IsInferred: True when it was not given: then digits and counts must lie in the years that people measure in.
internal sealed record TimeLayout(
    TimeForm Form, string? Text = null, TimestampFormat? Pattern = null, TimeUnit? Unit = null, bool IsInferred = false)
{
    // The words for times that are numbers, and the unit of those that count one.
    public static IReadOnlyList<(string Word, TimeUnit? Unit)> Words { get; } =
    [
        ("epoch_s", TimeUnit.Second), ("epoch_ms", TimeUnit.Millisecond), ("epoch_us", TimeUnit.Microsecond),
        ("epoch_ns", TimeUnit.Nanosecond), ("excel", null),
    ];

    public static TimeLayout Iso { get; } = new(TimeForm.Iso);

    // Integers that count the unit of the column.
    public static TimeLayout Counts { get; } = new(TimeForm.Count);

    // True for digits and counts of which the engine alone says what they mean.
    public bool IsBounded =>
        IsInferred && (Form is TimeForm.Count or TimeForm.Serial || (Text?.StartsWith("yyyyMMdd", StringComparison.Ordinal) ?? false));

    // Reads a word or a layout.
    // zone: The zone whose abbreviations are known.
    // isInferred: True for one that a sample gave.
    // throws PlanException: It is none.
    public static TimeLayout Of(string text, string zone, bool isInferred = false)
    {
        foreach ((string word, TimeUnit? unit) in Words)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return new TimeLayout(unit is null ? TimeForm.Serial : TimeForm.Count, word, Unit: unit, IsInferred: isInferred);
            }
        }

        return TimestampFormat.TryCompile(text, out TimestampFormat? format, out string? error)
            ? new TimeLayout(TimeForm.Format, text, format.With(ZoneAbbreviations.Of(zone)), IsInferred: isInferred)
            : throw new PlanException(
                $"{Fix.TimeFormat} '{text}': {error}; the words for numbers are {string.Join(", ", Words.Select(static known => known.Word))}");
    }

    // The word for counts of a unit.
    public static string WordOf(TimeUnit unit) => Words.First(known => known.Unit == unit).Word;
}
