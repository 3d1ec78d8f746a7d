namespace TelemetryEngine.Tests.Aggregates;

public sealed class HighTests : AggregateLaws
{
    protected override string Function => "high";

    protected override string Define(string type, IReadOnlyList<LawRow> rows) =>
        rows.Count == 0 ? "∅" : LawValue.Text(type, LawValue.Extreme(type, rows, 1));
}
