namespace TelemetryEngine.DataGen.Tests;

public sealed class GeneratorOptionsTests
{
    public static TheoryData<GeneratorOptions, string> Impossible => new()
    {
        { new() { Rows = -1 }, "The number of rows must be from 0 to 1152921504606846976, not -1." },
        { new() { Devices = 0 }, "The number of devices must be from 1 to 10000000, not 0." },
        { new() { Devices = 10_000_001 }, "The number of devices must be from 1 to 10000000, not 10000001." },
        { new() { Profile = Profile.OneBillionRows, Devices = 414 }, "The number of devices must be from 1 to 413, not 414." },
        { new() { Step = TimeSpan.Zero }, "The step must be longer than 0, not 00:00:00." },
        { new() { Step = TimeSpan.FromSeconds(-1) }, "The step must be longer than 0, not -00:00:01." },
        { new() { Step = TimeSpan.FromTicks(15) }, "The step must be whole microseconds, not 00:00:00.0000015." },
        { new() { Start = DateTimeOffset.UnixEpoch.AddTicks(1) }, "The start must be a whole number of microseconds." },
        { new() { Nulls = 1.5 }, "The fraction of nulls must be from 0 to 1, not 1.5." },
        { new() { Nulls = double.NaN }, "The fraction of nulls must be from 0 to 1, not NaN." },
        { new() { Disorder = -0.1 }, "The fraction of disorder must be from 0 to 1, not -0.1." },
        { new() { Duplicates = 0.95 }, "The fraction of duplicates must be from 0 to 0.9, not 0.95." },
        { new() { Dirty = 2 }, "The fraction of dirty rows must be from 0 to 1, not 2." },
        {
            new() { Dirty = 0.1, Format = OutputFormat.Arrow },
            "Dirty rows need a text format: an Arrow file has no place for a number that is none."
        },
        { new() { Profile = Profile.OneBillionRows, Disorder = 0.1 }, "Disorder needs times, and the profile 1brc has none." },
        { new() { Profile = Profile.OneBillionRows, Gaps = 0.1 }, "Gaps need times, and the profile 1brc has none." },
        { new() { Profile = Profile.OneBillionRows, Energy = true }, "Energy needs meters, and the profile 1brc has none." },
        { new() { Gaps = 1.1 }, "The fraction of gaps must be from 0 to 1, not 1.1." },
        { new() { Resets = TimeSpan.FromDays(1) }, "Resets need a register: ask for energy too." },
        {
            new() { Energy = true, Resets = TimeSpan.Zero },
            "The period of resets must be longer than 0 and whole microseconds long, not 00:00:00."
        },
        {
            new() { Energy = true, Resets = TimeSpan.FromTicks(5) },
            "The period of resets must be longer than 0 and whole microseconds long, not 00:00:00.0000005."
        },
        { new() { Threads = -1 }, "The number of threads must be from 0 (all cores) to 1024, not -1." },
        { new() { Profile = (Profile)9 }, "The profile 9 is unknown." },
        { new() { Format = (OutputFormat)9 }, "The format 9 is unknown." },
        { new() { Order = (RowOrder)9 }, "The order 9 is unknown." },
        {
            new() { Rows = 1L << 60 },
            "The last row would lie after the year 9999: use fewer rows, more devices or a shorter step."
        },
        {
            new() { Start = DateTimeOffset.MinValue, Disorder = 0.1 },
            "Disorder would move rows before the year 1: use a later start or a shorter step."
        },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_made_is_named(GeneratorOptions options, string message)
    {
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(options.Validate).Message);
        using MemoryStream output = new();
        Assert.ThrowsAny<ArgumentException>(() => Generator.Write(options, output));
        Assert.ThrowsAny<ArgumentException>(() => Truth.Write(options, null, output));
        Assert.Empty(output.ToArray());
    }

    [Fact]
    public void The_defaults_can_be_made() => Assert.Null(Record.Exception(new GeneratorOptions().Validate));

    [Fact]
    public void A_truth_refuses_windows_it_cannot_have()
    {
        Assert.Equal(
            "A window must be longer than 0 and whole microseconds long, not 00:00:00.",
            Assert.ThrowsAny<ArgumentException>(() => Truth.Write(new(), TimeSpan.Zero, Stream.Null)).Message);
        Assert.Equal(
            "A window must be longer than 0 and whole microseconds long, not 00:00:00.0000005.",
            Assert.ThrowsAny<ArgumentException>(() => Truth.Write(new(), TimeSpan.FromTicks(5), Stream.Null)).Message);
        Assert.Equal(
            "The profile 1brc has no times: its truth has no windows.",
            Assert.ThrowsAny<ArgumentException>(
                () => Truth.Write(new() { Profile = Profile.OneBillionRows }, TimeSpan.FromHours(1), Stream.Null)).Message);
        Assert.Equal(
            "The windows of a time zone must be a day long or shorter, not 7.00:00:00.",
            Assert.ThrowsAny<ArgumentException>(
                () => Truth.Write(
                    new(), TimeSpan.FromDays(7), Stream.Null, zone: TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))).Message);
        Assert.Equal(
            "The first window would start before the year 1: use a later start or shorter windows.",
            Assert.ThrowsAny<ArgumentException>(
                () => Truth.Write(
                    new() { Start = DateTimeOffset.MinValue.AddDays(1), Rows = 1 }, TimeSpan.FromDays(1000), Stream.Null)).Message);
    }
}
