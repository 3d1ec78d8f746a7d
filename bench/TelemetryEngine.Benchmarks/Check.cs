namespace TelemetryEngine.Benchmarks;

/// <summary>A comparison for each invocation, so that a benchmark of nothing fails. It costs nothing beside the thousands of rows before it.</summary>
internal static class Check
{
    public static void Equal(long expected, long actual)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"the benchmark did other work than it should: expected {expected}, got {actual}");
        }
    }

    /// <summary>Equal up to the rounding of a plain sum.</summary>
    public static void Near(double expected, double actual)
    {
        // written so that NaN fails
        if (!(Math.Abs(expected - actual) <= 1e-9 * Math.Abs(expected)))
        {
            throw new InvalidOperationException($"the benchmark did other work than it should: expected about {expected:R}, got {actual:R}");
        }
    }
}
