using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>Random tables come back as the slow reader sees them, however the text is cut and shared out.</summary>
public sealed class CsvTableTests
{
    private static readonly CsvDialect Options = CsvReading.Typed(("c0", "int64"), ("c1", "utf8"), ("c2", "utf8"));

    private static readonly SourceSettings[] Hostile =
    [
        new(),
        new() { MorselBytes = 7 },
        new() { MorselBytes = 1, BatchRows = 1 },
        new() { MorselBytes = 13, BatchRows = 3, ExactBorders = true },
        new() { MorselBytes = 7, Threads = 2 },
        new() { MorselBytes = 64, Threads = 7, BatchRows = 2 },
        new() { MorselBytes = 50, Threads = 7, ExactBorders = true },
    ];

    [Fact]
    public void RowsAndRejectsAreTheSlowReadersUnderAllSettings() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(), (seed, rows) =>
    {
        byte[] text = HostileText.Table(seed, rows % 60, 3, withFaults: true);
        using TemporaryFile file = new(text);
        using CsvSource source = CsvSource.Open([file.Path], Options);
        (List<SourceRow> expected, List<Reject> rejects) = Oracle(text);
        foreach (SourceSettings settings in Hostile)
        {
            SourceContents read = SourceReader.Read(source, settings with { Policy = ErrorPolicy.Skip });
            Assert.Equal(expected, read.Rows);
            Assert.Equal(rejects.Select(static reject => (reject.Position, reject.Line)), read.Rejects.Select(static reject => (reject.Position, reject.Line)));
            Assert.Equal(expected.Count + rejects.Count, read.RowsRead);
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void FirstErrorIsTheSameForAllSettings() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        byte[] text = HostileText.Table(seed, 60, 3, withFaults: true);
        using TemporaryFile file = new(text);
        using CsvSource source = CsvSource.Open([file.Path], Options);
        List<Reject> rejects = Oracle(text).Rejects;
        foreach (SourceSettings settings in Hostile)
        {
            Reject? first = SourceReader.Read(source, settings).First;
            Assert.Equal(rejects.Select(static reject => (reject.Position, reject.Line)).Take(1), first is { } found ? [(found.Position, found.Line)] : []);
        }
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 1000)]
    [InlineData(1000, 1)]
    [InlineData(17, 5)]
    public void PipesGiveTheSameRowsAndLines(int stepBytes, int segmentBytes) => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        byte[] text = HostileText.Table(seed, 40, 3, withFaults: true);
        (List<SourceRow> expected, List<Reject> rejects) = Oracle(text);
        foreach (SourceSettings settings in (SourceSettings[])[new(), new() { MorselBytes = 7, Threads = 2 }, new() { MorselBytes = 100, Threads = 7, BatchRows = 2 }])
        {
            using CsvSource source = CsvSource.Open(new BytewisePipe(text, stepBytes, segmentBytes), "pipe", Options);
            SourceContents read = SourceReader.Read(source, settings with { Policy = ErrorPolicy.Skip });
            Assert.Equal(expected, read.Rows);
            Assert.Equal(rejects.Select(static reject => (reject.Position, reject.Line)), read.Rejects.Select(static reject => (reject.Position, reject.Line)));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void CutIntoTwoSegmentsAtEveryByte()
    {
        byte[] text = HostileText.Table(4, 12, 3, withFaults: true);
        (List<SourceRow> expected, List<Reject> rejects) = Oracle(text);
        for (int cut = 1; cut < text.Length; cut++)
        {
            using CsvSource source = CsvSource.Open(new BytewisePipe(text, text.Length, cut), "pipe", Options);
            SourceContents read = SourceReader.Read(source, new SourceSettings { Policy = ErrorPolicy.Skip, MorselBytes = cut });
            Assert.Equal(expected, read.Rows);
            Assert.Equal(rejects.Count, read.Rejects.Count);
        }
    }

    [Fact]
    public void CutAtEveryByteAndReadToItsEnd()
    {
        byte[] whole = HostileText.Table(9, 20, 3, withFaults: false);
        for (int length = 12; length < whole.Length; length++)
        {
            byte[] text = whole[..length];
            (List<SourceRow> expected, List<Reject> rejects) = Oracle(text);
            SourceContents read = CsvReading.Read(text, Options, new SourceSettings { Policy = ErrorPolicy.Skip });
            Assert.Equal(expected, read.Rows);
            Assert.Equal(rejects.Select(static reject => reject.Position), read.Rejects.Select(static reject => reject.Position));
        }
    }

    [Fact]
    public void RecordsLongerThanTheLimitAreOneRejectInFilesAndPipes() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        Random random = new(seed);
        string[] fields = [.. Enumerable.Range(0, 20).Select(i => random.Next(4) == 0 ? '"' + new string('y', random.Next(300_000, 700_000)) + "\n\"" : "x")];
        byte[] text = System.Text.Encoding.UTF8.GetBytes("c0,c1,c2\n" + string.Concat(fields.Select(static (field, i) => string.Create(CultureInfo.InvariantCulture, $"{i},{field},z\n"))));
        long[] expected = [.. Enumerable.Range(0, 20).Where(i => fields[i].Length <= 1).Select(static i => (long)i)];
        CsvLimits limits = new(256 * 1024);
        using TemporaryFile file = new(text);
        using CsvSource ofFile = CsvSource.Open([file.Path], Options, limits: limits);
        using CsvSource ofPipe = CsvSource.Open(new BytewisePipe(text, 10_000, 3_000), "pipe", Options, limits: limits);
        foreach (CsvSource source in (CsvSource[])[ofFile, ofPipe])
        {
            SourceContents read = SourceReader.Read(source, new SourceSettings { Policy = ErrorPolicy.Skip, MorselBytes = 1000, Threads = 2 });
            Assert.Equal(expected.Cast<object?>(), read.Column(0));
            Assert.Equal(20 - expected.Length, read.Rejects.Count);
        }
    }).QuickCheckThrowOnFailure();

    private static (List<SourceRow> Rows, List<Reject> Rejects) Oracle(byte[] text) => SlowTable.Read(text, static column => column == 0);
}
