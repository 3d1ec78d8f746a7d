using System.Text;

namespace TelemetryEngine.Cli.Tests;

/// <summary>Questions have one answer, however they are asked; docs/cookbook.md is written from them.</summary>
public sealed class CookbookTests
{
    private const int LinesShown = 6;

    private static readonly string Data = Path.Combine(WrittenDocument.Root, "samples", "data");

    public static TheoryData<int> Questions => [.. Enumerable.Range(0, Question.All.Count)];

    [Theory]
    [MemberData(nameof(Questions))]
    public void A_question_has_one_answer(int number)
    {
        Question question = Question.All[number];
        string answer = Run(question.Flags);
        Assert.NotEmpty(answer);
        Assert.Equal(answer, Run(["sql", question.Sql]));
        using TemporaryFolder folder = new();

        // by turns the plan that flags print, and that of SQL
        folder.Put("plan.json", number % 2 == 0 ? Run(question.Flags + " --plan") : Run(["sql", question.Sql, "--plan"]));
        Assert.Equal(answer, Run(["run", folder["plan.json"]]));
    }

    /// <summary>The pipeline runs in this process.</summary>
    [Theory]
    [MemberData(nameof(Questions))]
    public void A_pipeline_writes_the_bytes_of_the_statement(int number)
    {
        Question question = Question.All[number];
        string key = question.Title ?? question.Flags;
        Assert.True(QuestionPipelines.All.ContainsKey(key), $"'{key}' has no pipeline");
        using MemoryStream written = new();
        QuestionPipelines.All[key]().WriteCsv(written);
        Assert.Equal(Run(["sql", question.Sql]), Encoding.UTF8.GetString(written.ToArray()));
    }

    [Fact]
    public void There_are_thirty_questions() => Assert.True(Question.All.Count >= 30);

    [Fact]
    public void DocsAnswerQuestions() => WrittenDocument.Check("cookbook.md", Write(), nameof(CookbookTests));

    private static string Write()
    {
        StringBuilder text = new();
        text.Append(
            """
            # Cookbook

            <!-- Written by a test from tests/TelemetryEngine.Cli.Tests/Questions.cs and from what the program prints. To write it anew:
                 TELEMETRY_WRITE_DOCS=1 dotnet run -c Release --project tests/TelemetryEngine.Cli.Tests -- -class '*CookbookTests' -->

            What people ask of readings, by flags and in SQL, with the first lines of the answer. Both forms give the same bytes, and so does the plan
            that `--plan` prints of either. All commands run in [samples/data](../samples/data).

            """);
        foreach (Question question in Question.All.Where(static question => question.Title is not null))
        {
            string[] lines = Run(question.Flags).TrimEnd('\n').Split('\n');
            text.Append($"\n## {question.Title}\n\n```sh\ntelemetry {question.Flags}\n```\n\n```sql\n{question.Sql}\n```\n\n```text\n");
            text.AppendJoin('\n', lines.Take(LinesShown)).Append(lines.Length > LinesShown ? "\n…" : "").Append("\n```\n");
        }

        return text.ToString();
    }

    private static string Run(string commandLine) => Run(TelemetryProcess.Words(commandLine));

    private static string Run(IEnumerable<string> arguments) => TelemetryProcess.Run(Data, [.. arguments, "--quiet"]).Expect(0).Output;
}
