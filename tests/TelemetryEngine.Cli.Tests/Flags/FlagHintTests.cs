using System.Reflection;
using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Tests.Flags;

public sealed class FlagHintTests
{
    [Fact]
    public void OptionsAreFlags()
    {
        string[] flags = [.. Options.Groups.SelectMany(static group => group.Flags).Select(static flag => flag.Name)];
        IEnumerable<Fix> fixes = typeof(Fix).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Select(static field => field.GetValue(null)).OfType<Fix>();
        Assert.All(fixes.Where(static fix => fix.Option is not ("between" or "inspect" or "column")), fix => Assert.Contains(FlagHint.Of(fix).Trim(), flags));
    }

    [Fact]
    public void ArgumentsAreQuotedForTheShell()
    {
        Assert.Equal("--schema 'power w=float64'", FlagHint.Of(Fix.Schema.With("power w", "float64")));
        Assert.Equal("--schema '\"a,b\"=utf8'", FlagHint.Of(Fix.Schema.With("a,b", "utf8")));
        Assert.Equal("--fill avg_v=null", FlagHint.Of(Fix.Fill.With("avg_v", "null")));
        Assert.Equal("--by '\"a,b\"'", FlagHint.Of(Fix.GroupBy.With("a,b")));
        Assert.Equal("--by 'site,\"a,b\"'", FlagHint.Of(Fix.GroupBy.With("site", "a,b")));
        Assert.Equal("--agg 'avg(meter)'", FlagHint.Of(Fix.Aggregate.With("avg", "meter")));
        Assert.Equal("--time when --time-format 'dd/MM/yyyy HH:mm'", FlagHint.Of(Fix.Time.With("when", "dd/MM/yyyy HH:mm")));
        Assert.Equal("--every 5m --period 1h", FlagHint.Of(Fix.Every.With("5m", "1h")));
        Assert.Equal("--dst-column 'my flag=summer'", FlagHint.Of(Fix.DstColumn.With("my flag", "summer")));
        Assert.Equal("--thousands \"'\"", FlagHint.Of(Fix.Thousands.With("'")));
        Assert.Equal("--thousands ' '", FlagHint.Of(Fix.Thousands.With(" ")));
        Assert.Equal("--format arrow or arrows", FlagHint.Of(Fix.Format.With("arrow", "arrows")));
        Assert.Equal("--from and --to", FlagHint.Of(Fix.Between));
        Assert.Equal("'telemetry inspect 'a b''", FlagHint.Of(Fix.Inspect.With("a b")));
    }
}
