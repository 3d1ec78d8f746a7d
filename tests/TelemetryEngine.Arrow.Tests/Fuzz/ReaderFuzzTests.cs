using System.Diagnostics;
using System.Globalization;
using TelemetryEngine.Arrow.Tests.Memory;

namespace TelemetryEngine.Arrow.Tests.Fuzz;

/// <summary>
/// A short run on every test, and a long one on request: TELEMETRY_FUZZ_MINUTES says how long, TELEMETRY_FUZZ_SEED which (default 1). A
/// finding names its seed and iteration; TELEMETRY_FUZZ_SEED and TELEMETRY_FUZZ_ITERATION make just that one again.
/// </summary>
[Collection(NativeMemoryCollection.Name)]
public sealed class ReaderFuzzTests
{
    private const int ShortRunIterations = 30_000;

    [Fact]
    public void Spoilt_input_is_read_or_refused()
    {
        int seed = (int)(Setting("TELEMETRY_FUZZ_SEED") ?? 1);
        ReaderFuzzer fuzzer = new(seed);
        if (Setting("TELEMETRY_FUZZ_ITERATION") is { } iteration)
        {
            fuzzer.Run((int)iteration);
            Assert.Equal(1, fuzzer.Accepted + fuzzer.Refused);
            return;
        }

        TimeSpan length = TimeSpan.FromMinutes(Setting("TELEMETRY_FUZZ_MINUTES") ?? 0);
        Stopwatch watch = Stopwatch.StartNew();
        int done = 0;
        try
        {
            while (done < ShortRunIterations || watch.Elapsed < length)
            {
                fuzzer.Run(done++);
            }
        }
        catch (FuzzFindingException finding) when (length > TimeSpan.Zero)
        {
            string path = Path.Combine(AppContext.BaseDirectory, $"fuzz-{seed}-{done - 1}.{(finding.Input.IsFile ? "arrow" : "arrows")}");
            File.WriteAllBytes(path, finding.Input.Bytes);
            throw;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {seed}: {done} attempts, {fuzzer.Accepted} read, {fuzzer.Refused} refused, at most {fuzzer.PeakBytes} bytes of memory, {watch.Elapsed.TotalSeconds:F1} s");
        Assert.True(fuzzer.Accepted > done / 100, $"only {fuzzer.Accepted} of {done} attempts were read");
        Assert.True(fuzzer.Refused > done / 4, $"only {fuzzer.Refused} of {done} attempts were refused");
    }

    [Fact]
    public void A_seed_and_an_iteration_say_all()
    {
        (ReaderFuzzer first, ReaderFuzzer second, ReaderFuzzer other) = (new(5), new(5), new(6));
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(first.Make(i).Input.Bytes, second.Make(i).Input.Bytes);
            Assert.Equal(first.Make(i).Door, second.Make(i).Door);
        }

        Assert.NotEqual(first.Make(7).Input.Bytes, other.Make(7).Input.Bytes);
    }

    private static double? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
