using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow.Ipc;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Tests.Formats.ArrowIpc;

/// <summary>Arrow files whose batches are read by several threads: every setting gives the same rows, or the same error.</summary>
public sealed class ArrowThreadsTests
{
    private const int Batches = 40;
    private const int RowsPerBatch = 6;

    // what stands in a batch that is to be damaged, and in no other
    private static readonly int[] Codes = [1, 1, 2, 1, 1, 2];
    private static readonly byte[] Text = [.. "broken"u8];

    [Theory]
    [InlineData("arrow", CompressionType.None)]
    [InlineData("arrow", CompressionType.Zstd)]
    [InlineData("arrows", CompressionType.None)]
    [InlineData("arrows", CompressionType.Lz4Frame)]
    public void SettingsDoNotChangeARow(string format, CompressionType compression)
    {
        using TemporaryFolder folder = new();
        string[] paths = [Put(folder, "a", format, compression, Fault.None, 0), Put(folder, "b", format, compression, Fault.None, 0)];
        HashSet<string> results = [];
        foreach (RunOptions options in Settings())
        {
            TelemetryEngine.Table table = Ask(paths).With(options).ToTable();
            Assert.Equal(2 * Batches * RowsPerBatch, table.Summary.RowsRead);
            results.Add(string.Join('\n', TableText.Rows(table)));
        }

        Assert.Single(results);
    }

    [Theory]
    [InlineData("arrow", Fault.Code, "row 2 has the code 99, the dictionary has")]
    [InlineData("arrows", Fault.Code, "row 2 has the code 99, the dictionary has")]
    [InlineData("arrow", Fault.Text, "is not UTF-8")]
    public void TheFirstDamagedBatchIsReportedWhateverTheSettings(string format, Fault fault, string reason)
    {
        using TemporaryFolder folder = new();
        string[] paths =
        [
            Put(folder, "whole", format, CompressionType.None, Fault.None, 0),
            Put(folder, "damaged", format, CompressionType.None, fault, 17, 18, 19, 30),
            Put(folder, "worse", format, CompressionType.None, fault, 0),
        ];
        HashSet<string> errors = [];
        for (int turn = 0; turn < 5; turn++)
        {
            foreach (RunOptions options in Settings())
            {
                InputException error = Assert.Throws<InputException>(() => Ask(paths).With(options).ToTable());
                Assert.Equal(paths[1], error.File);
                errors.Add($"{error.ByteOffset}: {error.Message}");
            }
        }

        Assert.Contains(reason, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, "a row without a time")]
    [InlineData(18, "has the code 99")]
    public void ARowWithoutATimeAndADamagedBatchAreReportedInTheOrderOfTheFile(int batchWithoutTime, string reason)
    {
        using TemporaryFolder folder = new();
        string path = folder["x"];
        File.WriteAllBytes(path, Written("arrow", CompressionType.None, Fault.Code, [17], batchWithoutTime));
        HashSet<string> errors = [];
        for (int turn = 0; turn < 5; turn++)
        {
            foreach (RunOptions options in Settings())
            {
                errors.Add(Assert.Throws<InputException>(() => Ask([path]).With(options).ToTable()).Message);
            }
        }

        Assert.Contains(reason, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void RowsWithoutATimeAreWrittenWithTheirNumbersWhateverTheSettings()
    {
        using TemporaryFolder folder = new();
        string path = folder["x"];
        File.WriteAllBytes(path, Written("arrow", CompressionType.None, Fault.None, [], 16));
        HashSet<string> written = [];
        foreach (RunOptions options in Settings())
        {
            using TemporaryFile rejects = new();
            Ask([path]).OnError(ErrorPolicy.Skip).With(options with { RejectsPath = rejects.Path }).ToTable();
            written.Add(File.ReadAllText(rejects.Path));
        }

        Assert.Contains($",{16 * RowsPerBatch},", Assert.Single(written), StringComparison.Ordinal);
    }

    public enum Fault
    {
        None,
        Code,
        Text,
    }

    private static Pipeline Ask(string[] paths) => Telemetry.ReadArrow(paths)
        .Window(Tumbling.Every("1m")).GroupBy("device").Aggregate(Count(), Sum("x"), First("x"), Last("x"), First("note"));

    private static IEnumerable<RunOptions> Settings()
    {
        foreach (int threads in (int[])[1, 2, 7])
        {
            yield return new RunOptions { Threads = threads };
            yield return new RunOptions { Threads = threads, BatchRows = 1 };
            yield return new RunOptions { Threads = threads, BatchRows = 4 };
        }
    }

    private static string Put(TemporaryFolder folder, string name, string format, CompressionType compression, Fault fault, params int[] damaged)
    {
        File.WriteAllBytes(folder[name], Written(format, compression, fault, damaged));
        return folder[name];
    }

    /// <summary>The damage is done to the bytes, because no writer writes it.</summary>
    private static byte[] Written(string format, CompressionType compression, Fault fault, int[] damaged, int batchWithoutTime = -1)
    {
        byte[] bytes = WriterRun.Bytes(format, new WriterOptions { Compression = compression }, [.. Make(fault, damaged, batchWithoutTime)]);
        (byte[] mark, int place, byte wrong) = fault == Fault.Text ? (Text, 0, (byte)0xFF) : (MemoryMarshal.AsBytes(Codes.AsSpan()).ToArray(), 2 * sizeof(int), (byte)99);
        int found = 0;
        for (int at; fault != Fault.None && (at = bytes.AsSpan().IndexOf(mark)) >= 0; found++)
        {
            bytes[at + place] = wrong;
        }

        Assert.Equal(fault == Fault.None ? 0 : damaged.Length, found);
        return bytes;
    }

    // All times are the same in threes, so that the first and the last value hang on the row's place.
    private static List<RecordBatch> Make(Fault fault, int[] damaged, int batchWithoutTime)
    {
        StringArray devices = new StringArray.Builder().AppendRange(["m-1", "m-2", "m-3"]).Build();
        List<RecordBatch> batches = [];
        for (int batch = 0; batch < Batches; batch++)
        {
            TimesBuilder time = new(new TimestampType(TimeUnit.Second, "UTC"));
            Int32Array.Builder code = new();
            DoubleArray.Builder x = new();
            StringArray.Builder note = new();
            bool isDamaged = damaged.Contains(batch);
            for (int row = 0; row < RowsPerBatch; row++)
            {
                int n = (batch * RowsPerBatch) + row;
                _ = batch == batchWithoutTime && row == 0 ? time.AppendNull() : time.Append(1_700_000_000 + (n / 40 * 30));
                code.Append(fault == Fault.Code && isDamaged ? Codes[row] : n % 3);
                x.Append(n / 7.0);
                note.Append(fault == Fault.Text && isDamaged && row == 3 ? "broken" : $"note {n}");
            }

            IArrowArray[] columns = [time.Build(), new DictionaryArray(VectorArrays.CodedText, code.Build(), devices), x.Build(), note.Build()];
            string[] names = ["time", "device", "x", "note"];
            batches.Add(new RecordBatch(new Schema([.. names.Zip(columns, (name, column) => new Field(name, column.DataType, nullable: true))], null), columns, RowsPerBatch));
        }

        return batches;
    }
}
