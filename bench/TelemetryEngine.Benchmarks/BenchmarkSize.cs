namespace TelemetryEngine.Benchmarks;

/// <summary>How much a suite works on. Operations per invocation have to be constants, so in a toy run the times per row of file suites mean nothing.</summary>
internal static class BenchmarkSize
{
    /// <summary>Rows of a batch, as the engine cuts them.</summary>
    public const int BatchRows = 16 * 1024;

    /// <summary>Rows of a generated file: about 45 MB of CSV, more than a core's caches hold.</summary>
    public const int FileRows = 1 << 20;

    /// <summary>Devices in generated readings.</summary>
    public const int Devices = 1_000;

    private const int ToyRows = 4_096;

    /// <summary>True in a smoke run, which asks whether a suite works and not how fast.</summary>
    public static bool IsToy { get; set; }

    /// <summary>The rows to make where a real run makes <paramref name="rows"/>.</summary>
    public static int Fit(int rows) => IsToy ? Math.Min(rows, ToyRows) : rows;
}
