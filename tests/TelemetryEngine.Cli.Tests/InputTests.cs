using System.IO.Compression;
using static TelemetryEngine.Cli.Tests.TelemetryProcess;

namespace TelemetryEngine.Cli.Tests;

public sealed class InputTests
{
    private const string PerDevice = "device_id,avg_power_w\na,2.6666666666666665\nb,15.125\n";
    private const string Command = "--by device_id --quiet";

    [Fact]
    public void AFile()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Outcome outcome = Run(folder, $"aggregate readings.csv {Command}").Expect(0);

        Assert.Equal(PerDevice, outcome.Output);
        Assert.Equal("", outcome.Errors);
    }

    [Fact]
    public void StandardInput()
    {
        using TemporaryFolder folder = new();

        Assert.Equal(PerDevice, Run(folder, $"aggregate - {Command}", TemporaryFolder.Readings).Expect(0).Output);
    }

    [Theory]
    [InlineData("part-?.csv")]
    [InlineData("part-[12].csv")]
    [InlineData("**/part-*.csv")]
    [InlineData("part-1.csv part-2.csv")]
    public void SeveralFilesAreOneInput(string operands)
    {
        using TemporaryFolder folder = new();
        string[] lines = TemporaryFolder.Readings.Split('\n');
        folder.Put("part-1.csv", string.Join('\n', lines[..3]) + "\n");
        folder.Put("part-2.csv", lines[0] + "\n" + string.Join('\n', lines[3..]));
        folder.Put(".part-3.csv", "not,for,a,pattern\n");

        Assert.Equal(PerDevice, Run(folder, $"aggregate {operands} {Command}").Expect(0).Output);
    }

    [Theory]
    [InlineData("readings.csv.gz")]
    [InlineData("readings.csv.br")]
    public void PackedFiles(string name)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        using (FileStream file = File.Create(folder[name]))
        using (Stream packed = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : new BrotliStream(file, CompressionLevel.Fastest))
        using (FileStream plain = File.OpenRead(folder["readings.csv"]))
        {
            plain.CopyTo(packed);
        }

        Assert.Equal(PerDevice, Run(folder, $"aggregate {name} {Command}").Expect(0).Output);
    }

    [Fact]
    public void ArrowUnderAnyNameAndFromStandardInput()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        Run(folder, "convert readings.csv --quiet -o readings.arrow").Expect(0);
        Run(folder, "convert readings.csv --quiet -o readings.arrows").Expect(0);
        File.Copy(folder["readings.arrow"], folder["readings"]);

        Assert.Equal(PerDevice, Run(folder, $"aggregate readings {Command}").Expect(0).Output);
        Outcome streamed = Run(folder.Path, Words($"aggregate - {Command}"), File.ReadAllBytes(folder["readings.arrows"])).Expect(0);
        Assert.Equal(PerDevice, streamed.Output);
    }

    [Theory]
    [InlineData("reading.csv", "no such file: 'reading.csv'; did you mean 'readings.csv'?")]
    [InlineData("quite-another.csv", "no such file: 'quite-another.csv'")]
    [InlineData("nowhere/readings.csv", "no such file: 'nowhere/readings.csv' (there is no folder 'nowhere')")]
    public void AMissingFile(string name, string message)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();

        Outcome outcome = Run(folder, $"aggregate {name}").Expect(1);

        Assert.Equal($"telemetry: {message}\n", outcome.Errors);
    }

    [Fact]
    public void AFileWhoseNameIsAPatternIsTakenAsItIs()
    {
        using TemporaryFolder folder = new();
        folder.Put("what[1].csv", TemporaryFolder.Readings);
        folder.Put("what1.csv", "another\n");

        Assert.Equal(PerDevice, Run(folder, $"aggregate what[1].csv {Command}").Expect(0).Output);
    }

    [Fact]
    public void AFileWhoseNameBeginsWithADashStandsBehindTwo()
    {
        using TemporaryFolder folder = new();
        folder.Put("-odd.csv", TemporaryFolder.Readings);

        Assert.Equal(PerDevice, Run(folder, $"aggregate {Command} -- -odd.csv").Expect(0).Output);
    }

    [Fact]
    public void AnEmptyFileIsBadInput()
    {
        using TemporaryFolder folder = new();
        folder.Put("empty.csv", "");

        Outcome outcome = Run(folder, "aggregate empty.csv").Expect(1);

        Assert.Contains("no header", outcome.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("';'", ';')]
    [InlineData("tab", '\t')]
    [InlineData(@"\t", '\t')]
    [InlineData("pipe", '|')]
    public void Delimiters(string flag, char delimiter)
    {
        using TemporaryFolder folder = new();
        folder.Put("readings.txt", TemporaryFolder.Readings.Replace(',', delimiter));

        Assert.Equal(PerDevice, Run(folder, $"aggregate readings.txt --delimiter {flag} {Command}").Expect(0).Output);
    }

    [Fact]
    public void TextAsOthersWriteIt()
    {
        using TemporaryFolder folder = new();
        folder.Put("readings.txt", "# from the cellar\n01/02/2024;10:00:00;1,5;?\n01/02/2024;10:30:00;2,5;7\n");

        Outcome outcome = Run(
            folder,
            "aggregate readings.txt --delimiter ';' --comment # --no-header --columns day,clock,kw,x --decimal-comma --null ? "
            + "--time day+clock --time-format 'dd/MM/yyyy HH:mm:ss' --every 1h --window-end --agg 'avg(kw), count(x) as n' --quiet").Expect(0);

        Assert.Equal("window_start,window_end,avg_kw,n\n2024-02-01T10:00:00Z,2024-02-01T11:00:00Z,2,1\n", outcome.Output);
    }
}
