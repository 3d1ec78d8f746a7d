using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Nem12;

// Interval data of Australian meters (AEMO, "Meter Data File Format Specification NEM12 & NEM13"): a reading for each interval of each 300
// record. Times are those of the national electricity market, UTC+10 all year.
internal sealed class Nem12Source : Source
{
    // The name of the format in plans.
    private const string Format = "nem12";

    // The zone of windows where none is named: that of the market's days.
    public const string Zone = "Australia/Brisbane";

    // The column of times.
    public const string TimeName = "time";

    // The column of values.
    public const string ValueName = "value";

    private readonly IReadOnlyList<CsvInput> _inputs;
    private readonly InputFiles _files;
    private readonly bool _showsEnds;
    private readonly string _zone;
    private long _empty;

    // Takes inputs.
    // zone: The zone in which times are written.
    // showsEnds: True where the time is an interval's end, false where it is its start.
    private Nem12Source(IReadOnlyList<CsvInput> inputs, InputFiles files, string zone, bool showsEnds)
    {
        _inputs = inputs;
        _files = files;
        _showsEnds = showsEnds;
        _zone = zone;
        Files = [.. inputs.Select(static input => input.Name)];
        ColumnType text = new(ColumnKind.Utf8);
        Schema = new ColumnSchema(
        [
            new(TimeName, new ColumnType(ColumnKind.Timestamp, Zone: Zones.Label(zone))),
            new("nmi", text),
            new("suffix", text),
            new("register", text),
            new("serial", text),
            new("unit", text),
            new(ValueName, new ColumnType(ColumnKind.Decimal, Scale: Nem12Day.Scale)),
            new("quality", text),
        ]);
    }

    public override ColumnSchema Schema { get; }

    public override IReadOnlyList<string> Files { get; }

    public override long? LengthBytes => OnlyOnce ? null : _inputs.Sum(static input => input.LengthBytes);

    public override bool OnlyOnce => _inputs.Any(static input => input.IsPipe);

    public override IReadOnlyList<MessageText> Notes
    {
        get
        {
            MessageText read =
                Quoting.Message.Of(
                    $"read as NEM12: {TimeName} is the {(_showsEnds ? "end" : "start")} of an interval, and the market's days are those of {Zone} (UTC+10)");
            return _empty == 0
                ? [read]
                : [read, Quoting.Message.Of($"{_empty:N0} empty {(_empty == 1 ? "interval is no reading" : "intervals are no readings")}")];
        }
    }

    // Opens the texts of a plan.
    // throws InputException: They are not all NEM12, where that is what the first one says and not the plan.
    // throws PlanException: The plan says how they are written, or names a zone that there is not.
    public static Nem12Source Open(SourceOpening opening)
    {
        ScanPlan plan = opening.Plan;
        if (plan.Source.Format != Format && opening.Texts.FirstOrDefault(static input => !IsNem12(input)) is { } other)
        {
            throw new InputException($"{opening.Texts[0].Name} is NEM12 and {other.Name} is not; read them in two runs", other.Name);
        }

        if (plan.Source.Declared.Count > 0 || !plan.Source.Text.IsDefault)
        {
            throw new PlanException("NEM12 says itself how it is written; leave out what is said about its text and its types");
        }

        string zone = plan.Time?.Zone ?? Zone;
        Zones.Find(zone);
        return new Nem12Source(opening.Texts, opening.Files, zone, showsEnds: plan.Ahead?.Window?.Closed == "right");
    }

    // The plan with the format, the column of times and the zone.
    public override ScanPlan Resolve(ScanPlan plan) => plan with
    {
        Source = plan.Source with { Format = Format },
        Time = (plan.Time ?? new TimePlan()) with { Column = plan.Time?.Column ?? TimeName, Zone = _zone },
    };

    // The error for readings of registers.
    public static InputException IsNem13(string name) =>
        new($"{name} is NEM13: registers that are read now and then (250 records), which are not read here; NEM12 files of intervals are",
            name, 1, 0);

    private static bool IsNem12(CsvInput input) =>
        input.Start.StartsWith("100,NEM13"u8) ? throw IsNem13(input.Name) : input.Start.StartsWith("100,NEM12"u8);

    public override Scan Open(ScanRequest request)
    {
        _empty = 0;
        return new Nem12Scan(this, _inputs, request, _showsEnds);
    }

    // Adds intervals that were empty.
    public void CountEmpty(long intervals) => Interlocked.Add(ref _empty, intervals);

    public override void CheckUnchanged() => _files.Check();

    public override IEnumerable<Reject> ResolveLines(IEnumerable<Reject> rejects) => LineResolver.Resolve(rejects, _inputs);

    public override void Dispose()
    {
        _files.Close();
        base.Dispose();
    }
}
