using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Expressions;
using TelemetryEngine.Kernels.Bits;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Execution.Scanning;

// What happens to a batch before it is grouped or handed out: derived columns, the filter, the time range, arguments of aggregates. One for
// each worker. Rows that an expression can't compute are rejected like rows that can't be read.
internal sealed class RowStage : IDisposable
{
    private readonly BoundPlan _plan;
    private readonly RejectLog _log;
    private readonly BoundExpression?[] _rows;
    private readonly LookupRun?[] _lookups;
    private readonly BoundExpression[] _arguments;
    private readonly BoundExpression[] _expressions;
    private readonly ExpressionErrors _errors = new();
    private readonly WindowsAround? _around;
    private byte[] _keep = [];
    private long _rowsAround;

    public RowStage(BoundPlan plan, RejectLog log)
    {
        _plan = plan;
        _log = log;

        // the binder saw that each names none behind its own
        _rows = [.. plan.Rows.Select(static row => row is ExpressionStep step ? Expression.Bind(step.Node, step.Scope) : null)];
        _lookups = [.. plan.Rows.Select(static row => row is TableLookup lookup ? new LookupRun(lookup) : null)];
        _arguments = [.. plan.Arguments.Select(static argument => Expression.Bind(argument.Node, argument.Scope))];
        _expressions = [.. _rows.OfType<BoundExpression>(), .. _arguments];
        _around = plan.Fills.Count == 0 ? null : new WindowsAround(plan);
    }

    public long RowsFiltered { get; private set; }

    public long RowsRejected { get; private set; }

    public long RowsAccepted { get; private set; }

    public long FieldsMadeNull { get; private set; }

    public long NullValues { get; private set; }

    // Bytes held by texts that expressions have made.
    public long TextBytes
    {
        get
        {
            long bytes = 0;
            foreach (BoundExpression expression in _expressions)
            {
                bytes += expression.TextBytes;
            }

            return bytes;
        }
    }

    // True when some rows of the batch are left out; then Keep says which stay.
    public bool HasLeftOut { get; private set; }

    // One bit a row, 1 = it stays. To be read only with HasLeftOut.
    public ReadOnlySpan<byte> Keep => _keep;

    // Adds the computed columns to the batch and decides which rows stay.
    public void Run(Batch batch)
    {
        HasLeftOut = false;
        _rowsAround = 0;
        Trim(batch);
        CountNulls(batch);
        for (int i = 0; i < _rows.Length; i++)
        {
            if (_lookups[i] is { } lookup)
            {
                LookUp(batch, lookup);
            }
            else if (_plan.Rows[i] is ComputedColumn column)
            {
                Compute(batch, _rows[i]!, column.Name);
            }
            else
            {
                Filter(batch, _rows[i]!);
            }
        }

        if (_plan.Windows is not null)
        {
            RejectWithoutTime(batch);
        }

        CutTime(batch);
        RejectWithoutWindow(batch);
        for (int i = 0; i < _arguments.Length; i++)
        {
            Compute(batch, _arguments[i], _plan.Arguments[i].Name);
        }

        RowsAccepted += (HasLeftOut ? Bitmaps.CountOnes(_keep, batch.Rows) : batch.Rows) - _rowsAround;
    }

    // Begins new dictionaries of the texts that expressions make with the next batch.
    public void ForgetTexts()
    {
        foreach (BoundExpression expression in _expressions)
        {
            expression.ForgetTexts();
        }
    }

    // What was counted here and by the reader before.
    public RunTotals Totals(BatchReader reader) => new(
        reader.RowsRead, RowsAccepted, RowsFiltered, reader.FieldsMadeNull + FieldsMadeNull, NullValues, 0);

    public bool IsKept(int row) => !HasLeftOut || (_keep[row >> 3] & (1 << (row & 7))) != 0;

    public void Dispose()
    {
        foreach (BoundExpression expression in _expressions)
        {
            expression.Dispose();
        }

        foreach (LookupRun? lookup in _lookups)
        {
            lookup?.Dispose();
        }
    }

    // the source hands out the same batch again: the columns computed last time hang behind its own
    private void Trim(Batch batch)
    {
        if (batch.Columns.Count > _plan.SourceColumns)
        {
            batch.Columns.RemoveRange(_plan.SourceColumns, batch.Columns.Count - _plan.SourceColumns);
        }
    }

    private void CountNulls(Batch batch)
    {
        for (int i = 0; i < batch.Columns.Count; i++)
        {
            NullValues += batch.Columns[i]?.NullCount ?? batch.PassedAt(i)?.NullCount ?? 0;
        }
    }

    private void Compute(Batch batch, BoundExpression expression, string name)
    {
        _errors.Clear();
        ColumnVector column = expression.Evaluate(batch, _errors, HasLeftOut ? _keep : null);
        batch.Columns.Add(column);
        foreach (ExpressionError error in _errors.InOrder())
        {
            if (!IsKept(error.Row))
            {
                continue;
            }

            if (_log.Policy == ErrorPolicy.Null)
            {
                column.SetNull(error.Row, batch.Rows);
                FieldsMadeNull++;
            }
            else
            {
                RejectRow(batch, error.Row, name, new MessageText(error.Message));
            }
        }
    }

    private void Filter(Batch batch, BoundExpression condition)
    {
        _errors.Clear();
        ColumnVector result = condition.Evaluate(batch, _errors);
        foreach (ExpressionError error in _errors.InOrder())
        {
            if (!IsKept(error.Row))
            {
                continue;
            }

            // under the policy "null" the condition is null there, and a row without a true condition is left out as filtered
            if (_log.Policy == ErrorPolicy.Null)
            {
                result.SetNull(error.Row, batch.Rows);
                FieldsMadeNull++;
            }
            else
            {
                RejectRow(batch, error.Row, "", new MessageText(error.Message));
            }
        }

        Narrow(batch, result.Bits);
    }

    private void LookUp(Batch batch, LookupRun lookup)
    {
        ReadOnlySpan<byte> found = lookup.Run(batch, HasLeftOut ? _keep : []);
        if (!found.IsEmpty)
        {
            Narrow(batch, found);
        }
    }

    private void CutTime(Batch batch)
    {
        if (_plan.From is null && _plan.To is null)
        {
            return;
        }

        ColumnVector time = batch.Columns[_plan.Time]!;
        ReadOnlySpan<long> instants = time.Int64s;
        for (int row = 0; row < batch.Rows; row++)
        {
            if ((IsInside(instants[row]) && !time.IsNull(row)) || !IsKept(row))
            {
                continue;
            }

            RowsFiltered++;
            if (_around is { } around && !time.IsNull(row) && around.Holds(instants[row]))
            {
                _rowsAround++;
            }
            else
            {
                LeaveOut(batch.Rows, row);
            }
        }
    }

    private bool IsInside(long instant) => instant >= (_plan.From ?? long.MinValue) && (_plan.To is not { } to || instant < to);

    // a bit of a boolean vector is 0 where it is null
    private void Narrow(Batch batch, ReadOnlySpan<byte> bits)
    {
        int before = HasLeftOut ? Bitmaps.CountOnes(_keep, batch.Rows) : batch.Rows;
        int bytes = Bitmaps.ByteCount(batch.Rows);
        if (HasLeftOut)
        {
            Bitmaps.And(_keep.AsSpan(0, bytes), bits[..bytes], _keep.AsSpan(0, bytes));
        }
        else
        {
            Room(batch.Rows);
            bits[..bytes].CopyTo(_keep);
        }

        int after = Bitmaps.CountOnes(_keep, batch.Rows);
        RowsFiltered += before - after;
        HasLeftOut = after < batch.Rows;
    }

    private void RejectWithoutTime(Batch batch)
    {
        ColumnVector time = batch.Columns[_plan.Time]!;
        for (int row = 0; time.HasNulls && row < batch.Rows; row++)
        {
            if (time.IsNull(row) && IsKept(row))
            {
                RejectRow(batch, row, _plan.Columns[_plan.Time].Name, Reject.MissingTime);
            }
        }
    }

    // Rejects rows at times that the zone's calendar does not reach. In UTC, and where the unit does not leave it, there are none.
    private void RejectWithoutWindow(Batch batch)
    {
        if (_plan.Window is not { Range: var (first, last) } || (first == long.MinValue && last == long.MaxValue))
        {
            return;
        }

        ReadOnlySpan<long> instants = batch.Columns[_plan.Time]!.Int64s[..batch.Rows];
        for (int row = 0; row < instants.Length; row++)
        {
            if ((instants[row] < first || instants[row] > last) && IsKept(row))
            {
                RejectRow(
                    batch,
                    row,
                    _plan.Columns[_plan.Time].Name,
                    Quoting.Message.Of(
                        $"{_plan.Window.Text(instants[row])} lies outside the years 1 to 9999, for which {_plan.Window.Zone} has rules{RowRemedy.Skip}"));
            }
        }
    }

    private void RejectRow(Batch batch, int row, string column, MessageText error)
    {
        _log.Add(new Reject(batch.File, batch.Position(row), column, error, ""));
        LeaveOut(batch.Rows, row);
        RowsRejected++;
        if (_rowsAround > 0 && !IsInside(batch.Columns[_plan.Time]!.Int64s[row]))
        {
            // its time was counted as filtered, and it was kept only for the windows it helps to fill
            _rowsAround--;
            RowsFiltered--;
        }
    }

    private void LeaveOut(int rows, int row)
    {
        if (!HasLeftOut)
        {
            Room(rows);
            _keep.AsSpan().Fill(0xFF);
            HasLeftOut = true;
        }

        _keep[row >> 3] &= (byte)~(1 << (row & 7));
    }

    private void Room(int rows)
    {
        int bytes = (rows + 63) / 64 * 8;
        if (_keep.Length < bytes)
        {
            _keep = new byte[bytes];
        }
    }
}
