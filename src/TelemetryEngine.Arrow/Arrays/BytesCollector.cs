using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow;

/// <summary>Collects values of any length one behind the other, and where each ends.</summary>
internal sealed class BytesCollector
{
    private readonly List<int> _offsets = [0];

    /// <summary>The values' bytes; whoever adds a value puts them here, and then calls <see cref="End"/>.</summary>
    public List<byte> Data { get; } = [];

    /// <summary>Ends a value, which is empty when nothing was added since the last.</summary>
    public void End() => _offsets.Add(Data.Count);

    /// <summary>The buffers of an array; nothing is left behind.</summary>
    public (ArrowBuffer Offsets, ArrowBuffer Data) Take()
    {
        ArrowBuffer offsets = ArrowBuffer.CopyOf<int>(CollectionsMarshal.AsSpan(_offsets));
        ArrowBuffer data = ArrowBuffer.CopyOf<byte>(CollectionsMarshal.AsSpan(Data));
        _offsets.Clear();
        _offsets.Add(0);
        Data.Clear();
        return (offsets, data);
    }
}
