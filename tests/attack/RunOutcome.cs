using System.Security.Cryptography;
using TelemetryEngine.Execution;
using TelemetryEngine.Formats;

namespace TelemetryEngine.Attack;

/// <summary>What came of a run: the bytes of its result, or the error that it is defined to end with. Any other exception is a finding.</summary>
/// <param name="Result">The result in the form that was asked for; null after an error.</param>
/// <param name="Error">The kind of error and its message; null when there is a result.</param>
/// <param name="Summary">What the run met.</param>
internal sealed record RunOutcome(byte[]? Result, string? Error, RunSummary Summary)
{
    /// <summary>True when the run did not fit the memory, which more or less memory may change.</summary>
    public bool IsShortOfMemory => Error is not null && Error.StartsWith(nameof(RunException), StringComparison.Ordinal) && Error.Contains("memory", StringComparison.Ordinal);

    /// <summary>The kind of error, or a digest of the result: what must be the same for any way to run a plan over any form of its input.</summary>
    public string Digest => Error?.Split(':')[0] ?? Convert.ToHexString(SHA256.HashData(Result!));

    public static RunOutcome Of(Pipeline pipeline, string format = "csv")
    {
        using MemoryStream output = new();
        try
        {
            using Executor executor = pipeline.Open();
            executor.Write(FormatCatalog.FindByName(format)!, output, new WriterOptions(), CancellationToken.None);
            RunSummary summary = executor.Summary;
            Assert.Equal(summary.RowsRead, summary.RowsAccepted + summary.RowsRejected + summary.RowsFiltered);
            return new RunOutcome(output.ToArray(), null, summary);
        }
        catch (Exception e) when (e is PlanException or InputException or RunException)
        {
            return new RunOutcome(null, $"{e.GetType().Name}: {e.Message}", new RunSummary());
        }
    }

    /// <summary>The result as text, for a failure to show.</summary>
    public override string ToString() => Error ?? System.Text.Encoding.UTF8.GetString(Result!.AsSpan(0, Math.Min(2000, Result!.Length)));
}
