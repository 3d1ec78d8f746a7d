using System.Text;

namespace TelemetryEngine.DataGen.Tests;

public sealed class GeneratorTests
{
    public static TheoryData<Profile, OutputFormat, RowOrder> Kinds
    {
        get
        {
            TheoryData<Profile, OutputFormat, RowOrder> kinds = [];
            foreach (Profile profile in Enum.GetValues<Profile>())
            {
                foreach (OutputFormat format in Enum.GetValues<OutputFormat>())
                {
                    foreach (RowOrder order in Enum.GetValues<RowOrder>())
                    {
                        kinds.Add(profile, format, order);
                    }
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Threads_never_change_the_bytes(Profile profile, OutputFormat format, RowOrder order)
    {
        const int rowsPerBlock = 1_000;
        GeneratorOptions options = MessyOf(profile, format, order) with { Rows = format == OutputFormat.Arrow ? 300_000 : 50_000 };
        byte[] expected = Made.Bytes(options with { Threads = 1 }, rowsPerBlock);
        Assert.NotEmpty(expected);
        foreach (int threads in (int[])[2, 7, 0])
        {
            Assert.True(expected.AsSpan().SequenceEqual(Made.Bytes(options with { Threads = threads }, rowsPerBlock)), $"{threads} threads");
        }
    }

    [Theory]
    [InlineData(Profile.Meters, OutputFormat.Csv)]
    [InlineData(Profile.Meters, OutputFormat.NdJson)]
    [InlineData(Profile.OneBillionRows, OutputFormat.Csv)]
    [InlineData(Profile.OneBillionRows, OutputFormat.NdJson)]
    public void The_block_size_never_changes_the_bytes(Profile profile, OutputFormat format)
    {
        GeneratorOptions options = MessyOf(profile, format, RowOrder.Shuffled) with { Threads = 3 };
        byte[] expected = Made.Bytes(options);
        foreach (int rowsPerBlock in (int[])[1, 7, 1000, 4999, 5000, 5001])
        {
            Assert.True(expected.AsSpan().SequenceEqual(Made.Bytes(options, rowsPerBlock)), $"{rowsPerBlock} rows a block");
        }
    }

    [Theory]
    [InlineData(RowOrder.Device)]
    [InlineData(RowOrder.Random)]
    public void More_rows_begin_with_the_same_rows(RowOrder order)
    {
        GeneratorOptions options = Made.Messy(order);
        string[] all = Made.Lines(options);
        Assert.Equal(all[..1234], Made.Lines(options with { Rows = 1234 }));
    }

    [Fact]
    public void The_seed_changes_the_readings()
    {
        GeneratorOptions options = new() { Rows = 1000 };
        Assert.Equal(Made.Lines(options), Made.Lines(options with { Seed = 42 }));
        Assert.NotEqual(Made.Lines(options), Made.Lines(options with { Seed = 43 }));
    }

    [Fact]
    public void No_rows_make_a_header_only()
    {
        Assert.Equal("timestamp,device_id,power_w,voltage_v\n", Encoding.UTF8.GetString(Made.Bytes(new() { Rows = 0 })));
        Assert.Empty(Made.Bytes(new() { Rows = 0, Format = OutputFormat.NdJson, Threads = 4, Order = RowOrder.Shuffled }));
        Assert.Empty(Made.Bytes(new() { Rows = 0, Profile = Profile.OneBillionRows }));
    }

    [Fact]
    public void Progress_counts_rows_up_to_the_last()
    {
        Counts counts = new();
        Generator.Write(new GeneratorOptions { Rows = 40_000, Threads = 2 }, Stream.Null, counts);
        Assert.Equal([16_384, 32_768, 40_000], counts.Reported);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_cancelled_run_ends_with_an_exception(int threads)
    {
        using CancellationTokenSource source = new();
        CancelAfterFirst progress = new(source);
        GeneratorOptions options = new() { Rows = 100_000_000, Threads = threads };
        Assert.ThrowsAny<OperationCanceledException>(() => Generator.Write(options, Stream.Null, progress, source.Token));
        Assert.InRange(progress.Rows, 1, 10_000_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_failing_output_ends_the_run_with_its_own_exception(int threads)
    {
        using MemoryStream full = new(new byte[2_000_000]);
        GeneratorOptions options = new() { Rows = 100_000_000, Threads = threads };
        Assert.Throws<NotSupportedException>(() => Generator.Write(options, full));
    }

    internal static GeneratorOptions MessyOf(Profile profile, OutputFormat format, RowOrder order) => Made.Messy(order) with
    {
        Profile = profile,
        Format = format,
        Disorder = profile == Profile.Meters ? 0.1 : 0,
        Dirty = format == OutputFormat.Arrow ? 0 : 0.06,
    };

    private sealed class Counts : IProgress<long>
    {
        public List<long> Reported { get; } = [];

        public void Report(long value) => Reported.Add(value);
    }

    private sealed class CancelAfterFirst(CancellationTokenSource source) : IProgress<long>
    {
        public long Rows { get; private set; }

        public void Report(long value)
        {
            Rows = value;
            source.Cancel();
        }
    }
}
