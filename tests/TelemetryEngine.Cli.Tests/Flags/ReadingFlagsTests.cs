using System.Reflection;
using TelemetryEngine.Cli.Flags;
using TelemetryEngine.Cli.Inputs;

namespace TelemetryEngine.Cli.Tests.Flags;

public sealed class ReadingFlagsTests
{
    [Theory]
    [InlineData(typeof(TextPlan))]
    [InlineData(typeof(TimePlan))]
    [InlineData(typeof(UnpivotStep))]
    [InlineData(typeof(SchemaColumn))]
    public void EachMemberOfAPlanThatSaysHowAFileIsReadIsALine(Type record)
    {
        string[] members = [.. record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(static property => property.Name)];

        Assert.Equal(members.Order(), ReadingFlags.All.Where(flag => flag.Record == record).Select(static flag => flag.Member).Order());
    }

    [Theory]
    [InlineData("--delimiter ';' --no-header --columns 'a,\"b,c\",\"x=y\"' --null '?,\"a b\"' --comment '#' --decimal-comma --schema 'a=float64,\"b,c\"=utf8' --time a --time-format 'dd/MM/yyyy HH:mm' --time-zone Europe/Berlin --input-zone UTC --ambiguous order --nonexistent shift")]
    [InlineData("--unpivot 'a..c,\"x,y\"' --names-to n --values-to v --names-are end --include-nulls")]
    [InlineData("--delimiter tab")]
    [InlineData("")]
    public void TheFlagsOfAPlanMakeThePlan(string flags)
    {
        using TemporaryFolder folder = TemporaryFolder.WithReadings();
        Verb verb = Verbs.Find("convert")!;
        string file = folder["readings.csv"];
        InputSet inputs = InputSet.Find([file]);
        Plan plan = PlanFlags.Read(Arguments.Parse(verb, [file, .. TelemetryProcess.Words(flags)]), inputs);

        string written = ReadingFlags.Of(plan);

        Plan again = PlanFlags.Read(Arguments.Parse(verb, [file, .. TelemetryProcess.Words(written)]), inputs);
        Assert.Equal(plan.ToJson(), again.ToJson());
        Assert.Equal(flags.Length == 0, written.Length == 0);
    }
}
