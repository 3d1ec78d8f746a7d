namespace TelemetryEngine.Tests.Aggregates;

public sealed class CloseTests : AggregateLaws
{
    protected override string Function => "close";

    protected override string Define(string type, IReadOnlyList<LawRow> rows) =>
        rows.Count == 0 ? "∅" : LawValue.Text(type, rows.OrderBy(r => r.Time).Last().Value!);
}
