using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using TelemetryEngine.Execution;
using TelemetryEngine.Formats;
using TelemetryEngine.Formats.Inputs;
using TelemetryEngine.Tests.Formats;

namespace TelemetryEngine.Tests.Execution;

/// <summary>
/// An input that is changed at any moment of a run gives the result of what it was, or an error that names it; never a mix. The moments are random, and some of them: <c>TELEMETRY_MOMENTS=1000</c> asks for
/// so many of each kind of input.
/// </summary>
public sealed class ChangingInputTests
{
    private const int Rows = 6000;
    private static readonly int Moments = int.Parse(Environment.GetEnvironmentVariable("TELEMETRY_MOMENTS") ?? "40", CultureInfo.InvariantCulture);

    private enum Change
    {
        Replaced,
        Grown,
        Truncated,
        Rewritten,
        RewrittenAtItsOldTime,
        Rotated,
        Removed,
    }

    [Theory]
    [InlineData("live.csv")]
    [InlineData("live.csv.gz")]
    [InlineData("live.csv.br")]
    [InlineData("live.arrow")]
    [InlineData("live.arrows")]
    public void TheResultIsThatOfTheOldContentsOrAnError(string name)
    {
        byte[] old = Contents(name, 1);
        byte[] other = Contents(name, 1000);
        using TemporaryFolder folder = new();
        string[] paths = [folder["steady" + name[4..]], folder[name], folder["last" + name[4..]]];
        File.WriteAllBytes(paths[0], old);
        File.WriteAllBytes(paths[2], old);
        Random random = new(name.Length * 1000 + name[^1]);
        int results = 0;
        int errors = 0;
        TimeSpan longest = TimeSpan.Zero;
        string? expected = null;
        // a machine that is busy may end each of a few runs before its change comes
        for (int i = 0; i < Moments || (errors == 0 && i < 100 * Moments); i++)
        {
            File.WriteAllBytes(paths[1], old);
            if (expected is null)
            {
                Result(paths, i, out _);
                expected = Result(paths, i, out longest);
            }

            Change change = Enum.GetValues<Change>()[i % Enum.GetValues<Change>().Length];
            InputFiles files = new();
            files.Open(paths[1], out _);
            using Barrier start = new(2);
            TimeSpan moment = longest * random.NextDouble();
            byte[] tail = other[..random.Next(1, other.Length)];
            Thread changer = new(() =>
            {
                start.SignalAndWait();
                SpinTo(moment);
                Apply(change, paths[1], old, other, tail);
            });
            changer.Start();
            start.SignalAndWait();
            try
            {
                Assert.Equal(expected, Result(paths, i, out TimeSpan elapsed, files));
                longest = elapsed < longest ? elapsed : longest;
                results++;
            }
            catch (InputException error)
            {
                Assert.Equal(paths[1], error.File);
                errors++;
            }

            changer.Join();
            files.Close();
        }

        TestContext.Current.SendDiagnosticMessage("{0}: {1} results of the old contents, {2} errors", name, results, errors);
        Assert.True(results + errors >= Moments);
        Assert.True(errors > 0, "no change came while the input was read");
    }

    private static void SpinTo(TimeSpan moment)
    {
        Stopwatch clock = Stopwatch.StartNew();
        SpinWait wait = new();
        while (clock.Elapsed < moment)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    private static void Apply(Change change, string path, byte[] old, byte[] other, byte[] tail)
    {
        switch (change)
        {
            case Change.Replaced:
                File.WriteAllBytes(path + ".new", other);
                File.Move(path + ".new", path, overwrite: true);
                break;
            case Change.Grown:
                using (FileStream file = new(path, FileMode.Append))
                {
                    file.Write(tail);
                }

                break;
            case Change.Truncated:
                using (FileStream file = new(path, FileMode.Open))
                {
                    file.SetLength(Math.Min(tail.Length, old.Length - 1));
                }

                break;
            case Change.Rewritten:
                File.WriteAllBytes(path, other);
                break;
            case Change.RewrittenAtItsOldTime:
                DateTime time = File.GetLastWriteTimeUtc(path);
                using (FileStream file = new(path, FileMode.Open))
                {
                    file.Write(other.AsSpan(0, Math.Min(other.Length, old.Length)));
                }

                File.SetLastWriteTimeUtc(path, time);
                break;
            case Change.Rotated:
                File.Move(path, path + ".1", overwrite: true);
                File.WriteAllBytes(path, other);
                break;
            case Change.Removed:
                File.Delete(path);
                break;
        }
    }

    /// <summary>The result of a run in small pieces. Every third goes through rows.</summary>
    private static string Result(string[] paths, int run, out TimeSpan elapsed, InputFiles? files = null)
    {
        RunOptions options = new() { Threads = 1 + run % 3, MorselBytes = 1 << (9 + run % 5), BatchRows = 64, Inputs = files };
        Pipeline pipeline = (paths[0].Contains(".arrow", StringComparison.Ordinal) ? Telemetry.ReadArrow(paths) : Telemetry.ReadCsv(paths)).With(options);
        long start = Stopwatch.GetTimestamp();
        Table table = pipeline.GroupBy("device").Aggregate(Aggregate.Count(), Aggregate.Sum("v"), Aggregate.Min("v"), Aggregate.Max("v")).ToTable();
        elapsed = Stopwatch.GetElapsedTime(start);
        return string.Join('\n', TableText.Rows(table));
    }

    /// <summary>Readings in a file of a kind: of two factors none has a value of the other.</summary>
    private static byte[] Contents(string name, int factor)
    {
        StringBuilder text = new("device,v\n");
        for (int i = 0; i < Rows; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"d{i % 7},{i * factor + factor}\n");
        }

        using MemoryStream stream = new();
        if (name.Contains(".arrow", StringComparison.Ordinal))
        {
            using TemporaryFile file = new(text.ToString());
            FormatMatch match = FormatCatalog.FindByPath(name)!.Value;
            using Executor executor = Telemetry.ReadCsv(file.Path).With(new RunOptions { BatchRows = 500 }).Open();
            executor.Write(match.Format, stream, new WriterOptions(), CancellationToken.None);
            return stream.ToArray();
        }

        byte[] csv = Encoding.UTF8.GetBytes(text.ToString());
        using (Stream packed = Path.GetExtension(name) switch
        {
            ".gz" => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true),
            ".br" => new BrotliStream(stream, CompressionLevel.Fastest, leaveOpen: true),
            _ => stream,
        })
        {
            packed.Write(csv);
        }

        return stream.ToArray();
    }
}
