using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Unpivot;

// Batches of a wide table to batches of its readings, on one thread. Readings without a value are passed over, and those whose time does
// not exist go to the log.
internal sealed class UnpivotReader : BatchReader
{
    private readonly UnpivotScan _scan;
    private readonly UnpivotLayout _layout;
    private readonly ScanRequest _request;
    private readonly BatchReader _rows;
    private readonly ReadingClock? _clock;
    private readonly Batch _batch = new();
    private readonly CellCopy _cells = new();
    private readonly bool _keepsPlaces;
    private Reading[] _readings = [];
    private int _count;
    private int _next;
    private Batch? _table;
    private long _tableRows;
    private long _given;
    private long _refused;
    private long _emptyFields;

    public UnpivotReader(UnpivotScan scan, BatchReader rows)
    {
        _scan = scan;
        _layout = scan.Layout;
        _request = scan.Request;
        _rows = rows;
        _clock = scan.HasTime ? _layout.NewClock() : null;
        _keepsPlaces = _request.Positions;
        _batch.HasPositionOffsets = true;
        _batch.Columns.AddRange(new ColumnVector?[_layout.Schema.Count]);
        foreach (int column in _request.Columns)
        {
            _batch.Columns[column] ??= new ColumnVector(_layout.Schema[column].Type);
        }

        if (_batch.Columns[_layout.Name] is { Layout: VectorLayout.Codes } names)
        {
            names.Dictionary = new TextDictionary();
            foreach (string name in _layout.Names)
            {
                names.Dictionary.GetOrAdd(Encoding.UTF8.GetBytes(name));
            }
        }
    }

    public override (int File, long Position) Origin => (_rows.Origin.File, _rows.Origin.Position * _layout.Values.Length);

    // Readings that came out or were refused, and rows of the table that could not be read.
    public override long RowsRead => _given + _refused + (_rows.RowsRead - _tableRows);

    public override long FieldsMadeNull => _rows.FieldsMadeNull;

    public override long TextBytes => _rows.TextBytes + _cells.TextBytes;

    public override void ForgetTexts()
    {
        _rows.ForgetTexts();
        _cells.ForgetTexts();
    }

    public override Batch? Read(CancellationToken cancellation)
    {
        while (true)
        {
            if (_next == _count && !NextRows(cancellation))
            {
                return null;
            }

            if (_next < _count)
            {
                Fill();
                return _batch;
            }
        }
    }

    public override void Release() => _rows.Release();

    public override void Dispose()
    {
        _batch.Dispose();
        _rows.Dispose();
        base.Dispose();
    }

    // Takes the next batch of the table and lists its readings; false at the end.
    private bool NextRows(CancellationToken cancellation)
    {
        _table = _rows.Read(cancellation);
        if (_table is null)
        {
            _scan.Source.Count(_emptyFields, _clock?.Doubtful ?? 0);
            _emptyFields = 0;
            return false;
        }

        _tableRows += _table.Rows;
        int columns = _layout.Values.Length;
        int most = checked(_table.Rows * columns);
        if (_readings.Length < most)
        {
            _readings = new Reading[most];
        }

        _count = 0;
        _next = 0;
        ColumnVector? dates = _clock is null ? null : _table.Columns[_layout.Date];
        for (int row = 0; row < _table.Rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                if (!_layout.KeepsNulls && _table.Columns[_layout.Values[column]]!.IsNull(row))
                {
                    _emptyFields++;
                    continue;
                }

                long time = 0;
                if (dates is null || dates.IsNull(row) || TryTime(dates.Int64s[row], row, column, out time))
                {
                    _readings[_count++] = new Reading(row, column, time);
                }
            }
        }

        return true;
    }

    private bool TryTime(long date, int row, int column, out long time)
    {
        ReadingFault fault = _clock!.ToInstant(date, column, out time);
        if (fault == ReadingFault.None)
        {
            return true;
        }

        _refused++;
        if (_request.Log.AsksForRows)
        {
            string name = _layout.Names[column];
            MessageText error = ReadingFaults.Explain(fault, name, _layout);
            _request.Log.Add(new Reject(_table!.File, PlaceOf(row, column), _layout.Schema[_layout.Time].Name, error, name));
        }
        else
        {
            _request.Log.AddUnseen();
        }

        return false;
    }

    private long PlaceOf(int row, int column) => (_table!.Position(row) * _layout.Values.Length) + column;

    // Puts the next readings into the batch.
    private void Fill()
    {
        int rows = Math.Min(_request.BatchRows, _count - _next);
        rows = _keepsPlaces ? Place(rows) : rows;
        ReadOnlySpan<Reading> readings = _readings.AsSpan(_next, rows);
        _batch.File = _table!.File;
        _batch.Rows = rows;
        if (!_keepsPlaces)
        {
            _batch.PositionBase = _table.PositionBase * _layout.Values.Length;
        }

        for (int column = 0; column < _batch.Columns.Count; column++)
        {
            if (column < _layout.Schema.Count && _batch.Columns[column] is { } vector)
            {
                vector.Reset(rows);
                Fill(column, vector, readings);
            }
        }

        _next += rows;
        _given += rows;
    }

    // Says where the readings stand. Returns how many do not stand too far from the first.
    private int Place(int rows)
    {
        if (_batch.PositionOffsets.Length < rows)
        {
            _batch.PositionOffsets = new int[Math.Max(rows, Math.Min(_request.BatchRows, 1 << 14))];
        }

        long first = PlaceOf(_readings[_next].Row, _readings[_next].Column);
        _batch.PositionBase = first;
        for (int i = 0; i < rows; i++)
        {
            long distance = PlaceOf(_readings[_next + i].Row, _readings[_next + i].Column) - first;
            if (distance > int.MaxValue)
            {
                return i;
            }

            _batch.PositionOffsets[i] = (int)distance;
        }

        return rows;
    }

    private void Fill(int column, ColumnVector vector, ReadOnlySpan<Reading> readings)
    {
        if (column < _layout.Kept.Length)
        {
            ColumnVector source = _table!.Columns[_layout.Kept[column]]!;
            vector.Dictionary = source.Dictionary;
            for (int i = 0; i < readings.Length; i++)
            {
                _cells.Copy(source, readings[i].Row, vector, i, readings.Length);
            }
        }
        else if (column == _layout.Name)
        {
            FillNames(vector, readings);
        }
        else if (column == _layout.Value)
        {
            _cells.BeginTexts(vector);
            for (int i = 0; i < readings.Length; i++)
            {
                _cells.Copy(_table!.Columns[_layout.Values[readings[i].Column]]!, readings[i].Row, vector, i, readings.Length);
            }
        }
        else
        {
            FillTimes(vector, readings);
        }
    }

    private void FillNames(ColumnVector vector, ReadOnlySpan<Reading> readings)
    {
        for (int i = 0; i < readings.Length; i++)
        {
            if (_layout.Instants is { } instants)
            {
                vector.Int64s[i] = instants[readings[i].Column];
            }
            else
            {
                vector.Codes[i] = readings[i].Column;
            }
        }
    }

    private void FillTimes(ColumnVector vector, ReadOnlySpan<Reading> readings)
    {
        ColumnVector dates = _table!.Columns[_layout.Date]!;
        for (int i = 0; i < readings.Length; i++)
        {
            vector.Int64s[i] = readings[i].Time;
            if (dates.IsNull(readings[i].Row))
            {
                vector.SetNull(i, readings.Length);
            }
        }
    }

    // A value of the table.
    private readonly record struct Reading(int Row, int Column, long Time);
}
