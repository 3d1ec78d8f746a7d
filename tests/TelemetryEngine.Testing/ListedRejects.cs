using TelemetryEngine.Sources;

namespace TelemetryEngine.Testing;

/// <summary>Rejected rows in a list, sorted at the end: what any other way of keeping them must give.</summary>
internal sealed class ListedRejects : RejectStore
{
    private readonly List<Reject> _rows = [];

    public override void Add(Reject reject) => _rows.Add(reject);

    public override IEnumerable<Reject> InOrder() => [.. _rows.Order()];

    public override void Clear() => _rows.Clear();
}
