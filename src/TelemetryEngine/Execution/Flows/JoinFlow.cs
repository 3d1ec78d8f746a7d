using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Joins;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Results;
using TelemetryEngine.Execution.Spilling;
using TelemetryEngine.Memory;

namespace TelemetryEngine.Execution.Flows;

// A join in which a row may have several rows of the other input: it comes once for each. Where the other input does not fit the memory,
// both go through the disk in parts by their keys, each of which is joined by itself, and what comes out is merged into the order of the
// rows.
internal sealed class JoinFlow : RowFlow
{
    private const long LeastPartBytes = 1 << 16;
    private const long MostPartBytes = 1 << 26;

    private readonly RowFlow _rows;
    private readonly JoinInput _input;
    private readonly JoinTable _table;
    private readonly int[] _keys;
    private readonly RunOptions _options;
    private readonly bool _canSpill;
    private long _spilledBytes;

    // zone: The zone that times are shown in.
    // throws PlanException: The step does not fit the columns.
    public JoinFlow(RowFlow rows, OpenJoin join, string? zone, RunOptions options)
    {
        _rows = rows;
        _input = join.Input;
        _options = options;
        NamedColumns columns = new(ArrowTypes.ToColumns(rows.Schema).Columns);
        _keys = [.. join.Step.On.Select(key => UnknownColumn.Find(columns, key.Column, "join"))];
        JoinLayout layout = JoinBinder.Layout(join, [.. _keys.Select(key => columns[key])], [.. columns.Names], time: null);
        _table = new JoinTable(_input, layout);
        Schema = new Schema(
            [
                .. rows.Schema.FieldsList,
                .. _table.Added.Select(column => RowLayout.ComputedField(column!.Column, zone)),
            ],
            rows.Schema.Metadata);
        _canSpill = SpilledRows.CanHold(Schema, []) && SpilledRows.CanHold(_input.Schema, []);
    }

    public override Schema Schema { get; }

    public override MessageText? Note => _table.Note;

    public override long SpilledBytes => _spilledBytes;

    public override int? ScaleOf(int column) => column < _rows.Schema.FieldsList.Count ? _rows.ScaleOf(column) : null;

    public override void MayStop() => _rows.MayStop();

    public override void Stop() => _rows.Stop();

    public override IEnumerable<RecordBatch> Read(CancellationToken cancellation)
    {
        using JoinTable table = _table;
        using IEnumerator<RecordBatch> others = _input.Read(cancellation).GetEnumerator();
        List<RecordBatch> held = [];
        IEnumerable<RecordBatch> joined;
        if (Hold(others, held))
        {
            table.Fill(held);
            joined = Joined(table, _rows.Read(cancellation), _rows.Schema, Schema, _options.ResultBatchRows);
        }
        else
        {
            joined = ByParts(held.Concat(Rest(others)), cancellation);
        }

        foreach (RecordBatch batch in joined)
        {
            yield return batch;
        }
    }

    // Reads the other input; false when the rest of it would not fit beside what is held.
    private bool Hold(IEnumerator<RecordBatch> others, List<RecordBatch> held)
    {
        // rows are copied, and their numbers and order stand beside them
        const int Copies = 3;
        MemoryBudget budget = _input.Budget;
        long charged = 0;
        long bytes = 0;
        try
        {
            while (others.MoveNext())
            {
                held.Add(others.Current);
                bytes += HeldBytes.Of(others.Current);
                if (!_canSpill)
                {
                    budget.Reserve(ref charged, bytes, $"the rows of {_input.Name}", JoinTable.FewerRows);
                }
                else if (budget.MustSpill(budget.Charge(ref charged, bytes), charged, workers: 1, Copies))
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            budget.Charge(ref charged, 0);
        }
    }

    private static IEnumerable<RecordBatch> Rest(IEnumerator<RecordBatch> batches)
    {
        while (batches.MoveNext())
        {
            yield return batches.Current;
        }
    }

    // Joins through the disk.
    private IEnumerable<RecordBatch> ByParts(IEnumerable<RecordBatch> others, CancellationToken cancellation)
    {
        JoinLayout layout = _table.Layout;
        (int Ordinal, ColumnType Type)[] otherKeys = [.. layout.Keys.Select(static key => (key.Ordinal, HeldColumn.TypeOf(key.Type)))];
        using SpillFile file = new(_options.TempPath, what: "rows of a join");
        using PartedRows parts = new(file, _input.Schema, otherKeys, PartBytes);
        using PartedRows ownParts = new(file, _rows.Schema, [.. otherKeys.Zip(_keys, static (other, own) => (own, other.Type))], PartBytes);
        Part(others, parts, cancellation);
        Part(_rows.Read(cancellation), ownParts, cancellation);

        Schema placed = PartedRows.Placed(Schema);
        using SpilledRows joined = new(placed, [new RunKey(Schema.FieldsList.Count)], _options.TempPath, "rows of a join");
        for (int part = 0; part < PartedRows.Count; part++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!ownParts.IsEmpty(part))
            {
                using JoinTable table = new(_input, layout);
                table.Fill(parts.Read(part));
                joined.Add(Joined(table, ownParts.Read(part), ownParts.Schema, placed, ownParts.BatchRows));
                _table.CountUnmatched(table.RowsUnmatched);
            }
        }

        _spilledBytes = file.LengthBytes + joined.Bytes;
        foreach (RecordBatch batch in joined.Merge(_options.ResultBatchRows, cancellation))
        {
            yield return new RecordBatch(Schema, batch.Arrays.Take(Schema.FieldsList.Count), batch.Length);
        }
    }

    // What is held before it is written.
    private long PartBytes => Math.Clamp(_input.Budget.LimitBytes / 16, LeastPartBytes, MostPartBytes);

    private static void Part(IEnumerable<RecordBatch> rows, PartedRows parts, CancellationToken cancellation)
    {
        foreach (RecordBatch batch in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            parts.Add(batch);
        }

        parts.Flush();
    }

    // Rows with those of the other input.
    // own: The columns of the rows: those of the flow, and others that come behind those that are added.
    // schema: The columns of what comes out.
    private IEnumerable<RecordBatch> Joined(JoinTable table, IEnumerable<RecordBatch> rows, Schema own, Schema schema, int mostRows)
    {
        using JoinProbe probe = new(table);
        IReadOnlyList<Column> ownColumns = ArrowTypes.ToColumns(own).Columns;
        ArrowVectors[] views = [.. _keys.Select(key => new ArrowVectors(ownColumns[key]))];
        ColumnVector[] keys = [.. views.Select(static view => view.Vector)];
        VectorArrays arrays = new();
        RowCopier copier = new();
        int columns = _rows.Schema.FieldsList.Count;
        foreach (RecordBatch batch in rows)
        {
            using (batch)
            {
                for (int i = 0; i < keys.Length; i++)
                {
                    views[i].Show(batch.Column(_keys[i]), copy: false);
                }

                (int[] places, int[] others) = Pairs(table, probe.Numbers(keys, batch.Length), probe.KnownKeys);
                for (int start = 0; start < places.Length; start += mostRows)
                {
                    int count = Math.Min(mostRows, places.Length - start);
                    RowSelection selection = new();
                    foreach (int place in places.AsSpan(start, count))
                    {
                        selection.Add(place, 1);
                    }

                    probe.Gather(others.AsSpan(start, count), isWhole: false);
                    yield return new RecordBatch(
                        schema,
                        [
                            .. batch.Arrays.Take(columns).Select(array => copier.Copy(array, selection)),
                            .. probe.Added.Select((column, i) => arrays.ToArrow(column!, schema.FieldsList[columns + i].DataType, count)),
                            .. batch.Arrays.Skip(columns).Select(array => copier.Copy(array, selection)),
                        ],
                        count);
                }
            }
        }

        foreach (ArrowVectors view in views)
        {
            view.Dispose();
        }
    }

    // The rows of a batch that come out, and with which of the other input's.
    private static (int[] Rows, int[] Places) Pairs(JoinTable table, ReadOnlySpan<int> numbers, int known)
    {
        List<int> rows = [];
        List<int> places = [];
        JoinLayout layout = table.Layout;
        int unmatched = 0;
        for (int row = 0; row < numbers.Length; row++)
        {
            ReadOnlySpan<int> others = numbers[row] < known ? table.Ordered!.Of(numbers[row]) : [];
            unmatched += others.IsEmpty ? 1 : 0;
            if (others.IsEmpty && layout.KeepsUnmatched)
            {
                rows.Add(row);
                places.Add(-1);
            }

            foreach (int other in others)
            {
                rows.Add(row);
                places.Add(other);
            }
        }

        table.CountUnmatched(unmatched);
        return ([.. rows], [.. places]);
    }
}
