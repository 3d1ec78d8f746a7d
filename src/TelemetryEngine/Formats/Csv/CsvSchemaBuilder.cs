using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Times;

namespace TelemetryEngine.Formats.Csv;

// Puts together header, sample, declared types and a stored plan's schema.
internal sealed class CsvSchemaBuilder(
    CsvDialect dialect, IReadOnlyList<string> names, int[]? joined, TimeLayout? wanted, string firstInput)
{
    private readonly CsvInference _inference = new(dialect, wanted, firstInput);

    // Columns that are a part of the time, and no times by themselves.
    private readonly HashSet<string> _parts = [];

    private readonly Dictionary<int, MessageText> _doubts = [];
    private readonly Dictionary<int, string> _reasons = [];

    public IReadOnlyList<MessageText> Notes => _inference.Notes;

    // By the place of a column: why nothing can be computed with it before an option says how it is read.
    public IReadOnlyDictionary<int, MessageText> Doubts => _doubts;

    // By the place of a column that has numbers: why it is text.
    public IReadOnlyDictionary<int, string> Reasons => _reasons;

    // All columns: the fields, then the joined time.
    private List<string> AllNames => joined is null ? [.. names] : [.. names, dialect.Time.Column!];

    public CsvSample NewSample(DstEvidence? dst = null)
    {
        ColumnEvidence[] columns =
            [.. AllNames.Select(name => new ColumnEvidence(new TimeEvidence(wanted?.Pattern, MayBeTime(name)), dialect.StripUnits))];
        return new CsvSample(dialect, columns, joined) { Dst = dst };
    }

    // The time that is parted over several columns, where there is no other and the plan needs one; null where there is none. A doubt that
    // remains is one of the plan.
    public string? ProposedTime(CsvSample sample)
    {
        if ((!dialect.NeedsTime && !dialect.ShowsTime) || dialect.Time.Column is not null || dialect.Time.Format is not null)
        {
            return null;
        }

        List<(string Column, MessageText Why)> doubts = _inference.Times.Doubts;
        PartedTime parted = new([.. names.Select((name, i) => SampleOf(name, sample.Columns[i]))], doubts, dialect.Schema);
        string? found = parted.Find();
        _parts.UnionWith(parted.Dates);
        return doubts.Count > 0 && dialect.NeedsTime ? throw new PlanException($"{doubts[0].Why}") : found;
    }

    // True when the joined time can be told from the sample, which is noted. What stands against it is an error of a plan that needs a
    // time, and else a note with the others.
    // sample: The sample, with the joined time.
    // others: What goes on without it.
    public bool HasTime(CsvSample sample, CsvSchemaBuilder others)
    {
        string time = dialect.Time.Column!;
        MessageText? why = _inference.Times.DoubtOf(SampleOf(time, sample.Columns[^1]));
        if (why is null)
        {
            _inference.Note($"the time is taken from several columns: {Fix.Time.With(time)}");
            return true;
        }

        if (dialect.NeedsTime)
        {
            throw new PlanException($"{why}");
        }

        others._inference.Note($"{why}");
        others._parts.UnionWith(joined!.Select(part => names[part]));
        return false;
    }

    public CsvLayout Build(CsvSample sample, ColumnSchema? frozen, bool isTrimmed)
    {
        CheckDeclared();
        List<string> all = AllNames;
        Column[] columns = new Column[all.Count];
        TimeLayout?[] layouts = new TimeLayout?[all.Count];
        _inference.SawNothing = sample.Columns.All(static column => column.Values == 0);
        if (frozen is not null)
        {
            CheckFrozen(frozen, all);
        }

        int[] alike = frozen is null ? dialect.Alike?.Invoke(names) ?? [] : [];
        bool[] isAlike = new bool[all.Count];
        foreach (int i in alike)
        {
            isAlike[i] = true;
        }

        NumberChoice? numbers = frozen is null ? _inference.Numbers(all, sample.Columns) : null;
        for (int i = 0; i < columns.Length; i++)
        {
            TimeSample seen = SampleOf(all[i], sample.Columns[i]);
            if (frozen is not null)
            {
                layouts[i] = FrozenLayout(frozen[i], seen);
                columns[i] = frozen[i];
                continue;
            }

            if (dialect.Schema.Find(all[i]) is >= 0 and int declared)
            {
                columns[i] = Declared(dialect.Schema[declared], sample.Columns[i], numbers!);
                layouts[i] = columns[i].Type.Kind == ColumnKind.Timestamp ? _inference.Times.OfDeclared(seen, columns[i].Type) : null;
            }
            else
            {
                TimeReading? time =
                    _parts.Contains(all[i])
                        ? null
                        : joined?.Contains(i) == true ? _inference.Times.OfPart(seen) : _inference.Times.Of(seen);
                layouts[i] = time?.Layout;
                columns[i] = time is not null ? new Column(all[i], time.Type)
                    : sample.Columns[i].Values == 0 && isAlike[i] ? new Column(all[i], new ColumnType(ColumnKind.Decimal))
                    : i >= names.Count ? throw NoTime(all[i], sample.Columns[i])
                    : Inferred(i, all[i], _inference.TypeOf(all[i], sample.Columns[i], numbers!));
                layouts[i] ??= columns[i].Type.Kind == ColumnKind.Timestamp ? TimeLayout.Iso : null;
            }

            columns[i] = columns[i] with { Format = layouts[i]?.Text };
        }

        _inference.Times.Decide(columns, dialect.NeedsTime);
        if (alike.Length > 0)
        {
            Align(columns, alike, sample);
        }

        return new CsvLayout(dialect, new ColumnSchema(columns), names.Count, layouts, joined, dialect.Time)
        {
            Notation = numbers?.Notation ?? dialect.Notation,
            Trim = isTrimmed,
            Named = dialect.Schema.Columns.Select(static column => column.Name).ToHashSet(StringComparer.Ordinal),
        };
    }

    private Column Declared(Column column, ColumnEvidence seen, NumberChoice numbers) =>
        new(column.Name, _inference.Times.Declared(column.Type)) { Unit = column.Type.IsNumeric ? numbers.UnitOf(seen) : null };

    private Column Inferred(int place, string name, InferredColumn column)
    {
        if (column.Doubt is { } doubt)
        {
            _doubts[place] = doubt;
        }

        if (column.Reason is { } reason)
        {
            _reasons[place] = reason;
        }

        return new Column(name, column.Type) { Unit = column.Unit };
    }

    // numbers are looked at as times where a name or the caller says that they may be
    private bool MayBeTime(string name) =>
        name == dialect.Time.Column || TimeNames.SaysTime(name) || TimeNames.IsHour(name) || TimeNames.IsClock(name)
            || TimeNames.TokenOf(name) is not null || dialect.Schema.Find(name) >= 0;

    private TimeSample SampleOf(string name, ColumnEvidence seen) =>
        new(name, seen.Values, seen.Times.Numbers, seen.Integers, seen.Times, seen.CommonText.Text)
        {
            Parts = joined is not null && name == dialect.Time.Column ? [.. joined.Select(part => names[part])] : [],
        };

    private TimeLayout? FrozenLayout(Column column, TimeSample seen) =>
        column.Type.Kind != ColumnKind.Timestamp ? null
        : wanted is not null && column.Name == dialect.Time.Column ? wanted
        : column.Format is { } format ? TimeLayout.Of(format, dialect.Time.TextZone, isInferred: true)
        : seen.Numbers > seen.Times.IsoTimes && seen.Numbers * 2 > seen.Values ? TimeLayout.Counts
        : TimeLayout.Iso;

    // Gives columns whose values are of one kind one type of numbers, and those without values the type of the others.
    private void Align(Column[] columns, int[] alike, CsvSample sample)
    {
        ColumnType[] seen = [.. alike.Where(i => sample.Columns[i].Values > 0).Select(i => columns[i].Type).Distinct()];
        bool areNumbers = seen.All(static type => type.IsInteger || type.Kind == ColumnKind.Decimal);
        ColumnType? common = dialect.AlikeType is { } declared ? _inference.Times.Declared(declared)
            : areNumbers && !(seen.Length > 0 && seen.All(static type => type.IsInteger))
                ? new ColumnType(ColumnKind.Decimal, Scale: seen.Select(static type => type.Scale).DefaultIfEmpty().Max())
            : seen.Length == 1 ? seen[0]
            : null;
        foreach (int i in alike)
        {
            bool isOpen =
                dialect.Schema.Find(columns[i].Name) < 0 && (areNumbers || sample.Columns[i].Values == 0 || dialect.AlikeType is not null);
            columns[i] = isOpen && common is { } type ? columns[i] with { Type = type } : columns[i];
        }
    }

    // A joined time is to be a time, whatever the sample holds: that was asked for.
    private PlanException NoTime(string name, ColumnEvidence seen) =>
        _inference.Times.Doubts.Find(doubt => doubt.Column == name) is { Why: { } why }
        ? new PlanException($"{why}")
        : new PlanException(
            $"{Fix.Time} {name}: '{seen.CommonText.Text}' is not a time of a layout that is known; {Fix.TimeFormat} says how the times are written");

    private void CheckDeclared()
    {
        HashSet<string> all = new(dialect.Schema.Count == 0 ? [] : AllNames, StringComparer.Ordinal);
        foreach ((string declared, _) in dialect.Schema.Columns)
        {
            if (!all.Contains(declared))
            {
                string hint = NearestName.Hint(declared, names, $"the columns are {string.Join(", ", names)}");
                throw new PlanException($"{Fix.Schema}: there is no column '{declared}'; {hint}");
            }
        }
    }

    private void CheckFrozen(ColumnSchema frozen, List<string> all)
    {
        for (int i = 0; i < Math.Max(frozen.Count, all.Count); i++)
        {
            string? expected = i < frozen.Count ? frozen[i].Name : null;
            string? found = i < all.Count ? all[i] : null;
            if (expected != found)
            {
                throw new InputException(string.Create(
                    null, $"column {i + 1} of {firstInput} is {Said(found)} where the plan has {Said(expected)}"), firstInput,
                    column: found);
            }
        }
    }

    private static string Said(string? name) => name is null ? "missing" : $"'{name}'";
}
