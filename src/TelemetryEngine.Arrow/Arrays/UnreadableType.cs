using Apache.Arrow;
using Apache.Arrow.Types;

namespace TelemetryEngine.Arrow;

// A type that Apache.Arrow can't say: a struct without fields, bytes or a list of width 0. A file may have such a column; it can be passed
// over, but not read.
// buffers: How many buffers it has, beside those of its children.
internal sealed class UnreadableType(string name, int buffers) : ExtensionType(NullType.Default)
{
    // How many buffers it has, beside those of its children.
    public int Buffers => buffers;

    public override string Name => name;

    public override string ExtensionMetadata => "";

    public override ExtensionArray CreateArray(IArrowArray storageArray) =>
        throw new NotSupportedException($"Apache.Arrow has no array for {name}");
}
