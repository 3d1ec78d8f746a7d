using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Bits;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

/// <summary>
/// What becomes of the fields of a batch that can't be read: null, or their row is logged, once, for the first of them, and taken out of the batch when that is whole.
/// </summary>
internal sealed class BatchFaults(ColumnParser[] parsers, RowRejects rejects, int batchRows)
{
    private readonly byte[] _kept = new byte[(batchRows + 63) / 64 * 8];
    private readonly List<(int Row, int Parser)> _bad = [];
    private readonly int[] _settled = new int[parsers.Length];
    private int _removed;

    /// <summary>Fields that were made null.</summary>
    public long FieldsMadeNull { get; private set; }

    public void Begin()
    {
        if (_removed > 0)
        {
            _kept.AsSpan().Fill(0xFF);
            _removed = 0;
        }

        _settled.AsSpan().Clear();
    }

    /// <summary>Looks after the fields that the parsers have refused in a run, while its text is at hand.</summary>
    public void Settle(in RowRun run, int into, RecordCursor records)
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
            Take(row);
            records.Reject(run, row - into, parsers[number]);
            if (rejects.Policy == ErrorPolicy.Fail)
            {
                break;
            }
        }

        _bad.Clear();
    }

    /// <summary>Takes records out that hold nothing. They can only be where each column that was read has a null.</summary>
    private void PassBlanks(in RowRun run, int into, RecordCursor records)
    {
        for (int row = 0; row < run.Count; row++)
        {
            if (records.PassBlank(run, row))
            {
                Take(into + row);
            }
        }
    }

    private void Take(int row)
    {
        if (_removed++ == 0)
        {
            _kept.AsSpan().Fill(0xFF);
        }

        _kept[row >> 3] &= (byte)~(1 << (row & 7));
    }

    private bool IsTaken(int row) => _removed > 0 && (_kept[row >> 3] & (1 << (row & 7))) == 0;

    /// <summary>Takes the rejected ones out of the first <paramref name="rows"/> rows. Returns how many are left.</summary>
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

    /// <summary>Makes fields null where the policy wants it, and lists all others by row and column. Headers that are repeated are no rows.</summary>
    private void Collect(in RowRun run, int into, RecordCursor records)
    {
        for (int number = 0; number < parsers.Length; number++)
        {
            ColumnParser parser = parsers[number];
            for (; _settled[number] < parser.Bad.Count; _settled[number]++)
            {
                int row = parser.Bad[_settled[number]];
                if (IsTaken(row))
                {
                    continue;
                }

                if (records.PassHeader(run, row - into))
                {
                    Take(row);
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
