using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Formats.Csv;

/// <summary>How delimited text is read. Every member has a default that fits an ordinary CSV file.</summary>
internal sealed record CsvOptions
{
    /// <summary>The byte between fields; null means the one of comma, semicolon, tab and bar that the first records show; where they show none, a tab for <c>.tsv</c> and <c>.tab</c>,
    /// a semicolon where the decimal separator is a comma, and a comma elsewhere.</summary>
    public byte? Delimiter { get; init; }

    /// <summary>True when the first record holds the names of the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Names of the columns, for an input without a header or in place of the ones it has. When empty and there is no header they are
    /// <c>column1</c>, <c>column2</c> and so on.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Texts that mean null, besides the empty field. In quotes they mean it too, as the empty field does, but in columns of text: there they are texts.</summary>
    public IReadOnlyList<string> NullTokens { get; init; } = [];

    /// <summary>A record that begins with this ASCII character is passed over; null means that there are no comments.</summary>
    public char? Comment { get; init; }

    /// <summary>The encoding of inputs that do not begin with a mark of Unicode, such as <c>windows-1252</c>; null = UTF-8. Positions in errors are those in the text as UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>Lines to pass over before the header, or before the first row where there is none; null = those before the table that the first records show.</summary>
    public int? SkipLines { get; init; }

    /// <summary>Records to pass over between the header and the first row; null = those of texts where the rows have numbers and times.</summary>
    public int? SkipAfterHeader { get; init; }

    /// <summary>How many empty fields without a name may stand at the end of a record; null = as many as all of the first records have.</summary>
    public int? TrailingFields { get; init; }

    /// <summary>What becomes of records with more or fewer fields than the header.</summary>
    public RaggedRows Ragged { get; init; }

    /// <summary>First fields of the records that are rows, in a text with records of several kinds; the others are passed over. Empty: all are rows.</summary>
    public IReadOnlyList<string> KeepRecords { get; init; } = [];

    /// <summary>True when inputs may have other columns than the first: a column is null where an input does not have it.</summary>
    public bool UnionByName { get; init; }

    /// <summary>The byte between the integer digits and the fraction of a number: a point or a comma.</summary>
    public byte DecimalSeparator { get; init; } = (byte)'.';

    /// <summary>The byte between groups of three integer digits: <c>, . '</c> or a space, which stands for all blanks; 0 for nothing, null where the sample is to say it.</summary>
    public byte? Thousands { get; init; }

    /// <summary>True when the currency before a number and the unit behind it are taken off, whatever they are; numbers in parentheses are negative. All numbers of a column have one unit.</summary>
    public bool StripUnits { get; init; }

    /// <summary>True when the blanks around texts are no part of them; null where the header's names say so, by having some.</summary>
    public bool? Trim { get; init; }

    /// <summary>Columns whose values are compared as they are written.</summary>
    public IReadOnlyCollection<string> Keys { get; init; } = [];

    /// <summary>Types that are not to be inferred, by column.</summary>
    public ColumnSchema Schema { get; init; } = new([]);

    /// <summary>Columns that are numbers should the sample hold no value of them, because somebody wants their sum or average.</summary>
    public IReadOnlyCollection<string> Numbers { get; init; } = [];

    /// <summary>Columns that are not numbers should there be no rows at all, when all the others are; null = only <see cref="Numbers"/> are.</summary>
    public IReadOnlyCollection<string>? AllNumbersBut { get; init; }

    /// <summary>Which of the header's columns hold values of one kind, whose types are to be one: what the sample shows of any of them holds for all. Null: none do.</summary>
    internal Func<IReadOnlyList<string>, int[]>? Alike { get; init; }

    /// <summary>The type of the columns that are <see cref="Alike"/>, should it not be inferred.</summary>
    internal ColumnType? AlikeType { get; init; }

    /// <summary>True when the plan can't do without a time: then a column that is the only one, and could be read in several ways, is an error.</summary>
    public bool NeedsTime { get; init; }

    /// <summary>True when a time that is parted over several columns is to be found, though the plan can do without.</summary>
    public bool ShowsTime { get; init; }

    /// <summary>Which column is the time and how it is written.</summary>
    public TimeOptions Time { get; init; } = new();

    /// <summary>What stands between the digits of numbers, as far as it is said.</summary>
    internal NumberNotation Notation => new(Thousands == (byte)'.' ? (byte)',' : DecimalSeparator, Thousands ?? 0);

    /// <summary>What finds fields and records: the fastest on this machine, or the one that a test wants.</summary>
    internal StructuralScanner Scanner { get; init; } = StructuralScan.Selected;
}

/// <summary>Which column is the time, and how its texts become instants.</summary>
internal sealed record TimeOptions
{
    /// <summary>The column's name. <c>Date+Time</c> joins the texts of columns, any number, with a blank between; the times then stand in one more column of that name,
    /// after the others. Null: columns that look like times are times.</summary>
    public string? Column { get; init; }

    /// <summary>The layout of the texts, such as <c>dd/MM/yyyy HH:mm:ss</c>; <c>epoch_s epoch_ms epoch_us epoch_ns</c> for numbers that count a unit since 1970, <c>excel</c> for days since 1899-12-30.
    /// Null: what the sample shows.</summary>
    public string? Format { get; init; }

    /// <summary>The zone of windows and printed times.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>The zone of texts that name no offset; null = that of <see cref="Zone"/>.</summary>
    public string? InputZone { get; init; }

    /// <summary>The zone of texts that name no offset, and whose abbreviations are known.</summary>
    internal string TextZone => InputZone ?? Zone;

    /// <summary>The zone of a column's texts that name no offset: that of its type where this is another one than all have.</summary>
    internal string ZoneOf(ColumnType type) => type.Zone is null || type.Zone == Zones.Label(Zone) ? TextZone : type.Zone;

    /// <summary>Which instant a local time means that the clock showed twice.</summary>
    public AmbiguousTime Ambiguous { get; init; }

    /// <summary>The column that tells which is meant, under <see cref="AmbiguousTime.Auto"/> and <see cref="AmbiguousTime.Order"/>: <c>NAME</c>, or, for flags of which a sample does not tell
    /// what they mean, <c>NAME=summer</c> or <c>NAME=second</c>. Null: the order of the rows does.</summary>
    public string? DstColumn { get; init; }

    /// <summary>What a local time means that the clock never showed.</summary>
    public NonexistentTime Nonexistent { get; init; }

    /// <summary>True when times are ends of intervals, as under windows (start, end]: a time at which the clock is set then belongs to what the clock showed before.</summary>
    public bool AtEnds { get; init; }

    /// <summary>The columns whose texts tell the series apart, of which each has a clock of its own; none: all rows are one series. Null: what tells them is not known, and a row that has
    /// the same time as another may be of another series.</summary>
    public IReadOnlyList<string>? Series { get; init; }
}

/// <summary>Which instant a local time means that the clock showed twice, when it was set back.</summary>
internal enum AmbiguousTime
{
    /// <summary>What the order of the rows of each series says: of the local times that the clock repeats, a series that goes forward in time has the second ones from the row on that
    /// repeats a local time or goes back, and a series that is newest first has the first ones from there on. Where the rows of a series do not say it, they are taken as if none had been
    /// repeated, and a note says how many they are.</summary>
    Auto,

    /// <summary>The first.</summary>
    Earliest,

    /// <summary>The second.</summary>
    Latest,

    /// <summary>Neither: the row is an error.</summary>
    Error,

    /// <summary>The first, until the rows of the series show that the clock went back: all series go forward in time.</summary>
    Order,
}

/// <summary>What a local time means over which the clock was set forward.</summary>
internal enum NonexistentTime
{
    /// <summary>Nothing: the row is an error.</summary>
    Error,

    /// <summary>The time moved forward by as much as the clock was: it is read with the offset before the change, as by a clock that was not set.</summary>
    Shift,

    /// <summary>No time: the field is null, and under windows the row is an error.</summary>
    Null,
}
