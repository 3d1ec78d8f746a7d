using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Nem12;

// Readings of NEM12 in the batches of one thread.
internal sealed class Nem12Reader : BatchReader
{
    private readonly Nem12Scan _scan;
    private readonly Batch _batch = new() { HasPositionOffsets = true };
    private readonly int _batchRows;
    private readonly ColumnVector?[] _columns;
    private long _given;
    private long _refused;
    private long _madeNull;

    public Nem12Reader(Nem12Scan scan)
    {
        _scan = scan;
        _batchRows = scan.Request.BatchRows;
        _batch.PositionOffsets = new int[_batchRows];
        ColumnSchema schema = scan.Source.Schema;
        _columns = new ColumnVector?[schema.Count];
        foreach (int column in scan.Request.Columns)
        {
            _columns[column] ??= new ColumnVector(schema[column].Type);
        }

        _batch.Columns.AddRange(_columns);
        ForgetTexts();
    }

    public override long RowsRead => _given + _refused;

    public override long FieldsMadeNull => _madeNull;

    public override long TextBytes
    {
        get
        {
            long bytes = 0;
            foreach (ColumnVector? column in _columns)
            {
                bytes += column?.Dictionary?.Bytes ?? 0;
            }

            return bytes;
        }
    }

    // True when the batch has rows.
    public bool HasRows => _batch.Rows > 0;

    public override void ForgetTexts()
    {
        foreach (ColumnVector? column in _columns)
        {
            if (column is { Layout: VectorLayout.Codes })
            {
                column.Dictionary = new TextDictionary();
            }
        }
    }

    public override Batch? Read(CancellationToken cancellation)
    {
        foreach (ColumnVector? column in _columns)
        {
            column?.Reset(_batchRows);
        }

        _batch.Rows = 0;
        return _scan.Fill(this, cancellation) ? _batch : null;
    }

    // Adds records that were refused, and values that were made null.
    public void Count(long refused, long madeNull)
    {
        _refused += refused;
        _madeNull += madeNull;
    }

    // Takes what is left of a day; false when the batch is full before.
    public bool Start(Nem12Day day, int file)
    {
        if (_batch.Rows > 0 && (file != _batch.File || day.PositionOf(day.Stream.Intervals - 1) - _batch.PositionBase > int.MaxValue))
        {
            return false;
        }

        Codes codes = new(this, day.Stream);
        for (; day.Next < day.Stream.Intervals; day.Next++)
        {
            if (day.IsNull(day.Next))
            {
                _scan.Source.CountEmpty(1);
                continue;
            }

            if (_batch.Rows == _batchRows)
            {
                return false;
            }

            if (_batch.Rows == 0)
            {
                _batch.File = file;
                _batch.PositionBase = day.PositionOf(day.Next);
            }

            Put(day, day.Next, _batch.Rows, codes);
            _batch.Rows++;
            _given++;
        }

        return true;
    }

    public override void Dispose()
    {
        _batch.Dispose();
        base.Dispose();
    }

    private void Put(Nem12Day day, int interval, int row, in Codes codes)
    {
        _batch.PositionOffsets[row] = (int)(day.PositionOf(interval) - _batch.PositionBase);
        if (_columns[0] is { } time)
        {
            time.Int64s[row] = day.Time(interval, _scan.ShowsEnds);
        }

        Set(1, row, codes.Nmi);
        Set(2, row, codes.Suffix);
        Set(3, row, codes.Register);
        Set(4, row, codes.Serial);
        Set(5, row, codes.Unit);
        if (_columns[6] is { } value)
        {
            value.Int64s[row] = day.Value(interval);
            if (day.TryWide(interval, out System.Numerics.BigInteger mantissa, out int scale))
            {
                value.Wide.Add(new WideValue(row, mantissa, scale));
            }
        }

        if (_columns[7] is not null)
        {
            Set(7, row, CodeOf(7, day.Quality(interval)));
        }
    }

    private void Set(int column, int row, int code)
    {
        if (_columns[column] is { } vector)
        {
            vector.Codes[row] = code;
        }
    }

    private int CodeOf(int column, string text) => _columns[column]?.Dictionary!.GetOrAdd(Encoding.UTF8.GetBytes(text)) ?? 0;

    // The codes of a stream's texts in the batch's dictionaries.
    private readonly struct Codes(Nem12Reader reader, Nem12Stream stream)
    {
        public readonly int Nmi = reader.CodeOf(1, stream.Nmi);
        public readonly int Suffix = reader.CodeOf(2, stream.Suffix);
        public readonly int Register = reader.CodeOf(3, stream.Register);
        public readonly int Serial = reader.CodeOf(4, stream.Serial);
        public readonly int Unit = reader.CodeOf(5, stream.Unit);
    }
}
