using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow;

/// <summary>A type that Apache.Arrow can't say: a struct without fields, bytes or a list of width 0. A file may have such a column; it can be passed over, but not read.</summary>
/// <param name="name">The type as text.</param>
/// <param name="buffers">How many buffers it has, beside those of its children.</param>
internal sealed class UnreadableType(string name, int buffers) : ExtensionType(NullType.Default)
{
    /// <summary>How many buffers it has, beside those of its children.</summary>
    public int Buffers => buffers;

    public override string Name => name;

    public override string ExtensionMetadata => "";

    public override ExtensionArray CreateArray(IArrowArray storageArray) => throw new NotSupportedException($"Apache.Arrow has no array for {name}");
}
