namespace TelemetryEngine.Tests.Aggregates;

public sealed class LowTests : AggregateLaws
{
    protected override string Function => "low";

    protected override string Define(string type, IReadOnlyList<LawRow> rows) =>
        rows.Count == 0 ? "∅" : LawValue.Text(type, LawValue.Extreme(type, rows, -1));
}
