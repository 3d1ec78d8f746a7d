namespace TelemetryEngine.Cli.Tests;

/// <summary>The command sql: where a statement comes from, its parameters, and what is said of wrong ones.</summary>
public sealed class SqlTests
{
    private const string Query = "select device_id, max(power_w) as m from 'readings.csv' where power_w > $least group by device_id";

    [Theory]
    [InlineData("3.5", "device_id,m\na,4\nb,20.25\n")]
    [InlineData("10", "device_id,m\nb,20.25\n")]
    public void AStatementComesFromTheCommandLineAFileOrThePipe(string least, string answer)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        folder.Put("query.sql", Query);
        Assert.Equal(answer, Run(folder, [Query, "--param", $"least={least}"]).Expect(0).Output);
        Assert.Equal(answer, Run(folder, ["--file", "query.sql", "--param", $"least={least}"]).Expect(0).Output);
        Assert.Equal(answer, Run(folder, ["-", "--param", $"least={least}"], Query).Expect(0).Output);
        Run(folder, [Query, "--param", $"least={least}", "-o", "answer.csv"]).Expect(0);
        Assert.Equal(answer, folder.Text("answer.csv"));
    }

    [Fact]
    public void ParametersHaveTheTypesThatTheyLookLike()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        Assert.Equal("count\n3\n", Run(folder, ["select count(*) from 'readings.csv' where device_id = ?", "--param", "1=a"]).Expect(0).Output);
        Assert.Equal("count\n5\n", Run(folder, ["select count(*) from 'readings.csv' where $all", "--param", "all=true"]).Expect(0).Output);
        Assert.Equal("count\n0\n", Run(folder, ["select count(*) from 'readings.csv' where device_id = $x", "--param", "x='7'"]).Expect(0).Output);
    }

    [Theory]
    [InlineData(new[] { "select devic from 'readings.csv'" }, "unknown column 'devic'; there is timestamp, device_id, power_w at line 1, column 8\n  select devic from 'readings.csv'\n         ^\n")]
    [InlineData(new[] { "select * from 'reading.csv'" }, "did you mean 'readings.csv'?")]
    [InlineData(new[] { Query }, "the parameter $least has no value; give it one at line 1, column 73")]
    [InlineData(new[] { Query, "--param", "least" }, "--param: 'least' is not NAME=VALUE, such as least=500")]
    [InlineData(new[] { Query, "--param", "least=1", "--param", "least=2" }, "--param: 'least' is given twice")]
    [InlineData(new[] { Query, "--file", "query.sql" }, "the statement is in --file and on the command line; leave one of them out")]
    [InlineData(new string[0], "'sql' needs a STATEMENT")]
    public void WrongOnesAreSaid(string[] arguments, string message)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        Outcome outcome = Run(folder, arguments);
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(message, outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void CopyWritesAFile()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        Assert.Empty(Run(folder, ["copy (select device_id, max(power_w) as m from 'readings.csv' group by device_id) to 'm.csv' (header false, delimiter ';')"]).Expect(0).Output);
        Assert.Equal("a;4\nb;20.25\n", folder.Text("m.csv"));
        Run(folder, ["copy 'm.csv' to 'm.ndjson'"]).Expect(0);
        Assert.NotEmpty(folder.Text("m.ndjson"));
        Assert.Contains("write to another file", Run(folder, ["copy 'readings.csv' to 'readings.csv'"]).Expect(2).Errors, StringComparison.Ordinal);
        Assert.Equal(TemporaryFolder.Readings, folder.Text("readings.csv"));
        Assert.Contains("leave --output out", Run(folder, ["copy 'm.csv' to 'n.csv'", "-o", "o.csv"]).Expect(2).Errors, StringComparison.Ordinal);
        Assert.Contains("stands for no format", Run(folder, ["copy 'm.csv' to 'n.foo'"]).Expect(2).Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["n.csv"]));
    }

    [Fact]
    public void AnOutputIsNoInput()
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        Assert.Contains(
            "write to another file",
            Run(folder, ["select * from 'readings.csv'", "-o", "readings.csv"]).Expect(2).Errors,
            StringComparison.Ordinal);
        Assert.Equal(TemporaryFolder.Readings, folder.Text("readings.csv"));
    }

    private static Outcome Run(TemporaryFolder folder, IReadOnlyList<string> arguments, string? input = null) =>
        TelemetryProcess.Run(folder.Path, ["sql", .. arguments, "--quiet"], input is null ? null : System.Text.Encoding.UTF8.GetBytes(input));
}
