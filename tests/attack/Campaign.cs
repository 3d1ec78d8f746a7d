using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace TelemetryEngine.Attack;

/// <summary>
/// Many attempts, each made by its seed alone. Without wishes a sample of them; ATTACK=full makes all. ATTACK_SEED says where to begin, and without ATTACK=full makes just
/// that one again. ATTACK_COUNT says how many instead.
/// </summary>
internal static class Campaign
{
    private const int MostFindings = 5;

    private static readonly int? Wanted = Setting("ATTACK_SEED");

    private static readonly int? Count = Setting("ATTACK_COUNT");

    /// <summary>True when all attempts were asked for.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("ATTACK") == "full";

    /// <summary>Makes the attempts; those that fail are named by their seeds, and how to make them again.</summary>
    /// <param name="sampled">How many in a sample.</param>
    /// <param name="full">How many on request.</param>
    /// <param name="attempt">What a seed does; it fails by throwing.</param>
    /// <param name="name">The test's name.</param>
    public static void Run(int sampled, int full, Action<int> attempt, [CallerMemberName] string name = "")
    {
        int first = Wanted ?? 1;
        int count = Count ?? (IsFull ? full : Wanted is null ? sampled : 1);
        ConcurrentQueue<(int Seed, Exception Finding)> findings = [];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = IsFull ? Environment.ProcessorCount : 1 };
        ParallelLoopResult result = Parallel.For(first, first + count, parallel, (seed, loop) =>
        {
            try
            {
                attempt(seed);
            }
            catch (Exception e)
            {
                findings.Enqueue((seed, e));
                if (findings.Count >= MostFindings)
                {
                    loop.Stop();
                }
            }
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: seeds {first} to {first + count - 1}, {(result.IsCompleted ? "all" : "not all")} made");
        Assert.True(findings.IsEmpty, string.Join("\n\n", findings.Select(finding =>
            $"seed {finding.Seed}; again: ATTACK_SEED={finding.Seed} dotnet test tests/attack --filter FullyQualifiedName~{name}\n{finding.Finding}")));
    }

    private static int? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
