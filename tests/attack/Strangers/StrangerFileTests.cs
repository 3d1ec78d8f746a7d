using System.Globalization;
using TelemetryEngine.Testing;

namespace TelemetryEngine.Attack.Strangers;

/// <summary>Files of random layouts, zones, nulls, units, thousands, headers and encodings: a run without flags, and one with the flags that inspect prints, gives the truth or an error, never a wrong value.</summary>
public sealed class StrangerFileTests
{
    private static int _files;
    private static int _right;
    private static int _rightWithFlags;

    [Fact]
    public void Values_are_true_or_there_is_an_error()
    {
        Campaign.Run(400, 10_000, Judge);
        TestContext.Current.TestOutputHelper?.WriteLine($"{_files} files: {_right} right without flags, {_rightWithFlags} more with those of inspect");
        Assert.True(_files < 100 || _right * 2 > _files, $"{_right} of {_files} files were read");
    }

    private static void Judge(int seed)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("telemetry-stranger-");
        try
        {
            Judge(seed, StrangerFile.Of(seed), folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Judge(int seed, StrangerFile made, string folder)
    {
        string path = Path.Combine(folder, "export.csv");
        File.WriteAllBytes(path, made.Bytes);
        IReadOnlyList<string> truth = made.Truth();
        Interlocked.Increment(ref _files);
        try
        {
            Table table = Telemetry.ReadCsv(path).Time(new TimePlan { Zone = made.Zone }).Window(new WindowPlan { Every = "1h" }).GroupBy("meter")
                .Aggregate(Aggregate.Sum("kwh"), Aggregate.Count("kwh")).ToTable();
            Assert.True(truth.SequenceEqual(Rows(table)), Shown(seed, made, "no flags", Rows(table)));
            Interlocked.Increment(ref _right);
            return;
        }
        catch (Exception error) when (error is PlanException or InputException or RunException)
        {
            // an error is right where a wrong value is the other choice; what inspect says is tried then
            Assert.NotEmpty(error.Message);
        }

        if (Campaign.IsFull || seed % 4 == 0)
        {
            JudgeFlags(seed, made, folder);
        }
    }

    private static void JudgeFlags(int seed, StrangerFile made, string folder)
    {
        ProgramOutcome look = TelemetryProgram.Run(folder, ["inspect", "export.csv", "--time-zone", made.Zone]).ExpectDefined();
        string[] parts = System.Text.Encoding.UTF8.GetString(look.Output).Split("read it with:\n");
        if (look.ExitCode != 0 || parts.Length != 2)
        {
            return;
        }

        string flags = parts[1].Trim();
        string zone = flags.Contains("--time-zone", StringComparison.Ordinal) ? "" : $"--time-zone {made.Zone}";
        ProgramOutcome run = TelemetryProgram.RunScript(folder, $"'{TelemetryProgram.Path}' aggregate export.csv --every 1h {zone} --by meter --agg 'sum(kwh) as s, count(kwh) as n' --quiet {flags}").ExpectDefined();
        if (run.ExitCode != 0)
        {
            return;
        }

        string[] rows = [.. System.Text.Encoding.UTF8.GetString(run.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(RowOf)];
        Assert.True(made.Truth().SequenceEqual(rows), Shown(seed, made, flags, rows));
        Interlocked.Increment(ref _rightWithFlags);
    }

    private static IReadOnlyList<string> Rows(Table table) => [.. TableText.Rows(table).Select(static row =>
    {
        string[] fields = row.Split('|');
        return $"{long.Parse(fields[0], CultureInfo.InvariantCulture) / UnitOf(fields[0])}|{string.Join('|', fields[1..])}";
    })];

    // windows begin on whole seconds of this century, in s, ms, µs or ns
    private static long UnitOf(string time) => time.Length switch { <= 10 => 1, <= 13 => 1_000, <= 16 => 1_000_000, _ => 1_000_000_000 };

    private static string RowOf(string line)
    {
        int firstEnd = line.IndexOf(',', StringComparison.Ordinal);
        string rest = line[(firstEnd + 1)..];
        int lastComma = rest.LastIndexOf(',');
        int sumComma = rest.LastIndexOf(',', lastComma - 1);
        string sum = rest[(sumComma + 1)..lastComma];
        return $"{DateTimeOffset.Parse(line[..firstEnd], CultureInfo.InvariantCulture).ToUnixTimeSeconds()}|{rest[..sumComma].Trim('"')}|{(sum.Length == 0 ? "∅" : sum)}|{rest[(lastComma + 1)..]}";
    }

    private static string Shown(int seed, StrangerFile made, string flags, IReadOnlyList<string> rows)
    {
        IReadOnlyList<string> truth = made.Truth();
        int first = truth.Zip(rows).TakeWhile(static pair => pair.First == pair.Second).Count();
        string text = System.Text.Encoding.Latin1.GetString(made.Bytes.AsSpan(0, Math.Min(600, made.Bytes.Length)));
        return $"seed {seed}: {made}\nwith {flags}\ntruth  {truth.Count} rows, {(first < truth.Count ? truth[first] : "")}\nresult {rows.Count} rows, {(first < rows.Count ? rows[first] : "")}\n{text}";
    }
}
