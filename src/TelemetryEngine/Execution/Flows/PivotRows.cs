using System.Runtime.InteropServices;
using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Kernels.Sorting;

namespace TelemetryEngine.Execution.Flows;

// Says that two rows are for one place.
// perOfFirst: The columns that make rows, of the first of the two.
internal delegate InputException PivotRefusal(int first, int second, RecordBatch perOfFirst, string name);

// Which rows stand in which of a pivot's.
// Starts: Where each of them begins in Places; one more than there are.
// Places: The rows, those of one pivot row together.
// Columns: The column of each name; −1 = none.
// RowsLeftOut: How many rows have no column.
internal sealed record PivotCells(int[] Starts, int[] Places, int[] Columns, int ColumnCount, long RowsLeftOut);

// The rows that a pivot is made of, held.
// per: The columns that make rows.
internal sealed class PivotRows(Schema per, Field values, Field names)
{
    // The name of null.
    public const string NullName = "null";

    private readonly GatheredRows _perRows = new(per);
    private readonly Schema _valueColumn = new([values], null);
    private readonly GatheredRows _values = new(new Schema([values], null));
    private readonly List<IArrowArray> _nameValues = [];
    private readonly List<string?> _names = [];
    private readonly List<int> _nameOf = [];
    private readonly List<int> _rowOf = [];
    private readonly List<int> _firsts = [];
    private IArrowArray? _dictionary;

    // The columns that make rows.
    public Schema Per => per;

    // How many rows there are.
    public int Count => _nameOf.Count;

    // What is held for them.
    public long Bytes => _perRows.Bytes + _values.Bytes;

    // How many names there are.
    public int Names => _names.Count;

    // Gives a new name its number.
    // text: Its text; null where it is null.
    public int AddName(string? text)
    {
        _names.Add(text);
        return _names.Count - 1;
    }

    // Gives a new row of the pivot its number; its keys are those of the row that comes next.
    public int AddRow()
    {
        _firsts.Add(Count);
        return _firsts.Count - 1;
    }

    // Adds a row.
    public void Add(int pivotRow, int name)
    {
        _rowOf.Add(pivotRow);
        _nameOf.Add(name);
    }

    // Adds what the rows of a batch hold, once each was added.
    // newNames: The names that were new, in their order; null = none.
    public void Add(RecordBatch perBatch, IArrowArray valueArray, IArrowArray? newNames)
    {
        _perRows.Add(perBatch);
        _values.Add(new RecordBatch(_valueColumn, [valueArray], valueArray.Length));
        _dictionary ??= valueArray is DictionaryArray coded ? coded.Dictionary : null;
        if (newNames is not null)
        {
            _nameValues.Add(newNames);
        }
    }

    // The names as columns have them, in the order of their type.
    public IReadOnlyList<string> Found()
    {
        Schema column = new([names], null);
        GatheredRows rows = new(column);
        foreach (IArrowArray array in _nameValues)
        {
            rows.Add(new RecordBatch(column, [array], array.Length));
        }

        SortOrder order = new(column, [new SortColumn(names.Name)], "pivot");
        return [.. order.Of(rows, threads: 1).Places().Select(name => _names[name] ?? NullName)];
    }

    // Finds the places of all rows.
    // columns: The names that have a column.
    // throws InputException: Two rows are for one place, or null and a text have one name.
    public PivotCells Place(IReadOnlyList<string> columns, PivotRefusal refuse)
    {
        Dictionary<string, int> columnOf = new(StringComparer.Ordinal);
        for (int column = 0; column < columns.Count; column++)
        {
            columnOf.Add(columns[column], column);
        }

        if (columnOf.ContainsKey(NullName) && _names.Contains(null) && _names.Contains(NullName))
        {
            throw new InputException($"null and the text '{NullName}' would have one column of a pivot; replace one of them before");
        }

        int[] ofName = [.. _names.Select(name => columnOf.GetValueOrDefault(name ?? NullName, -1))];
        int[] places = CountingSort.Places(CollectionsMarshal.AsSpan(_rowOf), _firsts.Count, out int[] starts);
        long left = _nameOf.LongCount(name => ofName[name] < 0);
        Check(columns, ofName, starts, places, refuse);
        return new PivotCells(starts, places, ofName, columns.Count, left);
    }

    // The columns of the pivot's rows, in batches.
    public IEnumerable<IArrowArray[]> Take(PivotCells cells, int batchRows, CancellationToken cancellation)
    {
        int none = _values.Count;
        _values.Add(new RecordBatch(_valueColumn, [NullArrays.One(values.DataType, _dictionary)], 1));
        int[] firsts = [.. _firsts];
        for (int start = 0; start < firsts.Length; start += batchRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(batchRows, firsts.Length - start);
            int[][] picks = new int[cells.ColumnCount][];
            for (int column = 0; column < picks.Length; column++)
            {
                picks[column] = new int[rows];
                picks[column].AsSpan().Fill(none);
            }

            for (int row = 0; row < rows; row++)
            {
                foreach (int place in cells.Places.AsSpan(cells.Starts[start + row]..cells.Starts[start + row + 1]))
                {
                    if (cells.Columns[_nameOf[place]] is >= 0 and int column)
                    {
                        picks[column][row] = place;
                    }
                }
            }

            RecordBatch keys = _perRows.Take(firsts.AsSpan(start, rows));
            yield return [.. keys.Arrays, .. picks.Select(places => _values.Column(0).Take(places))];
        }
    }

    private void Check(IReadOnlyList<string> columns, int[] ofName, int[] starts, int[] places, PivotRefusal refuse)
    {
        int[] rows = new int[columns.Count];
        int[] last = new int[columns.Count];
        rows.AsSpan().Fill(-1);
        for (int row = 0; row < _firsts.Count; row++)
        {
            foreach (int place in places.AsSpan(starts[row]..starts[row + 1]))
            {
                int column = ofName[_nameOf[place]];
                if (column >= 0 && rows[column] == row)
                {
                    throw refuse(last[column], place, _perRows.Take([_firsts[row]]), columns[column]);
                }

                if (column >= 0)
                {
                    rows[column] = row;
                    last[column] = place;
                }
            }
        }
    }
}
