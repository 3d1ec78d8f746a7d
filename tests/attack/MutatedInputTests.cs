using TelemetryEngine.Arrow.Tests.Fuzz;
using TelemetryEngine.Sources;
using TelemetryEngine.Testing;
using static TelemetryEngine.Aggregate;

namespace TelemetryEngine.Attack;

/// <summary>Spoilt CSV and Arrow: the defined errors or a result, the same for one thread and three, and every row is accounted for.</summary>
public sealed class MutatedInputTests
{
    private static readonly Lazy<IReadOnlyList<FuzzInput>> Corpus = new(FuzzCorpus.Make);

    private static readonly string[] Marks = ["\"", ",", "\n", "\r", "\0", "\"\"", "\uFEFF", "é", "NaN", "-", "1e999", "9223372036854775808", ",,,,,,,,", "\n\n\n", "2024-02-30T00:00:00Z", "\u001B[2J"];

    [Fact]
    public void Csv_is_read_or_refused_by_any_threads_alike() => Campaign.Run(400, 50_000, static seed =>
    {
        Random random = new(seed);
        byte[] text = System.Text.Encoding.UTF8.GetBytes(Readings.Csv(Readings.Make(random, random.Next(60), odd: true)));
        text = random.Next(3) == 0 ? Mutator.Mutate(text, random) : text;
        for (int marks = random.Next(5); marks > 0; marks--)
        {
            int at = random.Next(text.Length + 1);
            text = [.. text[..at], .. System.Text.Encoding.UTF8.GetBytes(Marks[random.Next(Marks.Length)]), .. text[at..]];
        }

        using TemporaryFile file = new();
        File.WriteAllBytes(file.Path, text);
        ErrorPolicy policy = (ErrorPolicy)random.Next(3);
        Pipeline[] questions =
        [
            Telemetry.ReadCsv(file.Path).OnError(policy),
            Telemetry.ReadCsv(file.Path).OnError(policy).Aggregate(Count()),
            Telemetry.ReadCsv(file.Path).Schema(Readings.Schema).OnError(policy).GroupBy("k", "b").Aggregate(Count(), Sum("i"), Avg("d"), Max("f"), Last("s")),
        ];
        JudgeThreads(questions);
    });

    [Fact]
    public void Arrow_is_read_or_refused_by_any_threads_alike() => Campaign.Run(400, 60_000, static seed =>
    {
        Random random = new(seed);
        FuzzInput sound = Corpus.Value[random.Next(Corpus.Value.Count)];
        using TemporaryFile file = new(extension: sound.IsFile ? ".arrow" : ".arrows");
        File.WriteAllBytes(file.Path, Mutator.Mutate(sound.Bytes, random));
        Pipeline rows = Telemetry.ReadArrow(file.Path);
        JudgeThreads([rows.Aggregate(Count()), rows.Aggregate(), rows.GroupBy("code").Aggregate(Count(), Max("text")), rows.Aggregate(Avg("*"))]);
    });

    private static void JudgeThreads(Pipeline[] questions)
    {
        foreach (Pipeline question in questions)
        {
            RunOutcome one = RunOutcome.Of(question.With(new RunOptions { Threads = 1 }), "ndjson");
            RunOutcome three = RunOutcome.Of(question.With(new RunOptions { Threads = 3, MorselBytes = 64, BatchRows = 5 }), "ndjson");
            Assert.True(one.Error == three.Error && one.Digest == three.Digest, $"one thread: {one}\nthree: {three}");
        }
    }
}
