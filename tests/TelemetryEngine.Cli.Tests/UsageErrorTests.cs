using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

/// <summary>Each way to misuse the program ends with 2, an empty standard output, and a message that says what to do.</summary>
public sealed class UsageErrorTests
{
    [Theory]
    [InlineData("agregate x.csv", "unknown command 'agregate'; did you mean 'aggregate'?")]
    [InlineData("frobnicate", "unknown command 'frobnicate'; the commands are aggregate, inspect, convert, run, sql, generate, demo")]
    [InlineData("--evry", "unknown flag '--evry'; the commands are aggregate, inspect, convert, run, sql, generate, demo")]
    [InlineData("aggregate", "'aggregate' needs an INPUT: a file (csv, tsv, also .gz or .br; arrow, arrows), a pattern such as 'meters-*.csv', or - for standard input")]
    [InlineData("inspect", "'inspect' needs a FILE to look at")]
    [InlineData("inspect readings.csv other.csv", "'inspect' takes one file, but was also given 'other.csv'")]
    [InlineData("run", "'run' needs a PLAN: a file that --plan has printed, or - for standard input")]
    [InlineData("demo now", "'demo' takes no operand, but was given 'now'")]
    [InlineData("aggregate readings.csv --evry 1h", "unknown flag '--evry'; did you mean '--every'?")]
    [InlineData("aggregate readings.csv --evry=1h", "unknown flag '--evry'; did you mean '--every'?")]
    [InlineData("aggregate readings.csv --xyzzy", "unknown flag '--xyzzy'")]
    [InlineData("aggregate readings.csv --rows 3", "'aggregate' has no flag '--rows'; it belongs to 'generate'")]
    [InlineData("aggregate readings.csv --every", "--every needs a value: DURATION, such as --every 15m")]
    [InlineData("aggregate readings.csv --by --every 1h", "--by needs a value: COLUMN,…, such as --by device_id,site")]
    [InlineData("aggregate readings.csv --every 1h --every 2h", "--every is given 2 times ('1h', '2h'); it takes one value")]
    [InlineData("aggregate readings.csv --every 1x", "--every: '1x' is not a duration; write a whole number and a unit, such as 250ms 10s 15m 1h 1d 1w 1mo 1q 1y")]
    [InlineData("aggregate readings.csv --offset 1h", "--offset needs a window: add --every, such as --every 1h")]
    [InlineData("aggregate readings.csv --window-end", "--window-end needs a window: add --every, such as --every 1h")]
    [InlineData("aggregate readings.csv --every 1h --session 5m", "--every and --session ask for different windows; leave one of them out")]
    [InlineData("aggregate readings.csv --period 1h", "--period needs to know how often windows begin: add --every, such as --every 5m --period 1h")]
    [InlineData("aggregate readings.csv --cumulate 1h", "--cumulate needs the length after which it begins anew: add --period, such as --cumulate 1h --period 1d")]
    [InlineData("aggregate readings.csv --session 5m --period 1h", "--period is for --every and --cumulate; sessions are as long as their readings, so leave it out")]
    [InlineData("aggregate readings.csv --session 5m --closed right", "--closed is for windows with fixed borders, and sessions begin and end with their readings; leave it out")]
    [InlineData("aggregate readings.csv --label end", "--label needs a window: add --every, such as --every 1h")]
    [InlineData("aggregate readings.csv --every 1h --label ent", "--label: 'ent' is none of start, end; did you mean 'end'?")]
    [InlineData("aggregate readings.csv --every 1w --week-start sundai", "--week-start: 'sundai' is none of monday, tuesday, wednesday, thursday, friday, saturday, sunday; did you mean 'sunday'?")]
    [InlineData("aggregate readings.csv --limit many", "--limit: 'many' is not a whole number from 0 on, such as --limit 10")]
    [InlineData("aggregate readings.csv --threads 0", "--threads: '0' is not a whole number from 1 on, such as --threads 4")]
    [InlineData("aggregate readings.csv --threads 5000", "--threads: 5000 is more than 1024")]
    [InlineData("aggregate readings.csv --memory lots", "--memory: 'lots' is not a size; write bytes with k, m or g, or a share, such as 200m 2g 50%")]
    [InlineData("aggregate readings.csv --memory 120%", "--memory: '120%' is not a size; write bytes with k, m or g, or a share, such as 200m 2g 50%")]
    [InlineData("aggregate readings.csv --progress sometimes", "--progress: 'sometimes' is none of auto, always, never")]
    [InlineData("aggregate readings.csv --on-error skp", "--on-error: 'skp' is none of fail, skip, null; did you mean 'skip'?")]
    [InlineData("aggregate readings.csv --ambiguous later", "--ambiguous: 'later' is none of auto, earliest, latest, error, order")]
    [InlineData("aggregate readings.csv --delimiter ab", "--delimiter: 'ab' is not one ASCII character other than a quote or a line end, such as ';' or tab")]
    [InlineData("aggregate readings.csv --schema power_w", "--schema: 'power_w' is not COLUMN=TYPE, such as power_w=float64")]
    [InlineData("aggregate readings.csv --schema power_w=flot64", "--schema: 'flot64' is not a type for 'power_w'; did you mean 'float64'?")]
    [InlineData("aggregate readings.csv --derive kw", "--derive: 'kw' is not NAME=EXPRESSION, such as kw = power_w / 1000")]
    [InlineData("aggregate readings.csv --format cvs", "--format: 'cvs' is none of csv, tsv, ndjson, arrow, arrows, table, markdown; did you mean 'csv'?")]
    [InlineData("aggregate readings.csv -o hourly.arrow --compression gzip", "--compression: 'gzip' is none of none, lz4, zstd")]
    [InlineData("aggregate readings.csv -o hourly.csv --compression lz4", "--compression packs the buffers of Arrow files, and the output is csv; add --format arrow, or pack the whole file with -o FILE.csv.gz")]
    [InlineData("aggregate readings.csv -o hourly.parquet", "--output: the name 'hourly.parquet' stands for no format; there is csv, tsv, ndjson, arrow, arrows, table, markdown: add one with --format, such as --format csv")]
    [InlineData("convert readings.csv -o readings.md", "'convert' does not write markdown ('readings.md'); it writes csv, tsv, ndjson, arrow, arrows")]
    [InlineData("aggregate readings.csv --rejects r.csv", "--rejects needs --on-error skip (or null): without it the run stops at the first row that can't be read")]
    [InlineData("aggregate readings.csv --on-error skip --rejects r.csv -o r.csv", "--rejects and --output are both 'r.csv'; name two files")]
    [InlineData("aggregate readings.csv --on-error skip --rejects folder-link/r.csv -o folder/r.csv", "--rejects 'folder-link/r.csv' and --output 'folder/r.csv' are the same file; name two")]
    [InlineData("aggregate readings.csv --on-error skip --rejects to-new.csv -o folder/new.csv", "--rejects 'to-new.csv' and --output 'folder/new.csv' are the same file; name two")]
    [InlineData("aggregate readings.csv --on-error skip --rejects -", "--rejects and --output are both '-'; name two files")]
    [InlineData("aggregate readings.csv --on-error skip --rejects /dev/stdout", "--rejects '/dev/stdout' is where standard output goes, as the result does; name a file for one of them")]
    [InlineData("aggregate readings.csv --on-error skip --rejects /dev/stdout -o /dev/fd/1", "--rejects '/dev/stdout' and --output '/dev/fd/1' are the same file; name two")]
    [InlineData("generate --rows 5 --truth folder-link/t.csv -o folder/t.csv", "--truth 'folder-link/t.csv' and --output 'folder/t.csv' are the same file; name two")]
    [InlineData("aggregate readings.csv -o ''", "--output: the name is empty; name a FILE, such as -o hourly.arrow")]
    [InlineData("aggregate readings.csv --output=", "--output needs a value: FILE, such as -o hourly.arrow")]
    [InlineData("aggregate readings.csv --on-error skip --rejects ''", "--rejects: the name is empty; name a FILE, such as --on-error skip --rejects rejects.csv")]
    [InlineData("aggregate readings.csv --temp ''", "--temp: the name is empty; name a FOLDER, such as --temp /mnt/scratch")]
    [InlineData("generate --rows 5 --truth '' -o t.csv", "--truth: the name is empty; name a FILE, such as --truth truth.csv")]
    [InlineData("inspect ''", "'inspect' was given an empty name; it needs a FILE to look at")]
    [InlineData("run ''", "'run' was given an empty name; it needs a PLAN: a file that --plan has printed, or - for standard input")]
    [InlineData("aggregate nothing-*.csv", "no file matches 'nothing-*.csv'")]
    [InlineData("aggregate - -", "standard input (-) can be read only once")]
    [InlineData("aggregate data.parquet", "'data.parquet': .parquet is not a format that can be read; those are csv, tsv (also .gz, .zst and .br), arrow and arrows")]
    [InlineData("aggregate .", "'.' is a folder; name the files in it, such as './*.csv'")]
    [InlineData("aggregate readings.csv data.arrow", "'readings.csv' is delimited text and 'data.arrow' is an Arrow file; convert one of them first")]
    [InlineData("aggregate data.arrow --null x", "--null is for delimited text, and 'data.arrow' is an Arrow file")]
    [InlineData("generate --rows 5 --truth t.csv -o t.csv", "--truth and --output are both 't.csv'; name two files")]
    [InlineData("generate --rows 5 --every 1h -o t.csv", "--every is the window of --truth; add --truth FILE")]
    [InlineData("generate --rows -5 -o t.csv", "--rows: '-5' is not a whole number from 0 on, such as --rows 20m")]
    [InlineData("generate --nulls 2 -o t.csv", "--nulls: '2' is not a share from 0 to 1, such as --nulls 0.01")]
    [InlineData("generate --step 1mo -o t.csv", "--step: '1mo' has no fixed length; use weeks or days")]
    [InlineData("generate --start yesterday -o t.csv", "--start: 'yesterday' is not a time, such as --start 2024-06-01T00:00Z")]
    [InlineData("generate --profile 1brc --devices 1000 -o t.csv", "the number of devices must be from 1 to 413, not 1000")]
    public void Messages(string commandLine, string message)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        folder.Put("other.csv", TemporaryFolder.Readings);
        folder.Put("data.arrow", "ARROW1\0\0");
        folder.Put("data.parquet", "PAR1");
        Directory.CreateDirectory(folder["folder"]);
        File.CreateSymbolicLink(folder["folder-link"], "folder");
        File.CreateSymbolicLink(folder["to-new.csv"], "folder-link/new.csv");
        string[] before = folder.Names;

        Outcome outcome = Run(folder, commandLine).Expect(2);

        string verb = commandLine.Split(' ')[0];
        string page = Verbs.Find(verb) is null ? "telemetry --help" : $"telemetry {verb} --help";
        Assert.Equal($"telemetry: {message}\nTry '{page}'.\n", outcome.Errors);
        Assert.Equal("", outcome.Output);
        Assert.Equal(before, folder.Names);
        Assert.Empty(Directory.GetFileSystemEntries(folder["folder"]));
    }

    [Theory]
    [InlineData("aggregate readings.csv -o readings.csv", "the output 'readings.csv' is also the input 'readings.csv'; write to another file with --output")]
    [InlineData("aggregate readings.csv -o ./link.csv", "the output './link.csv' is also the input 'readings.csv'; write to another file with --output")]
    [InlineData("aggregate readings.csv --on-error skip --rejects readings.csv", "the output 'readings.csv' is also the input 'readings.csv'; write to another file with --output")]
    [InlineData("convert readings.csv -o readings.csv", "the output 'readings.csv' is also the input 'readings.csv'; write to another file with --output")]
    public void AnOutputIsNoInput(string commandLine, string message)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        File.CreateSymbolicLink(folder["link.csv"], "readings.csv");

        Outcome outcome = Run(folder, commandLine).Expect(2);

        Assert.Equal($"telemetry: {message}\n", outcome.Errors);
        Assert.Equal(TemporaryFolder.Readings, folder.Text("readings.csv"));
    }

    [Theory]
    [InlineData("aggregate readings.csv --agg avg(powr_w)", "did you mean 'power_w'?")]
    [InlineData("aggregate readings.csv --by device", "'device'")]
    [InlineData("aggregate readings.csv --where 'powr_w > 1'", "'power_w'")]
    [InlineData("aggregate readings.csv --time timestmp --every 1h", "did you mean 'timestamp'?")]
    [InlineData("aggregate readings.csv --agg avgg(power_w)", "unknown aggregate 'avgg'; did you mean 'avg'?")]
    [InlineData("aggregate readings.csv --agg 'avg(power_w) as x, sum(power_w) as x'", "'x' is used twice")]
    [InlineData("aggregate readings.csv --agg 'avg(power_w'", "parentheses do not match")]
    [InlineData("aggregate readings.csv --every 0h", "no length")]
    [InlineData("aggregate readings.csv --time-zone Europe/Berln --every 1d", "did you mean 'Europe/Berlin'?")]
    public void APlanThatDoesNotFitTheFileSuggestsWhatDoes(string commandLine, string hint)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Outcome outcome = Run(folder, commandLine).Expect(2);

        Assert.StartsWith("telemetry: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains(hint, outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }

    [Fact]
    public void AFileThatIsPartedOtherwiseIsReadAsItIs()
    {
        using TemporaryFolder folder = new();
        folder.Put("readings.txt", TemporaryFolder.Readings.Replace(',', ';'));

        folder.Put("readings.csv", TemporaryFolder.Readings);

        Outcome outcome = Run(folder, "aggregate readings.txt --by device_id").Expect(0);

        Assert.Equal(Run(folder, "aggregate readings.csv --by device_id").Expect(0).Output, outcome.Output);
    }

    [Fact]
    public void WithoutACommandTheOverviewGoesToStandardError()
    {
        using TemporaryFolder folder = new();

        Outcome outcome = Run(folder, "").Expect(2);

        Assert.StartsWith("telemetry: raw readings in", outcome.Errors, StringComparison.Ordinal);
        Assert.Equal("", outcome.Output);
    }
}
