namespace TelemetryEngine.Tests.Aggregates;

public sealed class MedianTests : AggregateLaws
{
    protected override string Function => "median";

    protected override IReadOnlyList<string> Types => ["int32", "int64", "float32", "float64", "decimal(2)"];

    protected override string Define(string type, IReadOnlyList<LawRow> rows) => QuantileTests.Definition(type, rows, 0.5m);
}
