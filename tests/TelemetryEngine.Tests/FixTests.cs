using System.Reflection;
using TelemetryEngine.Quoting;
using TelemetryEngine.Sources;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Tests;

/// <summary>What an error says helps, helps a C# user who does it.</summary>
public sealed class FixTests
{
    [Fact]
    public void RowsThatNoWindowHoldsAreLeftOutByAFilter()
    {
        Pipeline rows = Telemetry.ReadCsvText("time,v\n2024-01-01T00:00:00.000000001Z,1\n2262-04-11T23:00:00.000000001Z,2\n");
        RunException error = Assert.Throws<RunException>(() => Ask(rows).ToTable());
        Assert.Equal(["where"], error.Text.Fixes.Select(static fix => fix.Option));
        Assert.EndsWith("; leave such times out with Where", error.Message, StringComparison.Ordinal);
        Assert.Equal([1L], Ask(rows.Where("v < 2")).ToTable().Values<long>("sum_v"));

        static Pipeline Ask(Pipeline rows) => rows.Window(Tumbling.Every("1d") with { Label = "end" }).Aggregate(Aggregate.Sum("v"));
    }

    [Fact]
    public void ATimeOfTwoReadingsIsReadInTheLayoutThatIsSaid()
    {
        Pipeline ask = Telemetry.ReadCsvText("at,v\n01/02/2024 10:00,1\n02/02/2024 10:00,2\n").Window(Tumbling.Every("1mo")).Aggregate(Aggregate.Sum("v"));
        PlanException error = Assert.Throws<PlanException>(() => ask.ToTable());
        Assert.EndsWith("say which it is: Time(\"at\", \"dd/MM/yyyy HH:mm\") or Time(\"at\", \"MM/dd/yyyy HH:mm\")", error.Message, StringComparison.Ordinal);
        Assert.Equal([3L], ask.Time("at", "dd/MM/yyyy HH:mm").ToTable().Values<long>("sum_v"));
        Assert.Equal([1L, 2L], ask.Time("at", "MM/dd/yyyy HH:mm").ToTable().Values<long>("sum_v"));
        Assert.Equal([1L, 2L], ask.Time(error.Text.Fixes[1].Arguments[0], error.Text.Fixes[1].Arguments[1]).ToTable().Values<long>("sum_v"));
    }

    [Fact]
    public void RowsThatCanNotBeReadAreLeftOut()
    {
        Pipeline ask = Telemetry.ReadCsvText("v\n1\n1.2.3\n2\n").Schema(("v", "float64")).Aggregate(Aggregate.Sum("v"));
        InputException error = Assert.Throws<InputException>(() => ask.ToTable());
        Assert.EndsWith("'1.2.3' is not a number; OnError(ErrorPolicy.Skip) leaves such rows out", error.Message, StringComparison.Ordinal);
        Assert.Equal([Fix.OnError.With("skip")], error.Text.Fixes);
        Assert.Equal([3.0], ask.OnError(ErrorPolicy.Skip).ToTable().Values<double>("sum_v"));
    }

    [Fact]
    public void ATypeThatIsTooSmallIsReplaced()
    {
        Pipeline ask = Telemetry.ReadCsvText("power w\n1\n2.5\n").Schema(("power w", "int64"));
        InputException error = Assert.Throws<InputException>(() => ask.ToTable());
        Fix fix = Assert.Single(error.Text.Fixes);
        Assert.Equal(("schema", "power w", "float64"), (fix.Option, fix.Arguments[0], fix.Arguments[1]));
        Assert.Contains("; Schema((\"power w\", \"float64\")) reads the column", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2.5], ask.Schema((fix.Arguments[0], fix.Arguments[1])).ToTable().Values<double>("power w"));
    }

    [Fact]
    public void ARunThatNeedsMoreMemoryIsAllowedIt()
    {
        Pipeline ask = Telemetry.ReadCsvText("time,v\n1970-01-01T00:00:00Z,1\n1970-03-01T00:00:00Z,2\n").Window(Tumbling.Every("1s")).Aggregate(Aggregate.Sum("v")).Fill();
        RunException error = Assert.Throws<RunException>(() => ask.With(new RunOptions { MemoryBytes = 1 }).ToTable());
        Assert.EndsWith("or leave Fill out, or allow more with RunOptions.MemoryBytes", error.Message, StringComparison.Ordinal);
        Assert.Equal("memory", error.Text.Fixes[^1].Option);
        Assert.Equal((60 * 86_400) - 86_400 + 1, ask.With(new RunOptions { MemoryBytes = 2L << 30 }).ToTable().RowCount);
    }

    [Fact]
    public void ANameForgesNoFix()
    {
        string name = "Schema((\"v\", \"int64\")) \0 OnError(ErrorPolicy.Skip)";
        PlanException error = new($"'{name}' is {Fix.Schema.With(name, "utf8")}");
        Assert.Equal([Fix.Schema.With(name, "utf8")], error.Text.Fixes);
        Assert.Equal(
            @"'Schema((""v"", ""int64"")) \x00 OnError(ErrorPolicy.Skip)' is <Schema((""v"", ""int64"")) >",
            error.Text.ToString(static fix => $"<{fix.Arguments[0].Split('\0')[0]}>"));
        Assert.Empty(new MessageText(error.Message).Fixes);
        Assert.Empty(Message.Of($"{new MessageText("\0")}{"\0"}").Fixes);
    }

    [Theory]
    [InlineData("a\"b\\", @"""a\""b\\""")]
    [InlineData("größe 电 👍", "\"größe 电 👍\"")]
    [InlineData("a\0\n\u202e\U000e0041", @"""a\u0000\u000a\u202e\udb40\udc41""")]
    public void TextIsALiteralOfCSharp(string text, string literal)
    {
        Assert.Equal(literal, CSharpText.Of(text));
        Assert.Equal($"TimePlan.Zone = {literal}", Fix.TimeZone.With(text).ToString());
    }

    [Fact]
    public void HalfASurrogateIsWrittenOut() => Assert.Equal(@"""a\ud83d""", CSharpText.Of("a" + (char)0xd83d));

    [Fact]
    public void FixesBesideEachOtherAreOne()
    {
        MessageText text = Message.Of($"{Fix.NoHeader} {Fix.SkipLines.With("3")} reads it");
        Assert.Equal("TextPlan.Header = false and TextPlan.SkipLines = 3 reads it", text.ToString());
        Assert.Equal("noHeader skipLines reads it", text.ToString(static fix => fix.Option));
    }

    /// <summary>The methods and properties that are named are there.</summary>
    [Fact]
    public void FixesNameWhatThereIs()
    {
        foreach (Fix fix in typeof(Fix).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Select(static field => field.GetValue(null)).OfType<Fix>().Where(static fix => fix.Option is not ("column" or "format")))
        {
            string[] name = fix.ToString().Split(' ', '(')[0].Split('.');
            Type owner = name.Length == 1 ? typeof(Pipeline) : typeof(Pipeline).Assembly.GetExportedTypes().Single(type => type.Name == name[0]);
            Assert.Contains(owner.GetMembers(), member => member.Name == name[^1]);
        }
    }
}
