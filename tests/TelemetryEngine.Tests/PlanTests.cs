using TelemetryEngine.Tests.Formats;

namespace TelemetryEngine.Tests;

/// <summary>What plans are made of, as texts that a program's user has written.</summary>
public sealed class PlanTests
{
    [Fact]
    public void A_plan_comes_back_from_its_file()
    {
        using TemporaryFolder folder = new();
        FlatPlan plan = new() { Source = new SourcePlan { Paths = ["readings.csv"] }, Aggregates = [.. Aggregate.Parse("avg(power_w), count() as n")] };
        string path = folder.Put("plan.json", plan.ToJson());

        Assert.Equal(plan.ToJson(), Plan.FromFile(path).ToJson());
    }

    [Fact]
    public void What_is_no_file_of_a_plan_is_an_error_that_names_it()
    {
        using TemporaryFolder folder = new();
        folder.Put("plan.json", "{}");
        InputException missing = Assert.Throws<InputException>(() => Plan.FromFile(folder["plam.json"]));
        Assert.Equal($"no such file: '{folder["plam.json"]}'; did you mean '{folder["plan.json"]}'?", missing.Message);
        Assert.Equal(folder["plam.json"], missing.File);
        Assert.Contains("is a folder", Assert.Throws<PlanException>(() => Plan.FromFile(folder["."])).Message, StringComparison.Ordinal);
        Assert.Contains("version 0", Assert.Throws<PlanException>(() => Plan.FromFile(folder["plan.json"])).Message, StringComparison.Ordinal);
        folder.Put("long.json", new string(' ', Plan.MaxJsonChars + 1));
        Assert.Equal(
            $"not a plan: '{folder["long.json"]}' has more than 16,777,216 characters, which is the most that is read",
            Assert.Throws<PlanException>(() => Plan.FromFile(folder["long.json"])).Message);
    }

    [Fact]
    public void Aggregates_are_read_as_they_are_written()
    {
        IReadOnlyList<AggregatePlan> read = Aggregate.Parse("AVG(power_w) filter (where phase = 1) as kw, quantile(power_w, 0.95)");

        Assert.Equal(("avg", "phase = 1", "kw"), (read[0].Function, read[0].Filter, read[0].As));
        Assert.Equal(["power_w", "0.95"], read[1].Arguments);
        Assert.Contains("parentheses do not match", Assert.Throws<PlanException>(() => Aggregate.Parse("avg(power_w")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("float64", true)]
    [InlineData("decimal(2)", true)]
    [InlineData("timestamp[ms]", true)]
    [InlineData("flot64", false)]
    [InlineData("list<int32>", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Types(string? text, bool isType) => Assert.Equal(isType, SchemaColumn.IsType(text));

    [Theory]
    [InlineData("15m", 900.0)]
    [InlineData("250ms", 0.25)]
    [InlineData("1w", 604_800.0)]
    [InlineData("1mo", null)]
    [InlineData("1y", null)]
    public void Lengths(string text, double? seconds)
    {
        Assert.True(WindowPlan.IsLength(text));
        Assert.Equal(seconds, WindowPlan.FixedLength(text)?.TotalSeconds);
    }

    [Fact]
    public void No_lengths()
    {
        Assert.False(WindowPlan.IsLength("1x") || WindowPlan.IsLength("") || WindowPlan.IsLength(null));
        Assert.StartsWith("'1x' is not a duration", Assert.Throws<PlanException>(() => WindowPlan.FixedLength("1x")).Message, StringComparison.Ordinal);
        Assert.Throws<PlanException>(() => WindowPlan.FixedLength("1ns"));
    }

    [Fact]
    public void Zones_are_found_by_name_and_by_offset()
    {
        Assert.Equal("Europe/Berlin", TimePlan.FindZone("Europe/Berlin").Id);
        Assert.True(TimePlan.IsUtc(TimePlan.FindZone("Etc/UCT")) && TimePlan.IsUtc(TimePlan.FindZone("+00:00")));
        Assert.False(TimePlan.IsUtc(TimePlan.FindZone("Europe/London")) || TimePlan.IsUtc(TimePlan.FindZone("UTC+3")));
        Assert.Equal(("+03:00", TimeSpan.FromHours(3)), (TimePlan.FindZone("UTC+3").Id, TimePlan.FindZone("UTC+3").BaseUtcOffset));
        Assert.Equal("there is no time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?", Assert.Throws<PlanException>(() => TimePlan.FindZone("Europe/Berln")).Message);
    }
}
