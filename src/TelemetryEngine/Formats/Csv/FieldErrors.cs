using System.Text;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Kernels.Text;
using TelemetryEngine.Quoting;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

/// <summary>What is said of a field or record that can't be read: the reason, and the flag that helps.</summary>
internal static class FieldErrors
{
    public const string UnclosedQuote = "a quote that is opened here is never closed, so the rest of the input can't be read";

    public const string TextBehindQuote = "text follows a closing quote" + RowRemedy.Skip;

    public static string LongRecord(CsvLimits limits) =>
        string.Create(null, $"a record of more than {limits.MaxRecordBytes >> 20} MB; perhaps a quote in it is never closed{(limits.IsForMemory ? " (a record may take a sixteenth of --memory)" : "")}");

    public static string FieldCount(int found, int expected, bool hasHeader)
    {
        string fields = found == 1 ? "1 field" : string.Create(null, $"{found} fields");
        return string.Create(null, $"{fields} where the {(hasHeader ? "header" : "first row")} has {expected}{(found < expected ? " (--ragged pad reads what is missing as null)" : "")}{RowRemedy.Skip}");
    }

    public static string NotInteger(string column, ReadOnlySpan<byte> text, string type, bool tooLarge)
    {
        if (tooLarge)
        {
            return $"'{FieldText.Show(text)}' does not fit {type}; {FlagHint.Schema(column, type == "int32" ? "int64" : "float64")} has room for it";
        }

        bool isNumber = DecimalText.ParseWide(text, (byte)'.', out _, out _, out _) is NumberStatus.Wide or NumberStatus.NotFinite;
        return isNumber
            ? $"'{FieldText.Show(text)}' is not an {type}; {FlagHint.Schema(column, "float64")} reads the column as numbers with fractions"
            : $"'{FieldText.Show(text)}' is not an {type}; {NullHint(text) ?? $"{FlagHint.Schema(column, "utf8")} reads the column as text"}";
    }

    public static string NotKey(string column, ReadOnlySpan<byte> text) =>
        $"'{FieldText.Show(text)}' is not an integer as keys of '{VisibleText.Of(column)}' are written so far; {FlagHint.Schema(column, "utf8")} keeps keys as they are written";

    public static string NotNumber(ReadOnlySpan<byte> text, byte separator)
    {
        string shown = FieldText.Show(text);
        if (NullHint(text) is { } hint)
        {
            return $"'{shown}' is not a number; {hint}";
        }

        if (DecimalText.ParseWide(text, separator, out _, out _, out _) == NumberStatus.OutOfRange)
        {
            return $"'{shown}' is beyond the range of numbers{RowRemedy.Skip}";
        }

        return $"'{shown}' is not a number{RowRemedy.For(text)}";
    }

    public static string NotSingle(string column, ReadOnlySpan<byte> text) =>
        $"'{FieldText.Show(text)}' does not fit float32; {FlagHint.Schema(column, "float64")} has room for it";

    public static string NotBool(string column, ReadOnlySpan<byte> text) =>
        $"'{FieldText.Show(text)}' is neither true nor false; {NullHint(text) ?? $"{FlagHint.Schema(column, "utf8")} reads the column as text"}";

    public static string NotText(ReadOnlySpan<byte> text) => text.Contains((byte)0)
        ? "a NUL byte in a text" + RowRemedy.Skip
        : $"bytes that are not UTF-8; {FlagHint.Of("--encoding", TextEncodings.Likely(text))} reads the file, if it is that";

    public static string NotTime(string column, ReadOnlySpan<byte> text, TimestampStatus status, long ticksPerSecond)
    {
        string shown = FieldText.Show(text);
        return status switch
        {
            TimestampStatus.NoSuchDate => $"'{shown}' is a date that no calendar has{RowRemedy.Skip}",
            TimestampStatus.NoSuchTime => $"'{shown}' is a time that no clock shows{RowRemedy.Skip}",
            TimestampStatus.TooPrecise when ticksPerSecond < 1_000_000_000 => $"'{shown}' has digits beyond the column's unit; {FlagHint.Schema(column, "timestamp[ns]")} keeps them",
            TimestampStatus.TooPrecise => $"'{shown}' has digits beyond nanoseconds{RowRemedy.Skip}",
            TimestampStatus.OutOfRange => $"'{shown}' is outside the range of the column's unit; a coarser one, such as {FlagHint.Schema(column, "timestamp[s]")}, has more",
            _ => $"'{shown}' is not a time; {NullHint(text) ?? "--time-format says how times are written"}",
        };
    }

    public static string NotLayout(string column, ReadOnlySpan<byte> text, TimestampStatus status, long ticksPerSecond, string layout) =>
        status == TimestampStatus.Invalid && NullHint(text) is null
            ? $"'{FieldText.Show(text)}' is not a time written {layout}; --time-format says how times are written, --on-error skip leaves such rows out"
            : NotTime(column, text, status, ticksPerSecond);

    public static string NotLikely(string column, ReadOnlySpan<byte> text) =>
        $"'{FieldText.Show(text)}' would be a time outside of 1950 to 2100; {FlagHint.Of("--time", column)} --time-format epoch_s, epoch_ms, epoch_us, epoch_ns, excel or a layout says what it means, --on-error skip leaves such rows out";

    public static string NotDays(ReadOnlySpan<byte> text) =>
        $"'{FieldText.Show(text)}' is no day of a spreadsheet, which are numbers from 61 to 2958465; {NullHint(text) ?? "--on-error skip leaves such rows out"}";

    public static string NotCount(string column, ReadOnlySpan<byte> text, bool otherUnit, bool isTooPrecise) => isTooPrecise
        ? $"'{FieldText.Show(text)}' has digits beyond the column's unit; {FlagHint.Schema(column, "timestamp[us]")} or [ns] keeps them"
        : otherUnit
        ? $"'{FieldText.Show(text)}' is too large for a time in the column's unit; {FlagHint.Schema(column, "timestamp[ms]")}, [us] or [ns] reads a finer one"
        : $"'{FieldText.Show(text)}' is not an integer time{(NullHint(text) is { } hint ? "; " + hint : RowRemedy.Skip)}";

    public static string NotLocalTime(ReadOnlySpan<byte> text, string zone, in LocalMeaning meaning, long localSeconds)
    {
        if (meaning.Count != 0)
        {
            return $"the local time '{FieldText.Show(text)}' occurs twice in {zone}; --ambiguous earliest, latest or order decides which is meant";
        }

        DateTime moved = DateTime.UnixEpoch.AddSeconds(localSeconds + meaning.LaterOffset - meaning.Offset);
        string standard = FlagHint.Of("--input-zone", Zones.OffsetText((int)(meaning.Offset / 60)));
        return string.Create(
            null,
            $"the local time '{FieldText.Show(text)}' does not exist in {zone}: the clock was set forward over it; --nonexistent shift reads it as {moved:HH:mm}, and {standard} is for a clock that is never set, as of meters that keep standard time");
    }

    private static string? NullHint(ReadOnlySpan<byte> text) => NullWords.Find(text) >= 0 ? $"{FlagHint.Of("--null", Encoding.UTF8.GetString(text))} reads it as null" : null;
}
