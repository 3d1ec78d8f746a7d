using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Bits;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

// What becomes of the fields of a batch that can't be read: null, or their row is logged, once, for the first of them, and taken out of the
// batch when that is whole.
internal sealed class BatchFaults(ColumnParser[] parsers, RowRejects rejects, int batchRows)
{
    private readonly byte[] _kept = new byte[(batchRows + 63) / 64 * 8];
    private readonly List<(int Row, int Parser)> _bad = [];
    private readonly int[] _handled = new int[parsers.Length];
    private int _removed;

    // Fields that were made null.
    public long FieldsMadeNull { get; private set; }

    public void Begin()
    {
        if (_removed > 0)
        {
            _kept.AsSpan().Fill(0xFF);
            _removed = 0;
        }

        _handled.AsSpan().Clear();
    }

    // Looks after the fields that the parsers have refused in a run, while its text is at hand.
    public void Handle(in RowRun run, int into, RecordCursor records)
    {
        bool any = false;
        bool haveNulls = true;
        foreach (ColumnParser parser in parsers)
        {
            any |= parser.Bad.Count > 0;
            haveNulls &= parser.Vector.HasNulls || parser.Bad.Count > 0;
        }

        if (haveNulls)
        {
            PassBlanks(run, into, records);
        }

        if (!any)
        {
            return;
        }

        Collect(run, into, records);
        int last = -1;
        foreach ((int row, int number) in _bad)
        {
            if (row == last)
            {
                continue;
            }

            last = row;
            Reject(row);
            records.Reject(run, row - into, parsers[number]);
            if (rejects.Policy == ErrorPolicy.Fail)
            {
                break;
            }
        }

        _bad.Clear();
    }

    // Takes records out that hold nothing. They can only be where each column that was read has a null.
    private void PassBlanks(in RowRun run, int into, RecordCursor records)
    {
        for (int row = 0; row < run.Count; row++)
        {
            if (records.PassBlank(run, row))
            {
                Reject(into + row);
            }
        }
    }

    private void Reject(int row)
    {
        if (_removed++ == 0)
        {
            _kept.AsSpan().Fill(0xFF);
        }

        _kept[row >> 3] &= (byte)~(1 << (row & 7));
    }

    private bool IsTaken(int row) => _removed > 0 && (_kept[row >> 3] & (1 << (row & 7))) == 0;

    // Takes the rejected ones out of the first rows rows. Returns how many are left.
    public int Remove(Batch batch, int rows)
    {
        if (_removed == 0)
        {
            return rows;
        }

        if (batch.PositionOffsets.Length > 0)
        {
            Compact.Int32(batch.PositionOffsets, _kept, rows);
        }

        foreach (ColumnParser parser in parsers)
        {
            parser.Vector.Keep(_kept, rows);
        }

        return rows - _removed;
    }

    // Makes fields null where the policy wants it, and lists all others by row and column. Headers that are repeated are no rows.
    private void Collect(in RowRun run, int into, RecordCursor records)
    {
        for (int number = 0; number < parsers.Length; number++)
        {
            ColumnParser parser = parsers[number];
            for (; _handled[number] < parser.Bad.Count; _handled[number]++)
            {
                int row = parser.Bad[_handled[number]];
                if (IsTaken(row))
                {
                    continue;
                }

                if (records.PassHeader(run, row - into))
                {
                    Reject(row);
                }
                else if (rejects.Policy == ErrorPolicy.Null && !parser.IsRequired)
                {
                    parser.Vector.SetNull(row, batchRows);
                    FieldsMadeNull++;
                }
                else
                {
                    _bad.Add((row, number));
                }
            }
        }

        _bad.Sort();
    }
}
