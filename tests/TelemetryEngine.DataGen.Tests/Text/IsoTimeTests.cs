using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TelemetryEngine.DataGen.Text;

namespace TelemetryEngine.DataGen.Tests.Text;

public sealed class IsoTimeTests
{
    private static readonly long MinMicros = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long MaxMicros = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    [Theory]
    [InlineData(0, "yyyy-MM-dd'T'HH:mm:ss'Z'")]
    [InlineData(3, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'")]
    [InlineData(6, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'")]
    public void It_writes_what_DateTime_writes(int digits, string format)
    {
        IsoTime text = new(digits);
        Gen<long> times =
            from day in Gen.Choose(-719_162, 2_932_896)
            from second in Gen.Choose(0, 86_399)
            from micro in Gen.Choose(0, 999_999)
            select (((day * 86_400L) + second) * 1_000_000) + micro;
        Prop.ForAll(Arb.From(times), micros => Written(ref text, micros) == Expected(micros, format)).QuickCheckThrowOnFailure();
        foreach (long micros in (long[])[MinMicros, MaxMicros, 0, -1, 1, 1, 86_399_999_999, 86_400_000_000, -86_400_000_000])
        {
            Assert.Equal(Expected(micros, format), Written(ref text, micros));
        }
    }

    [Theory]
    [InlineData(0, 10_000_000, 0)]
    [InlineData(0, 500_000, 3)]
    [InlineData(1_000, 10_000_000, 3)]
    [InlineData(0, 1, 6)]
    [InlineData(-1, 10_000_000, 6)]
    public void The_fraction_has_the_digits_that_start_and_step_need(long startMicros, long stepMicros, int digits)
    {
        GeneratorOptions options = new()
        {
            Start = DateTimeOffset.UnixEpoch.AddMicroseconds(startMicros),
            Step = TimeSpan.FromMicroseconds(stepMicros),
        };
        Assert.Equal(digits, IsoTime.DigitsFor(options));
    }

    private static string Written(ref IsoTime text, long micros)
    {
        byte[] bytes = new byte[IsoTime.CopyBytes];
        text.Write(bytes, micros);
        return Encoding.ASCII.GetString(bytes, 0, text.Length);
    }

    private static string Expected(long micros, string format) =>
        DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString(format, CultureInfo.InvariantCulture);
}
