namespace TelemetryEngine.Cli.Flags;

/// <summary>Every flag of every command, in the order of help and of docs/cli.md, which are both written from this table.</summary>
internal static class Options
{
    /// <summary>The table.</summary>
    public static readonly IReadOnlyList<FlagGroup> Groups =
    [
        new("Time",
        [
            One("--time", "COLUMN", For.Readers, "The event time: a column, or several joined by '+', such as Year+Month+Day+Hour. Without it: the only timestamp column.", "--time Date+Time"),
            One("--time-format", "FORMAT", For.Readers, "How the time is written, where the sample does not tell: a layout, epoch_s, epoch_ms, epoch_us or epoch_ns for counts since 1970, excel for days of a spreadsheet.", "--time-format 'dd/MM/yyyy HH:mm:ss'"),
            One("--time-zone", "ZONE", For.Readers, "The zone of windows and of printed times, and of times without an offset: a name, or an offset such as -05:00 or UTC+3. Default: UTC.", "--time-zone Europe/Berlin"),
            One("--input-zone", "ZONE", For.Readers, "The zone of times without an offset, where it is not --time-zone.", "--input-zone UTC --time-zone Europe/Berlin"),
            One("--ambiguous", "auto|earliest|latest|error|order", For.Readers, "What a local time that exists twice means. Default: auto, what the order of each series' rows says.", "--ambiguous earliest"),
            One("--dst-column", "NAME[=summer|second]", For.Readers, "The column that tells summer from winter time: words, offsets, or a flag for summer or for a repeated hour.", "--dst-column DSTFlag"),
            One("--nonexistent", "error|shift|null", For.Readers, "What a local time means that the clock skipped: nothing, the time moved forward as the clock was, or null. Default: error.", "--nonexistent shift"),
            One("--from", "TIME", For.Aggregate | For.Convert, "Leaves out what is earlier.", "--from 2024-01-01"),
            One("--to", "TIME", For.Aggregate | For.Convert, "Leaves out what is at this time or later.", "--to 2024-02-01T12:00Z"),
        ]),
        new("Groups and aggregates",
        [
            One("--every", "DURATION", For.Aggregate, "The window: 250ms 10s 15m 1h 1d 1w 1mo 1q 1y. Without it the whole input is one.", "--every 15m"),
            One("--period", "DURATION", For.Aggregate, "The length of windows that begin more often than that, as --every or --cumulate says.", "--every 5m --period 1h"),
            One("--cumulate", "DURATION", For.Aggregate, "Windows that begin with their --period and grow by this step: totals so far.", "--cumulate 1h --period 1d"),
            One("--session", "DURATION", For.Aggregate, "Windows of readings less than this apart, for each key.", "--session 30m"),
            One("--offset", "DURATION", For.Aggregate, "Shifts the windows' borders; those of calendar windows on the local clock.", "--every 1d --offset 6h"),
            One("--week-start", "monday|…|sunday", For.Aggregate, "The day that windows of weeks begin with. Default: monday.", "--every 1w --week-start sunday"),
            One("--align", "local|utc", For.Aggregate, "Where windows shorter than a day begin: on the clock of --time-zone or of UTC. Default: local.", "--every 6h --time-zone Europe/Berlin --align utc"),
            One("--closed", "left|right", For.Aggregate, "The border that belongs to a window: [start, end) or (start, end]. Default: left.", "--every 1h --closed right"),
            One("--label", "start|end", For.Aggregate, "The border that stands for a window in the result. Default: start.", "--every 1h --label end"),
            Switch("--window-end", For.Aggregate, "Adds the column window_end; windows that overlap and sessions have it anyway.", "--every 1h --window-end"),
            Many("--by", "COLUMN,…", For.Aggregate, "The group keys.", "--by device_id,site"),
            Many("--by", "COLUMN,…", For.Inspect, "What tells series apart: order, repeats and gaps are told for each of them. Without it the file is one series.", "--by device_id"),
            Many("--series", "COLUMN,…", For.Aggregate, "What tells series within a group apart, for aggregates that go from reading to reading. Without it a group is one series.", "--by site --series device_id --agg 'increase(energy_wh)'"),
            Many("--agg", "AGGREGATE,…", For.Aggregate, "What to compute, each with a name of its own if wanted. Without it: avg of every numeric column.", "--agg 'avg(power_w) as mean_w, count() as n'"),
            Many("--fill", "[COLUMN=]FILL,…", For.Aggregate, "Adds the windows that a key has no readings in, and says what their aggregates are: null, previous, linear or a value; of all, or of one result column.", "--every 1h --fill previous,avg_power_w=linear"),
        ]),
        new("Rows",
        [
            Many("--derive", "NAME=EXPRESSION,…", For.Aggregate | For.Convert, "Adds a computed column, before the filter.", "--derive 'kw = power_w / 1000'"),
            Many("--where", "EXPRESSION", For.Aggregate | For.Convert, "Keeps the rows for which it is true. Given twice, both must be.", "--where \"power_w >= 0 and device_id <> 'meter-00001'\""),
            One("--limit", "ROWS", For.Aggregate | For.Convert, "At most so many rows of the result.", "--limit 10"),
            One("--on-error", "fail|skip|null", For.Aggregate | For.Convert, "What happens to a row that can't be read: stop, leave it out, make the field null. Default: fail.", "--on-error skip"),
            One("--max-rejects", "ROWS|SHARE%", For.Aggregate | For.Convert, "How many rows may be left out: within it the exit code is 0, beyond it there is no result. Leaves rows out as --on-error skip does, unless that says null.", "--max-rejects 0.1%"),
            One("--max-rejects", "ROWS|SHARE%", For.Run, "How many rows may be left out, for a plan that leaves them out: within it the exit code is 0, beyond it there is no result.", "--max-rejects 100"),
            One("--rejects", "FILE", For.Aggregate | For.Convert, "Where rows that were left out are written, with their line, byte offset and reason.", "--on-error skip --rejects rejects.csv"),
            One("--rejects", "FILE", For.Run, "Where rows that were left out are written, for a plan that leaves them out.", "--rejects rejects.csv"),
        ]),
        new("Text input",
        [
            One("--input-format", "csv|arrow|nem12", For.Readers, "How the input is written. Without it: as names and first bytes say; text that begins with 100,NEM12 is NEM12, the interval data of Australian meters.", "--input-format nem12"),
            Many("--schema", "COLUMN=TYPE,…", For.Readers, "Types that are not to be inferred: bool int32 int64 float32 float64 decimal(2) timestamp[us] utf8 dictionary.", "--schema 'power_w=float64,device_id=dictionary'"),
            Many("--columns", "NAME,…", For.Readers, "The columns' names, in place of the header's or for want of one.", "--no-header --columns station,temperature"),
            Switch("--no-header", For.Readers, "The first record is data.", "--no-header"),
            Many("--null", "TEXT,…", For.Readers, "Texts that mean null, beside the empty field.", "--null '?',NA"),
            One("--delimiter", "CHARACTER", For.Readers, "What stands between fields; tab may be written out. Default: comma, semicolon, tab or bar, as the first lines show.", "--delimiter ';'"),
            One("--encoding", "NAME", For.Readers, "The encoding of a text that is not UTF-8 and has no mark that says so: windows-1252 latin1 iso-8859-15 utf-16 shift_jis gb18030 and others.", "--encoding windows-1252"),
            One("--skip-lines", "COUNT", For.Readers, "Lines before the header, or before the first row without one, that are passed over. Default: as the first lines show.", "--skip-lines 8"),
            One("--header-line", "NUMBER", For.Readers, "The line of the names, which is to say: one more than --skip-lines.", "--header-line 9"),
            One("--skip-after-header", "COUNT", For.Readers, "Records behind the header that are no rows, such as units. Default: as the first lines show.", "--skip-after-header 1"),
            One("--ragged", "error|pad|cut", For.Readers, "What records with more or fewer fields than the header are: an error; rows whose missing fields are null and whose empty ones too many are passed over; or rows of which all that is too much is passed over. Default: error.", "--ragged pad"),
            Many("--keep-records", "WORD,…", For.Readers, "Only records that begin with one of the words are rows, in files with records of several kinds.", "--no-header --keep-records 300"),
            Switch("--union-by-name", For.Readers, "Files may have other columns than the first: what a file does not have is null.", "--union-by-name"),
            One("--comment", "CHARACTER", For.Readers, "Lines that start with it are passed over.", "--comment '#'"),
            Switch("--decimal-comma", For.Readers, "Numbers are written 1,5. Without it: where the numbers can't be read otherwise.", "--delimiter ';' --decimal-comma"),
            One("--thousands", ",|.|'|SPACE", For.Readers, "What stands between groups of three digits; a space stands for all blanks. Without it: what the numbers leave no doubt about.", "--thousands ,"),
            Switch("--strip-units", For.Readers, "Takes the currency before numbers and the unit behind them off, one for each column; (12.50) is negative.", "--strip-units"),
        ]),
        new("Wide tables",
        [
            Many("--unpivot", "COLUMN,…", For.Readers, "The columns that hold readings, each to become a row: names, patterns, and ranges FIRST..LAST in the order of the header. Names that are times of day are joined to the row's date.", "--unpivot '00:15..24:00' --time Date"),
            One("--names-to", "COLUMN", For.Readers, "The column that gets the names of --unpivot's columns. Default: name.", "--unpivot 'phase_*' --names-to phase"),
            One("--values-to", "COLUMN", For.Readers, "The column that gets their values. Default: value.", "--unpivot 'phase_*' --values-to kwh"),
            One("--names-are", "start|end|text", For.Readers, "What names that are times of day mean: starts or ends of their intervals, or no time. Without it: as they show.", "--unpivot 'H*' --names-are end"),
            Switch("--include-nulls", For.Readers, "Fields without a value become rows too.", "--unpivot 'H*' --include-nulls"),
        ]),
        new("Readings to make",
        [
            One("--rows", "COUNT", For.Generate | For.Demo, "How many rows; k, m and g stand for thousands, millions and billions. Default: 1m.", "--rows 20m"),
            One("--devices", "COUNT", For.Generate, "How many devices. Default: 1000 (1brc: 413 stations).", "--devices 50"),
            One("--start", "TIME", For.Generate, "The time of the first row. Default: 2024-01-01.", "--start 2024-06-01T00:00Z"),
            One("--step", "DURATION", For.Generate, "From one reading of a device to its next. Default: 10s.", "--step 1m"),
            One("--seed", "NUMBER", For.Generate, "Chooses the readings; equal seeds make equal bytes. Default: 42.", "--seed 7"),
            One("--profile", "meters|1brc", For.Generate, "Electricity meters, or the stations of the One Billion Row Challenge. Default: meters.", "--profile 1brc"),
            One("--order", "device|random|shuffled", For.Generate, "How devices and times follow each other: in turn, devices at random, no order at all.", "--order shuffled"),
            Switch("--energy", For.Generate, "Adds the column energy_wh: the register of each meter, which rises with what its load delivers.", "--energy"),
            One("--resets", "DURATION", For.Generate, "Registers begin again at 0, once in each period of this length, each at a time of its own.", "--energy --resets 1w"),
            One("--gaps", "FRACTION", For.Generate, "The share of readings that are missing, 32 of a device in a row; --rows counts them too.", "--gaps 0.05"),
            One("--nulls", "FRACTION", For.Generate, "The share of empty readings, 0 to 1.", "--nulls 0.01"),
            One("--disorder", "FRACTION", For.Generate, "The share of rows whose time lies before its turn.", "--disorder 0.05"),
            One("--duplicates", "FRACTION", For.Generate, "The share of rows that repeat the one before.", "--duplicates 0.01"),
            One("--dirty", "FRACTION", For.Generate, "The share of rows that can't be read.", "--dirty 0.001"),
            One("--truth", "FILE", For.Generate, "Writes the exact aggregates of these readings as well, computed apart from the engine; with --energy also those from reading to reading.", "--truth truth.csv"),
            One("--every", "DURATION", For.Generate, "The window of --truth. Default: 1h.", "--truth truth.csv --every 15m"),
            One("--time-zone", "ZONE", For.Generate, "The zone of --truth: of its days and its printed times. Default: UTC.", "--truth truth.csv --every 1d --time-zone Europe/Berlin"),
        ]),
        new("Output",
        [
            One("--output", "FILE", For.Runs, "Where the result goes; it appears there when it is whole. Default: standard output.", "-o hourly.arrow", "-o"),
            One("--output", "FILE", For.Generate, "Where the readings go; - is standard output.", "-o meters.csv", "-o"),
            One("--format", "csv|tsv|ndjson|arrow|arrows|table|markdown", For.Aggregate | For.Run, "The form of the result. Without it: by the output's extension, a table on a terminal, CSV into a pipe.", "--format markdown"),
            One("--format", "csv|tsv|ndjson|arrow|arrows", For.Convert, "The form of the output. Without it: by the output's extension, CSV where there is none.", "--format ndjson"),
            One("--compression", "none|lz4|zstd", For.Runs, "How an Arrow output packs its buffers: lz4 for speed, zstd for size. Default: none, which a reader can use without unpacking.", "-o hourly.arrow --compression zstd"),
            Switch("--csv-safe", For.Runs, "Puts an apostrophe before names and texts in CSV that begin with = + - @ or a tab, which a spreadsheet would compute. It changes these texts; numbers stay.", "-o report.csv --csv-safe"),
            One("--format", "csv|ndjson|arrow", For.Generate, "The form of the readings. Without it: by the output's extension, CSV where there is none.", "--format arrow"),
        ]),
        new("Running",
        [
            One("--threads", "COUNT", For.Runs | For.Generate, "Working threads; they never change the result. Default: one for each processor.", "--threads 4"),
            One("--memory", "SIZE", For.Runs, "The most memory that a run may hold beside the program's own: bytes with k, m or g, or a share of the machine's or container's. Groups and their values are spilled to disk before; what can't be is an error. Default: 70%.", "--memory 2g"),
            One("--temp", "FOLDER", For.Runs, "The folder for groups that do not fit the memory; nothing is left there. Default: the system's folder for temporary files.", "--temp /mnt/scratch"),
            One("--progress", "auto|always|never", For.Runs, "How far the run is, on standard error. auto: on a terminal, after half a second.", "--progress never"),
            Switch("--explain", For.Aggregate | For.Convert, "Prints the whole plan as JSON, which 'telemetry run' takes, and reads no more than a sample.", "--explain"),
            Switch("--quiet", For.Runs | For.Generate, "Prints no summary and no notes.", "--quiet"),
            Switch("--help", For.All, "Prints this page.", "--help", "-h"),
            Switch("--version", For.All, "Prints the version.", "--version"),
        ]),
    ];

    /// <summary>The flags of a command, in the table's order.</summary>
    public static IEnumerable<Flag> Of(For command) => Groups.SelectMany(group => group.Flags).Where(flag => (flag.For & command) != 0);

    private static Flag One(string name, string value, For commands, string help, string example, string? alias = null) =>
        new(name, alias, value, Takes.One, commands, help, example);

    private static Flag Many(string name, string value, For commands, string help, string example) =>
        new(name, null, value, Takes.Many, commands, help, example);

    private static Flag Switch(string name, For commands, string help, string example, string? alias = null) =>
        new(name, alias, null, Takes.Nothing, commands, help, example);
}
