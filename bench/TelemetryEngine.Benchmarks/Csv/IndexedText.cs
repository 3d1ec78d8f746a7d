using System.Text;
using TelemetryEngine.Kernels.Csv;

namespace TelemetryEngine.Benchmarks.Csv;

/// <summary>Records of generated readings, and where their fields end: what column kernels work on.</summary>
internal sealed class IndexedText
{
    /// <summary>time, device, power, voltage.</summary>
    public const int Fields = 4;

    private readonly byte[] _text;
    private readonly int[] _ends;
    private readonly int[] _firsts;
    private readonly int[] _lineEnds;

    /// <param name="rows">How many records.</param>
    /// <param name="devices">The device of each.</param>
    /// <param name="name">The name of a device; null for the generator's.</param>
    public IndexedText(int rows, Func<int, int> devices, Func<int, string>? name = null)
    {
        name ??= Readings.DeviceName;
        long[] tenths = Readings.Tenths(rows);
        StringBuilder text = new();
        for (int row = 0; row < rows; row++)
        {
            text.Append(null, $"2024-01-01T{row / BenchmarkSize.Devices:D2}:00:00Z,{name(devices(row))},{tenths[row] / 10.0:F2},230.5\n");
        }

        // a scanner looks at whole blocks that are followed by one more byte
        Length = text.Length;
        _text = Encoding.ASCII.GetBytes(text.Append('\n', 2 * StructuralScan.BlockBytes).ToString());
        _ends = new int[(rows * Fields) + (3 * StructuralScan.BlockBytes)];
        _lineEnds = new int[_ends.Length];
        _ends[0] = -1;
        Check.Equal(rows, Scan("scalar"));
        _firsts = [.. Enumerable.Range(0, rows).Select(row => 1 + (row * Fields))];
    }

    /// <summary>Bytes of the records.</summary>
    public int Length { get; }

    /// <summary>The text, and blank lines behind it.</summary>
    public ReadOnlySpan<byte> Text => _text;

    public ReadOnlySpan<int> Ends => _ends;

    public ReadOnlySpan<int> Firsts => _firsts;

    /// <summary>One field of all records.</summary>
    public FieldRows Column(int field) => new(_text, _ends, _firsts, field, isLast: field == Fields - 1);

    /// <summary>Finds the fields, and returns the number of records.</summary>
    public int Scan(string scanner)
    {
        bool inQuote = false;
        int found = 1;
        int lines = 0;
        StructuralScan.Select(scanner)(_text, 0, (byte)',', ref inQuote, _ends, ref found, _lineEnds, ref lines);
        return CountRecords(_lineEnds.AsSpan(0, lines));
    }

    private static int CountRecords(ReadOnlySpan<int> lineEnds)
    {
        int records = 0;
        while (records < lineEnds.Length && lineEnds[records] == (records + 1) * Fields)
        {
            records++;
        }

        return records;
    }
}
