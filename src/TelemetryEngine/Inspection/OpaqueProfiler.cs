using Apache.Arrow;

namespace TelemetryEngine.Inspection;

// Values of a type that the engine does not compute with: they are only counted.
internal sealed class OpaqueProfiler : ColumnProfiler
{
    public override string? Min => null;

    public override string? Max => null;

    protected override void Add(IArrowArray array, int row)
    {
    }

    protected override string? Text(IArrowArray array, int row) => null;
}
