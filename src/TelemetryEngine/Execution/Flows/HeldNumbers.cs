using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Joins;

namespace TelemetryEngine.Execution.Flows;

// Numbers and times of all rows, exactly as they are, decimals of any size too. A row's place counts through the batches.
internal sealed class HeldNumbers(ColumnType type)
{
    private const int WideBytes = 120;

    private readonly List<long> _values = [];
    private readonly HeldNulls _nulls = new();
    private readonly Dictionary<int, WideValue> _wide = [];

    public ColumnType Type => type;

    public long Bytes => (_values.Capacity * (long)sizeof(long)) + _nulls.Bytes + (_wide.Count * (long)WideBytes);

    // Takes the rows of a batch.
    public void Add(ColumnVector vector, int rows)
    {
        int start = _values.Count;
        _values.AddRange(vector.Int64s[..rows]);
        _nulls.Add(vector, rows, start);
        foreach (WideValue wide in vector.Wide)
        {
            if (wide.Row < rows)
            {
                _wide.Add(start + wide.Row, wide);
            }
        }
    }

    public bool IsNull(int place) => _nulls[place];

    // The bits of a value: an integer, or a decimal's mantissa at the scale of the type.
    public long Int64At(int place) => _values[place];

    public double DoubleAt(int place) => BitConverter.Int64BitsToDouble(_values[place]);

    // A decimal that is not at the scale of the type; else null.
    public WideValue? WideAt(int place) => _wide.Count == 0 ? null : _wide.GetValueOrDefault(place);

    // Gives a vector of the type these rows; −1 is null.
    public void Gather(ReadOnlySpan<int> places, ColumnVector into)
    {
        into.Reset(places.Length);
        for (int row = 0; row < places.Length; row++)
        {
            int place = places[row];
            bool isNull = place < 0 || IsNull(place);
            into.Int64s[row] = isNull ? 0 : _values[place];
            if (isNull)
            {
                into.SetNull(row, places.Length);
            }
            else if (WideAt(place) is { } wide)
            {
                into.Wide.Add(wide with { Row = row });
            }
        }
    }
}
