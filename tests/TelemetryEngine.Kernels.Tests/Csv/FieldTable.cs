using System.Text;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Kernels.Tests.Csv;

/// <summary>Records of two fields in memory, indexed field by field, without any search for delimiters.</summary>
internal sealed class FieldTable
{
    private readonly byte[] _text;
    private readonly int[] _ends;
    private readonly int[] _firsts;
    private readonly int _field;

    /// <param name="fields">What stands in the field under test.</param>
    /// <param name="isLast">Whether that is the second one, or the first.</param>
    /// <param name="lineEnd">What ends a record.</param>
    /// <param name="behind">Bytes behind the last record.</param>
    public FieldTable(IReadOnlyList<string> fields, bool isLast, string lineEnd = "\n", int behind = 0)
    {
        _field = isLast ? 1 : 0;
        List<byte> text = [];
        List<int> ends = [-1];
        _firsts = new int[fields.Count];
        for (int row = 0; row < fields.Count; row++)
        {
            _firsts[row] = ends.Count;
            text.AddRange(isLast ? "7"u8 : Encoding.UTF8.GetBytes(fields[row]));
            ends.Add(text.Count);
            text.Add((byte)',');
            text.AddRange(isLast ? Encoding.UTF8.GetBytes(fields[row]) : "7"u8);
            text.AddRange(Encoding.UTF8.GetBytes(lineEnd[..^1]));
            ends.Add(text.Count);
            text.Add((byte)lineEnd[^1]);
        }

        text.AddRange(new byte[behind]);
        _text = [.. text];
        _ends = [.. ends];
    }

    public FieldRows Rows => new(_text, _ends, _firsts, _field, _field == 1);
}
