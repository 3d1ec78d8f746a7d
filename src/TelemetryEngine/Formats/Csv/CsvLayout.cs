using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Times;

namespace TelemetryEngine.Formats.Csv;

// What all records of the inputs have in common: the columns, where they stand, and how each is read.
// Dialect: What the bytes mean, and what is wanted of columns.
// Schema: The columns; a time that is joined from two of them is the last one.
// Fields: The number of columns that stand in fields: all but a joined time.
// Layouts: How the times of each column are written; null for a column of something else.
// Joined: The fields that make the joined time, or null.
// Time: The user's wishes about times.
internal sealed record CsvLayout(
    CsvDialect Dialect,
    ColumnSchema Schema,
    int Fields,
    TimeLayout?[] Layouts,
    int[]? Joined,
    TimeDialect Time)
{
    // What stands between the digits of numbers.
    public required NumberNotation Notation { get; init; }

    // True when the blanks around texts are no part of them.
    public bool Trim { get; init; }

    // The columns whose type the user named.
    public IReadOnlySet<string> Named { get; init; } = new HashSet<string>();

    // The column that tells summer from winter time; null = there is none.
    public DstMarks? Dst { get; init; }

    // The layout, with the column that tells summer from winter time where the options name one.
    // sample: Looks at rows again, and tells each to what it is given.
    // throws PlanException: There is no such column, or what its flags mean can't be told.
    public CsvLayout WithDst(Action<DstEvidence> sample)
    {
        if (Time.DstColumn is not { } text)
        {
            return this;
        }

        bool? isSecond =
            text.EndsWith("=second", StringComparison.Ordinal) ? true : text.EndsWith("=summer", StringComparison.Ordinal) ? false : null;
        string name = isSecond is null ? text : text[..text.LastIndexOf('=')];
        int ordinal = Schema.Find(name);
        if (ordinal < 0 || ordinal >= Fields)
        {
            string hint =
                NearestName.Find(name, Schema.Columns.Select(static column => column.Name)) is { } nearest
                    ? $"; did you mean '{nearest}'?"
                    : "";
            throw new PlanException($"{Fix.DstColumn}: there is no column '{name}'{hint}");
        }

        RecordForm form = new(Fields, 0, []);
        int time =
            Time.Column is { } named
                ? Schema.Find(named)
                : Schema.Columns.ToList().FindIndex(static column => column.Type.Kind == ColumnKind.Timestamp);
        CsvLayout certain = this with { Time = Time with { Ambiguous = AmbiguousTime.Error, Nonexistent = NonexistentTime.Error } };
        if (isSecond is null && time >= 0 && certain.CreateParser(time, isRequired: false, form) is TimeParser parser)
        {
            using (parser)
            {
                DstEvidence evidence =
                    new(parser, new FieldPlace(ordinal, ordinal == Fields - 1), Zones.Find(parser.Zone),
                        Schema[time].Type.Unit.TicksPerSecond());
                sample(evidence);
                isSecond = evidence.YesIsSecond(name);
            }
        }

        return this with { Dst = new DstMarks(ordinal, isSecond) };
    }

    // Makes the parser of a column for inputs whose records have a form.
    public ColumnParser CreateParser(int ordinal, bool isRequired, RecordForm form)
    {
        Column column = Schema[ordinal];
        ColumnType type = column.Type;
        if (ordinal >= Fields)
        {
            int[] parts = Joined ?? throw new InvalidOperationException("a column without a field");
            FieldPlace?[] places = [.. parts.Select(form.PlaceOf)];
            return places.Any(static place => place is null)
                ? new MissingColumn(column, ordinal, Dialect) { IsRequired = isRequired }
                : new JoinedTimeColumn(column, ordinal, [.. places.Select(static place => place!.Value)], Dialect,
                    Text())
                { IsRequired = isRequired, TakesWords = true };
        }

        if (form.PlaceOf(ordinal) is not { } field)
        {
            return new MissingColumn(column, ordinal, Dialect) { IsRequired = isRequired };
        }

        byte separator = Notation.Separator;
        bool isNamed = Named.Contains(column.Name);
        bool isKey = Dialect.Keys.Contains(column.Name);
        return type.Kind switch
        {
            ColumnKind.Bool => new BoolColumn(column, ordinal, field, Dialect) { IsRequired = isRequired, TakesWords = !isNamed },
            ColumnKind.Int64 when isKey && !isNamed => Values(new KeyIntegerReader()),
            ColumnKind.Int32 or ColumnKind.Int64 => Values(new IntegerReader(type.Kind)),
            ColumnKind.Float32 or ColumnKind.Float64 => Values(new DoubleReader(separator, type.Kind == ColumnKind.Float32)),
            ColumnKind.Decimal => Values(new DecimalReader(separator, type.Scale)),
            ColumnKind.Timestamp =>
                new TimeColumn(column, ordinal, field, Dialect, Text()) { IsRequired = isRequired, TakesWords = !isNamed },
            _ => new TextColumn(column, ordinal, field, Dialect, Trim) { IsRequired = isRequired },
        };

        TimeText Text() => new(type, Layouts[ordinal] ?? TimeLayout.Iso, Time, Notation.Separator);

        ValueColumn<TReader> Values<TReader>(TReader reader)
            where TReader : struct, IFieldReader =>
                new(column, ordinal, field, Dialect, reader,
                    new NumberStyle(Notation, column.Unit,
                        Dialect.StripUnits || (column.Unit is not null && NumberUnits.IsMoney(column.Unit))))
                {
                    IsRequired = isRequired,
                    TakesWords = !isNamed && !isKey,
                };
    }

    // The fields that tell the series apart.
    public (SeriesKnown Known, FieldPlace[] Fields) Series(RecordForm form)
    {
        int[] ordinals = [.. (Time.Series ?? []).Select(Schema.Find)];
        bool isKnown = Time.Series is not null && Array.TrueForAll(ordinals, ordinal => ordinal >= 0 && ordinal < Fields);
        int[] found = isKnown ? Array.FindAll(ordinals, ordinal => form.PlaceOf(ordinal) is not null) : [];
        FieldPlace[] fields = new FieldPlace[found.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = form.PlaceOf(found[i]).GetValueOrDefault();
        }

        return (!isKnown ? SeriesKnown.No : ordinals.Length == 0 ? SeriesKnown.One : SeriesKnown.ByFields, fields);
    }
}
