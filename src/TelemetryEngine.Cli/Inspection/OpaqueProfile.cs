using Apache.Arrow;

namespace TelemetryEngine.Cli.Inspection;

/// <summary>Values of a type that the engine does not compute with: they are only counted.</summary>
internal sealed class OpaqueProfile : ColumnProfile
{
    public override string Min => "";

    public override string Max => "";

    protected override void Add(IArrowArray array, int row)
    {
    }

    protected override string? Text(IArrowArray array, int row) => null;
}
