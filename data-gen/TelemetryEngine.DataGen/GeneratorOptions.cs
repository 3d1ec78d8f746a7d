namespace TelemetryEngine.DataGen;

/// <summary>
/// What to make. Two equal options make equal bytes, whatever <see cref="Threads"/> says: every row is a function of
/// <see cref="Seed"/> and its number alone. <see cref="Validate"/> names what can't be made.
/// </summary>
public sealed record GeneratorOptions
{
    /// <summary>The most devices there can be.</summary>
    public const int MaxDevices = 10_000_000;

    /// <summary>A row hit by <see cref="Disorder"/> is moved back by 1 to this many steps.</summary>
    public const int MaxDisorderSteps = 60;

    /// <summary>The steps that a gap of <see cref="Gaps"/> is long; two may follow each other.</summary>
    public const int GapSteps = 32;

    /// <summary>The most that <see cref="Duplicates"/> can be: a duplicate looks back for the row it repeats.</summary>
    public const double MaxDuplicates = 0.9;

    /// <summary>How many rows, header not counted; with <see cref="Gaps"/> those that are missing count too. May be 0.</summary>
    public long Rows { get; init; } = 1_000_000;

    /// <summary>How many devices or stations; null is 1,000 meters, or all 413 stations, which are also the most there can be.</summary>
    public int? Devices { get; init; }

    /// <summary>The time of row 0, to the microsecond. Not used by <see cref="Profile.OneBillionRows"/>.</summary>
    public DateTimeOffset Start { get; init; } = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// From one reading of a device to its next, in whole microseconds. Not used by <see cref="Profile.OneBillionRows"/>.
    /// </summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Chooses one of 2⁶⁴ sets of readings.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Meters or weather stations.</summary>
    public Profile Profile { get; init; } = Profile.Meters;

    /// <summary>
    /// The order of rows; null is <see cref="RowOrder.Device"/> for meters and <see cref="RowOrder.Random"/> for stations.
    /// </summary>
    public RowOrder? Order { get; init; }

    /// <summary>
    /// Adds the column <c>energy_wh</c> behind the others: the register of each device, which rises with what its load curve delivers,
    /// the same for <c>power_w</c> but for the noise of single readings. It counts in 1/8 Wh and is written with three decimals, exact as
    /// a decimal and as a double. Meters only.
    /// </summary>
    public bool Energy { get; init; }

    /// <summary>
    /// How often registers begin again at 0, as a meter that is exchanged: once in each period of this length, each device at a time of
    /// its own. In whole microseconds; null is never. Needs <see cref="Energy"/>.
    /// </summary>
    public TimeSpan? Resets { get; init; }

    /// <summary>
    /// The fraction, 0 to 1, of readings that are missing: a device is silent for <see cref="GapSteps"/> steps at a time. Meters only.
    /// </summary>
    public double Gaps { get; init; }

    /// <summary>
    /// The fraction, 0 to 1, of <c>power_w</c> (or <c>temperature</c>) fields left empty, and of <c>energy_wh</c> drawn apart.
    /// </summary>
    public double Nulls { get; init; }

    /// <summary>The fraction, 0 to 1, of rows whose time is moved back by 1 to <see cref="MaxDisorderSteps"/> steps. Meters only.</summary>
    public double Disorder { get; init; }

    /// <summary>
    /// The fraction, 0 to <see cref="MaxDuplicates"/>, of rows that repeat the row before them in the order
    /// <see cref="RowOrder.Device"/>, with whatever is wrong with it. Row 0 repeats nothing.
    /// </summary>
    public double Duplicates { get; init; }

    /// <summary>
    /// The fraction, 0 to 1, of rows with a defect: a number that is none, a field missing, a field too many, or a time that does
    /// not exist (such a row has no <c>power_w</c> and <c>energy_wh</c> either, so it weighs nothing where the time is not read). Not for
    /// Arrow.
    /// </summary>
    public double Dirty { get; init; }

    /// <summary>CSV, NDJSON or an Arrow file.</summary>
    public OutputFormat Format { get; init; } = OutputFormat.Csv;

    /// <summary>How many threads format rows; 0 is one for each core. It never changes the bytes.</summary>
    public int Threads { get; init; }

    /// <summary>Says what in these options can't be made.</summary>
    /// <exception cref="ArgumentException">An option is out of range or contradicts another; the message names it and its
    /// limits.</exception>
    public void Validate() => GeneratorLimits.Check(this);
}
