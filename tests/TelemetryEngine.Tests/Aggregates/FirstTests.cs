namespace TelemetryEngine.Tests.Aggregates;

public sealed class FirstTests : AggregateLaws
{
    protected override string Function => "first";

    protected override string Define(string type, IReadOnlyList<LawRow> rows)
    {
        IEnumerable<LawRow> ordered = rows.OrderBy(r => r.Time);
        return rows.Count == 0 ? "∅" : LawValue.Text(type, ordered.First().Value!);
    }
}
