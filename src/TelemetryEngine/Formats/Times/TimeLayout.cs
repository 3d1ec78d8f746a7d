using Apache.Arrow.Types;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Times;

/// <summary>How the times of a column are written.</summary>
internal enum TimeForm
{
    /// <summary>ISO-8601.</summary>
    Iso,

    /// <summary>A number that counts a unit since 1970.</summary>
    Count,

    /// <summary>In a layout.</summary>
    Format,

    /// <summary>Days of a spreadsheet: a number that counts local days since 1899-12-30.</summary>
    Serial,
}

/// <summary>How the times of a column are written, as a plan says it.</summary>
/// <param name="Form">The kind.</param>
/// <param name="Text">The layout or its word, as <c>--time-format</c> takes it; null for ISO-8601 and for integers in the unit of the column.</param>
/// <param name="Pattern">The layout of <see cref="TimeForm.Format"/>.</param>
/// <param name="Unit">What a count counts; null = the unit of the column.</param>
/// <param name="IsInferred">True when nobody said so: then digits and counts must lie in the years that people measure in.</param>
internal sealed record TimeLayout(TimeForm Form, string? Text = null, TimestampFormat? Pattern = null, TimeUnit? Unit = null, bool IsInferred = false)
{
    /// <summary>The words for times that are numbers, and the unit of those that count one.</summary>
    public static IReadOnlyList<(string Word, TimeUnit? Unit)> Words { get; } =
    [
        ("epoch_s", TimeUnit.Second), ("epoch_ms", TimeUnit.Millisecond), ("epoch_us", TimeUnit.Microsecond), ("epoch_ns", TimeUnit.Nanosecond), ("excel", null),
    ];

    public static TimeLayout Iso { get; } = new(TimeForm.Iso);

    /// <summary>Integers that count the unit of the column.</summary>
    public static TimeLayout Counts { get; } = new(TimeForm.Count);

    /// <summary>True for digits and counts of which the engine alone says what they mean.</summary>
    public bool IsBounded => IsInferred && (Form is TimeForm.Count or TimeForm.Serial || (Text?.StartsWith("yyyyMMdd", StringComparison.Ordinal) ?? false));

    /// <summary>Reads a word or a layout.</summary>
    /// <param name="text">As <see cref="TimePlan.Format"/> has it.</param>
    /// <param name="zone">The zone whose abbreviations are known.</param>
    /// <param name="isInferred">True for one that a sample gave.</param>
    /// <exception cref="PlanException">It is none.</exception>
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
            : throw new PlanException($"{Fix.TimeFormat} '{text}': {error}; the words for numbers are {string.Join(", ", Words.Select(static known => known.Word))}");
    }

    /// <summary>The word for counts of a unit.</summary>
    public static string WordOf(TimeUnit unit) => Words.First(known => known.Unit == unit).Word;
}
