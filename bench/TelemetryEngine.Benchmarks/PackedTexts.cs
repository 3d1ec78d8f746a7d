using System.Text;

namespace TelemetryEngine.Benchmarks;

/// <summary>Texts one behind the other, as fields lie in a block of a file.</summary>
internal sealed class PackedTexts
{
    private readonly byte[] _bytes;
    private readonly int[] _ends;

    public PackedTexts(IReadOnlyList<string> texts)
    {
        // a parser that reads words may look behind a field, never behind the block
        _bytes = Encoding.UTF8.GetBytes(string.Join(',', texts) + ",");
        _ends = new int[texts.Count + 1];
        _ends[0] = -1;
        for (int i = 0; i < texts.Count; i++)
        {
            _ends[i + 1] = _ends[i] + 1 + Encoding.UTF8.GetByteCount(texts[i]);
        }
    }

    public int Count => _ends.Length - 1;

    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(_ends[index] + 1, _ends[index + 1] - _ends[index] - 1);
}
