using System.Text;

namespace TelemetryEngine.Formats.Csv;

// What a field says of a local time that the clock showed twice.
internal enum DstMark
{
    // Nothing that is known.
    Unknown,

    // The first pass: it is summer time.
    First,

    // The second pass: it is winter time.
    Second,

    // A flag that is set.
    Yes,

    // A flag that is not.
    No,
}

// A column that tells summer from winter time, or the second pass of a repeated hour from all others.
// Column: Its place in the schema.
// YesIsSecond: True when a flag that is set marks the second pass, false when it marks summer time; null where no field is a flag.
internal sealed record DstMarks(int Column, bool? YesIsSecond)
{
    private static readonly (DstMark Mark, string Words)[] Table =
    [
        (DstMark.First, "summer sommer s dst a 1st first cest eest west bst ist edt cdt mdt pdt akdt adt ndt aedt acdt nzdt"),
        (DstMark.Second, "winter w st std standard b 2nd second cet eet wet gmt est cst mst pst akst ast nst aest acst nzst"),
        (DstMark.Yes, "1 true t y yes j ja x"),
        (DstMark.No, "0 false f n no nein"),
    ];

    private static readonly Dictionary<string, DstMark> Words = Table
        .SelectMany(static row => row.Words.Split(' ').Select(word => (Word: word, row.Mark)))
        .ToDictionary(static pair => pair.Word, static pair => pair.Mark, StringComparer.OrdinalIgnoreCase);

    // What a text says, without the time that it stands beside.
    public static DstMark Read(ReadOnlySpan<byte> text)
    {
        string word = Encoding.UTF8.GetString(text).Trim();
        return word.Length == 0 ? DstMark.No : Words.GetValueOrDefault(word);
    }

    // The instant that a mark says; false where it says none.
    public bool TryChoose(ReadOnlySpan<byte> text, in LocalTwice time, long ticksPerSecond, out long utc)
    {
        utc = time.Earlier;
        DstMark mark = Read(text);
        if (mark is DstMark.Yes or DstMark.No && YesIsSecond is { } isSecond)
        {
            mark = (mark == DstMark.Yes) == isSecond ? DstMark.Second : DstMark.First;
        }

        switch (mark)
        {
            case DstMark.First:
                return true;
            case DstMark.Second:
                utc = time.Later;
                return true;
            case DstMark.Unknown when Zones.OffsetSeconds(Encoding.UTF8.GetString(text).Trim()) is { } offset:
                utc = time.Local - (offset * ticksPerSecond);
                return utc == time.Earlier || utc == time.Later;
            default:
                return false;
        }
    }
}

// Tells from a sample what a flag means that is set: summer time, where it is set through the summer; the second pass, where it is set in
// repeated hours alone.
internal sealed class DstEvidence(TimeParser time, FieldPlace field, TimeZoneInfo zone, long ticksPerSecond)
{
    private byte[] _scratch = [];
    private long _flags;
    private long _yesInSummer;
    private long _yesInWinter;
    private long _noInSummer;

    // Looks at a row.
    public void Add(in RowRun run)
    {
        ReadOnlySpan<byte> text = FieldText.Unquote(run.Raw(0, field), ref _scratch);
        DstMark mark = DstMarks.Read(text);
        if (mark is not (DstMark.Yes or DstMark.No))
        {
            return;
        }

        _flags += text.IsEmpty ? 0 : 1;
        if (time.TryRead(time.Text(run, 0), out long instant)
            && instant / ticksPerSecond is > -62_000_000_000 and < 250_000_000_000 and long second)
        {
            bool isSummer = zone.IsDaylightSavingTime(DateTimeOffset.FromUnixTimeSeconds(second));
            _yesInSummer += mark == DstMark.Yes && isSummer ? 1 : 0;
            _yesInWinter += mark == DstMark.Yes && !isSummer ? 1 : 0;
            _noInSummer += mark == DstMark.No && isSummer ? 1 : 0;
        }
    }

    // What a flag that is set means; null where there are no flags.
    // throws PlanException: The sample does not tell.
    public bool? YesIsSecond(string name)
    {
        bool isNamedSecond =
            name.Contains("repeat", StringComparison.OrdinalIgnoreCase) || name.Contains("second", StringComparison.OrdinalIgnoreCase)
                || name.Contains("duplicate", StringComparison.OrdinalIgnoreCase);
        return _flags == 0 ? null
            : isNamedSecond || (_yesInSummer + _yesInWinter == 0 && _noInSummer > 0) ? true
            : _yesInSummer > 0 && _yesInWinter == 0 && _noInSummer == 0 ? false
            : throw new PlanException(
                $"{Fix.DstColumn} {name}: the rows looked at do not tell whether a flag that is set means summer time or the second pass of a repeated hour; say {Fix.DstColumn.With(name, "summer")} or {Fix.DstColumn.With(name, "second")}");
    }
}
