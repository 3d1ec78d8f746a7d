using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

/// <summary>Puts together header, sample, declared types and a stored plan's schema.</summary>
internal sealed class CsvSchemaBuilder(
    CsvOptions options, CsvDialect dialect, IReadOnlyList<string> names, (int Left, int Right)? joined, TimestampFormat? format, string firstInput)
{
    private readonly CsvInference _inference = new(options, firstInput);

    private readonly Dictionary<int, string> _doubts = [];
    private readonly Dictionary<int, string> _reasons = [];

    public IReadOnlyList<string> Notes => _inference.Notes;

    /// <summary>By the place of a column: why nothing can be computed with it before a flag says how it is read.</summary>
    public IReadOnlyDictionary<int, string> Doubts => _doubts;

    /// <summary>By the place of a column that has numbers: why it is text.</summary>
    public IReadOnlyDictionary<int, string> Reasons => _reasons;

    /// <summary>All columns: the fields, then the joined time.</summary>
    private List<string> AllNames => joined is null ? [.. names] : [.. names, options.Time.Column!];

    public CsvSample NewSample(DstEvidence? dst = null)
    {
        ColumnEvidence[] columns = [.. AllNames.Select(_ => new ColumnEvidence(format, options.StripUnits))];
        return new CsvSample(dialect, columns, joined) { Dst = dst };
    }

    public CsvLayout Build(CsvSample sample, ColumnSchema? frozen, bool isTrimmed)
    {
        CheckDeclared();
        List<string> all = AllNames;
        Column[] columns = new Column[all.Count];
        TimeForm[] forms = new TimeForm[all.Count];
        _inference.SawNothing = sample.Columns.All(static column => column.Values == 0);
        if (frozen is not null)
        {
            CheckFrozen(frozen, all);
        }

        int[] alike = frozen is null ? options.Alike?.Invoke(names) ?? [] : [];
        NumberChoice? numbers = frozen is null ? _inference.Numbers(dialect.Delimiter, all, sample.Columns) : null;
        for (int i = 0; i < columns.Length; i++)
        {
            bool isNamedTime = all[i] == options.Time.Column;
            forms[i] = TimeInference.FormOf(sample.Columns[i], isNamedTime && format is not null);
            columns[i] = frozen is not null ? frozen[i]
                : options.Schema.Find(all[i]) is >= 0 and int declared ? Declared(options.Schema[declared], sample.Columns[i], numbers!)
                : sample.Columns[i].Values == 0 && alike.Contains(i) ? new Column(all[i], new ColumnType(ColumnKind.Decimal))
                : i >= names.Count ? new Column(all[i], JoinedType(all[i], sample.Columns[i], forms[i]))
                : Inferred(i, all[i], _inference.TypeOf(all[i], sample.Columns[i], forms[i], numbers!));
        }

        Align(columns, alike, sample);
        return new CsvLayout(dialect, new ColumnSchema(columns), names.Count, forms, joined, format, options.Time, options.HasHeader)
        {
            Notation = numbers?.Notation ?? options.Notation,
            StripUnits = options.StripUnits,
            Trim = isTrimmed,
            Keys = options.Keys,
            Named = [.. all.Where(name => options.Schema.Find(name) >= 0)],
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

    /// <summary>Gives columns whose values are of one kind one type of numbers, and those without values the type of the others.</summary>
    private void Align(Column[] columns, int[] alike, CsvSample sample)
    {
        ColumnType[] seen = [.. alike.Where(i => sample.Columns[i].Values > 0).Select(i => columns[i].Type).Distinct()];
        bool areNumbers = seen.All(static type => type.IsInteger || type.Kind == ColumnKind.Decimal);
        ColumnType? common = options.AlikeType is { } declared ? _inference.Times.Declared(declared)
            : areNumbers && !(seen.Length > 0 && seen.All(static type => type.IsInteger)) ? new ColumnType(ColumnKind.Decimal, Scale: seen.Select(static type => type.Scale).DefaultIfEmpty().Max())
            : seen.Length == 1 ? seen[0]
            : null;
        foreach (int i in alike)
        {
            bool isOpen = options.Schema.Find(columns[i].Name) < 0 && (areNumbers || sample.Columns[i].Values == 0 || options.AlikeType is not null);
            columns[i] = isOpen && common is { } type ? columns[i] with { Type = type } : columns[i];
        }
    }

    /// <summary>A joined time is a time, whatever the sample holds: that was asked for.</summary>
    private ColumnType JoinedType(string name, ColumnEvidence seen, TimeForm form)
    {
        if (form != TimeForm.Format && seen.Values > seen.Times.IsoTimes)
        {
            throw new PlanException($"--time {name}: '{seen.CommonText.Text}' is not an ISO-8601 time; --time-format says how the times are written");
        }

        return _inference.Times.Declared(new ColumnType(ColumnKind.Timestamp, seen.Times.NeedsNanoseconds ? Arrow.TimeUnit.Nanosecond : Arrow.TimeUnit.Microsecond));
    }

    private void CheckDeclared()
    {
        HashSet<string> all = new(options.Schema.Count == 0 ? [] : AllNames, StringComparer.Ordinal);
        foreach ((string declared, _) in options.Schema.Columns)
        {
            if (!all.Contains(declared))
            {
                string hint = NearestName.Find(declared, names) is { } nearest ? $"; did you mean '{nearest}'?" : $"; the columns are {string.Join(", ", names)}";
                throw new PlanException($"--schema: there is no column '{declared}'{hint}");
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
                    null, $"column {i + 1} of {firstInput} is {Said(found)} where the plan has {Said(expected)}"), firstInput, column: found);
            }
        }
    }

    private static string Said(string? name) => name is null ? "missing" : $"'{name}'";
}
