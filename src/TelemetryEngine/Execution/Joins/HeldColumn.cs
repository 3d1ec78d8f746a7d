using System.Runtime.InteropServices;
using Apache.Arrow;
using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Joins;

// A column of the other input of a join, with all its rows. When all are there, several threads may take from it.
internal sealed class HeldColumn : IDisposable
{
    private readonly ArrowVectors _view;
    private readonly ColumnViews _doubles = new();
    private readonly ColumnVector _converted;
    private readonly bool _isConverted;
    private readonly List<long> _values = [];
    private readonly List<int> _codes = [];
    private readonly HeldNulls _nulls = new();
    private TextDictionary? _texts;

    // column: The column as it comes.
    // wanted: The type that its values are held in, of the same kind; a value that this type does not have is null. Null = its own.
    public HeldColumn(Column column, ColumnType? wanted = null)
    {
        _view = new ArrowVectors(column);
        ColumnType type = wanted ?? TypeOf(column.Type);
        _isConverted = KeyConversion.IsNeeded(column.Type, type);
        Column = _isConverted || wanted is null ? column with { Type = type } : column;
        _converted = new ColumnVector(Column.Type);
    }

    // The type in which values are held: decimals are float64s from one input to the other.
    public static ColumnType TypeOf(ColumnType type) => type.Layout is VectorLayout.Scaled ? new ColumnType(ColumnKind.Float64) : type;

    // The column as it is held.
    public Column Column { get; }

    public int Count => Column.Type.Layout == VectorLayout.Codes ? _codes.Count : _values.Count;

    public long Bytes => (_values.Capacity * sizeof(long)) + (_codes.Capacity * (long)sizeof(int)) + _nulls.Bytes + _view.TextBytes;

    // Adds the rows of a batch.
    public void Add(IArrowArray array)
    {
        _view.Show(array, copy: false);
        ColumnVector vector = _view.Vector;
        if (_isConverted)
        {
            _doubles.Clear();
            KeyConversion.Convert(vector, _doubles, array.Length, _converted);
            vector = _converted;
        }

        Append(vector, array.Length);
    }

    public bool IsNull(int row) => _nulls[row];

    // The value of a row that is not null, of an integer or a time.
    public long Int64At(int row) => _values[row];

    // Gives a vector of the column's type these rows; −1 is null.
    // isWhole: Whether none is −1.
    public void Gather(ReadOnlySpan<int> rows, bool isWhole, ColumnVector into)
    {
        into.Reset(rows.Length);
        switch (into.Layout)
        {
            case VectorLayout.Codes:
                into.Dictionary = _texts ?? new TextDictionary();
                Gather(CollectionsMarshal.AsSpan(_codes), rows, isWhole, into.Codes);
                break;
            case VectorLayout.Bits:
                into.Bits.Clear();
                for (int i = 0; i < rows.Length; i++)
                {
                    into.Bits[i >> 3] |= (byte)((rows[i] < 0 ? 0 : (int)_values[rows[i]]) << (i & 7));
                }

                break;
            default:
                Gather(CollectionsMarshal.AsSpan(_values), rows, isWhole, into.Int64s);
                break;
        }

        bool hasNulls = !isWhole || _nulls.Any;
        for (int i = 0; hasNulls && i < rows.Length; i++)
        {
            if (rows[i] < 0 || _nulls[rows[i]])
            {
                into.SetNull(i, rows.Length);
            }
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _converted.Dispose();
    }

    private static void Gather<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> rows, bool isWhole, Span<T> into)
        where T : unmanaged
    {
        into = into[..rows.Length];
        for (int i = 0; isWhole && i < rows.Length; i++)
        {
            into[i] = values[rows[i]];
        }

        for (int i = 0; !isWhole && i < rows.Length; i++)
        {
            int row = rows[i];
            into[i] = row < 0 ? default : values[row];
        }
    }

    private void Append(ColumnVector vector, int rows)
    {
        _nulls.Add(vector, rows, Count);
        switch (vector.Layout)
        {
            case VectorLayout.Codes:
                _texts = vector.Dictionary;
                _codes.AddRange(vector.Codes[..rows]);
                break;
            case VectorLayout.Bits:
                for (int row = 0; row < rows; row++)
                {
                    _values.Add((vector.Bits[row >> 3] >> (row & 7)) & 1);
                }

                break;
            default:
                _values.AddRange(vector.Int64s[..rows]);
                break;
        }
    }
}
