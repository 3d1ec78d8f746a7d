using System.Globalization;
using System.Text;
using Apache.Arrow.Types;
using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Reports;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli.Inspection;

// What inspect says of order, repeats and gaps: of the whole file, or of all series together and of the worst few.
internal static class SeriesReport
{
    private const int MostShown = 10;

    // Appends the lines.
    public static void Append(StringBuilder text, InputProfile profile)
    {
        IReadOnlyList<SeriesProfile> all = profile.Series;
        TimeUnit unit = profile.TimeUnit!.Value;
        if (profile.Keys.Count > 0)
        {
            long further = profile.RowsOfFurtherSeries;
            string beyond = further > 0 ? $"; {Quantity.Count(further, "row")} of further ones not looked at" : "";
            Line(text, "series", $"{Quantity.Count(all.Count)} by {string.Join(", ", profile.Keys)}{beyond}");
        }

        Line(text, "order", Order(all));
        Line(text, "repeats", Repeats(all, profile));
        Line(text, "step", Step(all, unit));
        Line(text, "gaps", Gaps(all, unit));
    }

    // Appends the worst few series, where there are several.
    public static void AppendWorst(StringBuilder text, InputProfile profile)
    {
        if (profile is { TimeUnit: { } unit, Keys.Count: > 0 })
        {
            AppendWorst(text, profile.Series, unit, string.Join(", ", profile.Keys));
        }
    }

    private static string Order(IReadOnlyList<SeriesProfile> all)
    {
        long back = all.Sum(static series => series.OutOfOrder);
        int falling = all.Count(static series => series.IsNewestFirst);
        return back > 0 ? $"out of order in {Quantity.Count(back, "place")}{In(all, static series => series.OutOfOrder > 0)}"
            : falling == 0 ? "each time is at or after the one above"
            : falling == all.Count ? "newest first: each time is at or before the one above"
            : $"{Quantity.Count(falling)} of {Quantity.Count(all.Count, "series", "series")} newest first, the others oldest first";
    }

    private static string Repeats(IReadOnlyList<SeriesProfile> all, InputProfile profile)
    {
        long repeats = all.Sum(static series => series.Repeats);
        if (repeats == 0)
        {
            return "none: every time is there once";
        }

        string bound = all.All(static series => series.RepeatsAreExact) ? "" : "at least ";
        string hint = profile.Keys.Count == 0 && profile.LikelyKey is { } key
            ? $"; if they are of several series, look again with {FlagHint.Of("--by", FlagHint.ListName(key))}"
            : "";
        return $"{bound}{Quantity.Count(repeats, "row")} with a time that an earlier row has{In(all, static series => series.Repeats > 0)}{hint}";
    }

    private static string Step(IReadOnlyList<SeriesProfile> all, TimeUnit unit)
    {
        (long Length, int Count)[] steps = [.. all.Where(static series => series.HasUsualStep)
            .GroupBy(static series => series.CommonStep, static (length, those) => (Length: length, Count: those.Count()))
            .OrderByDescending(static step => step.Count).ThenBy(static step => step.Length)];
        if (steps.Length == 0)
        {
            return all.Any(static series => series.Steps > 0)
                ? "none is usual: no step from reading to reading makes up half of them"
                : "none: no series has two times";
        }

        (long part, long whole) = (all.Sum(static series => series.CommonSteps), all.Sum(static series => series.Steps));
        string few = string.Join(", ", steps.Skip(1).Take(3).Select(step => Span(step.Length, unit))) + (steps.Length > 4 ? ", …" : "");
        string others = steps.Length > 1 ? $" in {Quantity.Count(steps[0].Count, "series", "series")}; others have {few}" : "";
        return $"{Span(steps[0].Length, unit)}{others}; {Quantity.Share(part, whole)} of the steps are the usual one";
    }

    private static string Gaps(IReadOnlyList<SeriesProfile> all, TimeUnit unit)
    {
        SeriesProfile[] regular = [.. all.Where(static series => series.HasUsualStep)];
        if (regular.Length == 0)
        {
            return "not told, as no step is usual";
        }

        long gaps = regular.Sum(static series => series.Gaps);
        string untold = regular.Length < all.Count
            ? $" (without the {Quantity.Count(all.Count - regular.Length, "series", "series")} that have no usual step)"
            : "";
        if (gaps == 0)
        {
            return $"none{untold}";
        }

        string bound = all.Any(static series => series.OutOfOrder > 0) ? "at most " : "";
        SeriesProfile worst = regular.Where(static series => series.Gaps > 0).MaxBy(static series => series.LongestGap!.Length)!;
        string of = worst.Name.Length > 0 ? $" of {DisplayWidth.Cut(VisibleText.Of(worst.Name), 40)}" : "";
        string missing = Quantity.Count(regular.Sum(static series => series.MissingReadings), "missing reading");
        string where = In(all, static series => series.Gaps > 0) + untold;
        return $"{bound}{Quantity.Count(gaps)}, of {missing}{where}; the longest{of}: {Longest(worst, unit)}";
    }

    private static void AppendWorst(StringBuilder text, IReadOnlyList<SeriesProfile> all, TimeUnit unit, string keys)
    {
        SeriesProfile[] odd = [.. all.Where(static series => series.Gaps > 0 || series.Repeats > 0 || series.OutOfOrder > 0)
            .OrderByDescending(static series => series.MissingReadings + series.Repeats + series.OutOfOrder)
            .ThenBy(static series => series.Name, StringComparer.Ordinal)];
        if (odd.Length == 0)
        {
            return;
        }

        List<string[]> lines = [[keys, "rows", "step", "gaps", "missing", "repeats", "out of order", "longest gap"]];
        lines.AddRange(odd.Take(MostShown).Select(series => (string[])
            [
                series.Name, Quantity.Count(series.Rows), series.HasUsualStep ? Span(series.CommonStep, unit) : "",
                series.HasUsualStep ? Quantity.Count(series.Gaps) : "", series.HasUsualStep ? Quantity.Count(series.MissingReadings) : "",
                Quantity.Count(series.Repeats), Quantity.Count(series.OutOfOrder),
                series.HasUsualStep && series.Gaps > 0 ? Longest(series, unit) : "",
            ]));
        text.Append('\n').Append(AlignedText.Of(lines));
        if (odd.Length > MostShown)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"and {Quantity.Count(odd.Length - MostShown)} more series with gaps, repeats or times out of order\n");
        }
    }

    private static string In(IReadOnlyList<SeriesProfile> all, Func<SeriesProfile, bool> isOdd) =>
        all.Count > 1 ? $" in {Quantity.Count(all.Count(isOdd), "series", "series")}" : "";

    private static string Longest(SeriesProfile series, TimeUnit unit)
    {
        TimeGap gap = series.LongestGap!;
        return $"{gap.From} to {gap.To} ({Span(gap.Length, unit)})";
    }

    private static string Span(long length, TimeUnit unit)
    {
        (long perSecond, string symbol) = unit switch
        {
            TimeUnit.Second => (1L, "s"),
            TimeUnit.Millisecond => (1_000L, "ms"),
            TimeUnit.Microsecond => (1_000_000L, "us"),
            _ => (1_000_000_000L, "ns"),
        };
        if (length % perSecond != 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{length:N0} {symbol}");
        }

        long seconds = length / perSecond;
        (long Count, string Unit)[] parts =
            [(seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
        return string.Join(' ',
            parts.Where(static part => part.Count > 0).Select(static part => $"{Quantity.Count(part.Count)} {part.Unit}"));
    }

    private static void Line(StringBuilder text, string label, string words) =>
        text.Append(label.PadRight(12)).Append(VisibleText.Of(words)).Append('\n');
}
