using TelemetryEngine.Arrow;
using Theirs = Apache.Arrow;
using TheirTypes = Apache.Arrow.Types;

namespace TelemetryEngine.Formats.ArrowIpc.Conversion;

/// <summary>A type that Apache.Arrow can't say: a struct without fields, bytes or a list of width 0. A file may have such a column; it can't be handed on.</summary>
internal sealed class UnreadableType(ArrowType type) : Theirs.ExtensionType(TheirTypes.NullType.Default)
{
    /// <summary>The type.</summary>
    public ArrowType Type => type;

    public override string Name => type.Name;

    public override string ExtensionMetadata => "";

    public override Theirs.ExtensionArray CreateArray(Theirs.IArrowArray storageArray) => throw new NotSupportedException($"Apache.Arrow has no array for {type}");
}
