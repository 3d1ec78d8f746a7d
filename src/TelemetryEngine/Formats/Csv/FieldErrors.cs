using System.Text;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Kernels.Text;
using TelemetryEngine.Quoting;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

// What is said of a field or record that can't be read: the reason, and what helps.
internal static class FieldErrors
{
    public static readonly MessageText UnclosedQuote =
        Message.Of($"a quote that is opened here is never closed, so the rest of the input can't be read");

    public static readonly MessageText TextBehindQuote = Message.Of($"text follows a closing quote{RowRemedy.Skip}");

    public static MessageText LongRecord(CsvLimits limits) =>
        Message.Of(
            $"a record of more than {limits.MaxRecordBytes >> 20} MB; perhaps a quote in it is never closed{(limits.IsForMemory ? Message.Of($" (a record may take a sixteenth of {Fix.Memory})") : null)}");

    public static MessageText FieldCount(int found, int expected, bool hasHeader)
    {
        string fields = found == 1 ? "1 field" : string.Create(null, $"{found} fields");
        MessageText? pad = found < expected ? Message.Of($" ({Fix.Ragged.With("pad")} reads what is missing as null)") : null;
        return Message.Of($"{fields} where the {(hasHeader ? "header" : "first row")} has {expected}{pad}{RowRemedy.Skip}");
    }

    public static MessageText NotInteger(string column, ReadOnlySpan<byte> text, string type, bool tooLarge)
    {
        if (tooLarge)
        {
            return Message.Of(
                $"'{FieldText.Show(text)}' does not fit {type}; {Fix.Schema.With(column, type == "int32" ? "int64" : "float64")} has room for it");
        }

        bool isNumber = DecimalText.ParseWide(text, (byte)'.', out _, out _, out _) is NumberStatus.Wide or NumberStatus.NotFinite;
        return isNumber
            ? Message.Of(
                $"'{FieldText.Show(text)}' is not an {type}; {Fix.Schema.With(column, "float64")} reads the column as numbers with fractions")
            : Message.Of($"'{FieldText.Show(text)}' is not an {type}; {NullHint(text) ?? AsText(column)}");
    }

    public static MessageText NotKey(string column, ReadOnlySpan<byte> text) =>
        Message.Of(
            $"'{FieldText.Show(text)}' is not an integer as keys of '{column}' are written so far; {Fix.Schema.With(column, "utf8")} keeps keys as they are written");

    public static MessageText NotNumber(ReadOnlySpan<byte> text, byte separator)
    {
        string shown = FieldText.Show(text);
        if (NullHint(text) is { } hint)
        {
            return Message.Of($"'{shown}' is not a number; {hint}");
        }

        if (DecimalText.ParseWide(text, separator, out _, out _, out _) == NumberStatus.OutOfRange)
        {
            return Message.Of($"'{shown}' is beyond the range of numbers{RowRemedy.Skip}");
        }

        return Message.Of($"'{shown}' is not a number{RowRemedy.For(text)}");
    }

    public static MessageText NotSingle(string column, ReadOnlySpan<byte> text) =>
        Message.Of($"'{FieldText.Show(text)}' does not fit float32; {Fix.Schema.With(column, "float64")} has room for it");

    public static MessageText NotBool(string column, ReadOnlySpan<byte> text) =>
        Message.Of($"'{FieldText.Show(text)}' is neither true nor false; {NullHint(text) ?? AsText(column)}");

    public static MessageText NotText(ReadOnlySpan<byte> text) => text.Contains((byte)0)
        ? Message.Of($"a NUL byte in a text{RowRemedy.Skip}")
        : Message.Of($"bytes that are not UTF-8; {Fix.Encoding.With(TextEncodings.Likely(text))} reads the file, if it is that");

    public static MessageText NotTime(string column, ReadOnlySpan<byte> text, TimestampStatus status, long ticksPerSecond)
    {
        string shown = FieldText.Show(text);
        return status switch
        {
            TimestampStatus.NoSuchDate => Message.Of($"'{shown}' is a date that no calendar has{RowRemedy.Skip}"),
            TimestampStatus.NoSuchTime => Message.Of($"'{shown}' is a time that no clock shows{RowRemedy.Skip}"),
            TimestampStatus.TooPrecise when ticksPerSecond < 1_000_000_000 =>
                Message.Of($"'{shown}' has digits beyond the column's unit; {Fix.Schema.With(column, "timestamp[ns]")} keeps them"),
            TimestampStatus.TooPrecise => Message.Of($"'{shown}' has digits beyond nanoseconds{RowRemedy.Skip}"),
            TimestampStatus.OutOfRange =>
                Message.Of(
                    $"'{shown}' is outside the range of the column's unit; a coarser one, such as {Fix.Schema.With(column, "timestamp[s]")}, has more"),
            _ => Message.Of($"'{shown}' is not a time; {NullHint(text) ?? Message.Of($"{Fix.TimeFormat} says how times are written")}"),
        };
    }

    public static MessageText NotLayout(
        string column, ReadOnlySpan<byte> text, TimestampStatus status, long ticksPerSecond, string layout) =>
        status == TimestampStatus.Invalid && NullHint(text) is null
            ? Message.Of(
                $"'{FieldText.Show(text)}' is not a time written {layout}; {Fix.TimeFormat} says how times are written, {RowRemedy.SkipRow} leaves such rows out")
            : NotTime(column, text, status, ticksPerSecond);

    public static MessageText NotLikely(string column, ReadOnlySpan<byte> text) =>
        Message.Of(
            $"'{FieldText.Show(text)}' would be a time outside of 1950 to 2100; {Fix.Time.With(column, "epoch_s")}, epoch_ms, epoch_us, epoch_ns, excel or a layout says what it means, {RowRemedy.SkipRow} leaves such rows out");

    public static MessageText NotDays(ReadOnlySpan<byte> text) =>
        Message.Of(
            $"'{FieldText.Show(text)}' is no day of a spreadsheet, which are numbers from 61 to 2958465{(NullHint(text) is { } hint ? Message.Of($"; {hint}") : RowRemedy.Skip)}");

    public static MessageText NotCount(string column, ReadOnlySpan<byte> text, bool otherUnit, bool isTooPrecise) => isTooPrecise
        ? Message.Of(
            $"'{FieldText.Show(text)}' has digits beyond the column's unit; {Fix.Schema.With(column, "timestamp[us]")} or [ns] keeps them")
        : otherUnit
        ? Message.Of(
            $"'{FieldText.Show(text)}' is too large for a time in the column's unit; {Fix.Schema.With(column, "timestamp[ms]")}, [us] or [ns] reads a finer one")
        : Message.Of(
            $"'{FieldText.Show(text)}' is not an integer time{(NullHint(text) is { } hint ? Message.Of($"; {hint}") : RowRemedy.Skip)}");

    public static MessageText NotLocalTime(ReadOnlySpan<byte> text, string zone, in LocalMeaning meaning, long localSeconds)
    {
        if (meaning.Count != 0)
        {
            return Message.Of(
                $"the local time '{FieldText.Show(text)}' occurs twice in {zone}; {Fix.Ambiguous.With("earliest")}, latest or order decides which is meant");
        }

        DateTime moved = DateTime.UnixEpoch.AddSeconds(localSeconds + meaning.LaterOffset - meaning.Offset);
        Fix standard = Fix.InputZone.With(Zones.OffsetText((int)(meaning.Offset / 60)));
        return Message.Of(
            $"the local time '{FieldText.Show(text)}' does not exist in {zone}: the clock was set forward over it; {Fix.Nonexistent.With("shift")} reads it as {moved:HH:mm}, and {standard} is for a clock that is never set, as of meters that keep standard time");
    }

    private static MessageText? NullHint(ReadOnlySpan<byte> text) =>
        NullWords.Find(text) >= 0 ? Message.Of($"{Fix.Null.With(Encoding.UTF8.GetString(text))} reads it as null") : null;

    private static MessageText AsText(string column) => Message.Of($"{Fix.Schema.With(column, "utf8")} reads the column as text");
}
