using System.Runtime.InteropServices;
using Apache.Arrow;
using TelemetryEngine.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Memory;
using TelemetryEngine.Quoting;
using TelemetryEngine.Records;

namespace TelemetryEngine.Execution.Flows;

// One row of those that are alike.
internal sealed class DedupFlow : RowFlow
{
    private const string First = "first";
    private const string Last = "last";
    private const string Single = "error";

    private readonly RowFlow _rows;
    private readonly DedupStep _step;
    private readonly int _number;
    private readonly RunOptions _options;
    private readonly MemoryBudget _budget;
    private readonly int[] _keys;
    private readonly Column[] _columns;
    private long _rowsLeftOut;

    // number: The step's number, for errors.
    // throws PlanException: The step names a column that is not there or can't be compared, or keeps what is not known.
    public DedupFlow(RowFlow rows, DedupStep step, int number, RunOptions options, MemoryBudget budget)
    {
        _rows = rows;
        _step = step;
        _number = number;
        _options = options;
        _budget = budget;
        if (step.Keep is not (First or Last or Single))
        {
            throw new PlanException(
                $"dedup can't keep '{step.Keep}'; {NearestName.Hint(step.Keep, [First, Last, Single], $"there is {First}, {Last} and {Single}")}");
        }

        NamedColumns columns = new(ArrowTypes.ToColumns(rows.Schema).Columns);
        _keys = step.Columns.Count == 0 ? [.. columns.Shown] : [.. step.Columns.Select(name => columns.Find(name) is >= 0 and int found
            ? found
            : throw UnknownColumn.Error(name, "dedup", columns.Names))];
        _columns = [.. _keys.Select(ordinal => columns[ordinal])];
        if (System.Array.Find(_columns, static column => column.Type.Kind is ColumnKind.Other or ColumnKind.Bytes) is { } wrong)
        {
            throw new PlanException($"column '{wrong.Name}' is {wrong.Type}, whose values can't be told apart; name the columns of dedup without it");
        }
    }

    public override Schema Schema => _rows.Schema;

    public override MessageText? Note => _rowsLeftOut == 0 ? null : Message.Of(
        $"step {_number}, dedup, left out {_rowsLeftOut:N0} row{(_rowsLeftOut == 1 ? "" : "s")} that {(_rowsLeftOut == 1 ? "was" : "were")} there before{(_step.Keep == Last ? " or behind" : "")}");

    public override int? ScaleOf(int column) => _rows.ScaleOf(column);

    public override void MayStop()
    {
        if (_step.Keep != Last)
        {
            _rows.MayStop();
        }
    }

    public override void Stop() => _rows.Stop();

    public override IEnumerable<RecordBatch> Read(CancellationToken cancellation) =>
        _step.Keep == Last ? ReadLast(cancellation) : ReadFirst(cancellation);

    private IEnumerable<RecordBatch> ReadFirst(CancellationToken cancellation)
    {
        using RowKeys keys = new(_columns, _keys);
        RowCopier copier = new();
        List<bool> seen = [];
        long held = 0;
        long before = 0;
        try
        {
            foreach (RecordBatch batch in _rows.Read(cancellation))
            {
                ReadOnlySpan<int> ordinals = keys.Encode(batch);
                _budget.Reserve(ref held, keys.Bytes + seen.Count, "the keys of a dedup", HeldBytes.FewerRows);
                Grow(seen, keys.Count, false);
                RowSelection selection = new();
                for (int row = 0; row < ordinals.Length; row++)
                {
                    if (!seen[ordinals[row]])
                    {
                        seen[ordinals[row]] = true;
                        selection.Add(row, 1);
                    }
                    else if (_step.Keep == Single)
                    {
                        throw new InputException(
                            $"step {_number}, dedup: row {before + row + 1} is there a second time: {Values(batch, row)}; keep => 'first' or 'last' takes one of them");
                    }
                }

                int left = batch.Length - selection.Length;
                _rowsLeftOut += left;
                before += batch.Length;
                if (left == 0)
                {
                    yield return batch;
                }
                else
                {
                    using (batch)
                    {
                        yield return Copy(batch, selection, copier);
                    }
                }
            }
        }
        finally
        {
            _budget.Charge(ref held, 0);
        }
    }

    private IEnumerable<RecordBatch> ReadLast(CancellationToken cancellation)
    {
        using RowKeys keys = new(_columns, _keys);
        GatheredRows gathered = new(Schema);
        List<int> last = [];
        long held = 0;
        try
        {
            foreach (RecordBatch batch in _rows.Read(cancellation))
            {
                int start = gathered.Count;
                gathered.Add(batch);
                ReadOnlySpan<int> ordinals = keys.Encode(batch);
                Grow(last, keys.Count, -1);
                foreach (int ordinal in ordinals)
                {
                    last[ordinal] = start++;
                }

                _budget.Reserve(ref held, gathered.Bytes + keys.Bytes + (last.Count * 8L), "the rows of a dedup", HeldBytes.FewerRows);
            }

            int[] places = [.. last.Where(static place => place >= 0).Order()];
            _rowsLeftOut = gathered.Count - places.Length;
            foreach (RecordBatch batch in gathered.Take(places, _options.ResultBatchRows, _options.ThreadCount, cancellation))
            {
                yield return batch;
            }
        }
        finally
        {
            _budget.Charge(ref held, 0);
        }
    }

    private RecordBatch Copy(RecordBatch batch, RowSelection selection, RowCopier copier) => new(
        Schema, Enumerable.Range(0, batch.ColumnCount).Select(column => copier.Copy(batch.Column(column), selection)), selection.Length);

    // some ordinals are never given, as that of null is
    private static void Grow<T>(List<T> list, int count, T fill)
    {
        int known = list.Count;
        CollectionsMarshal.SetCount(list, Math.Max(count, known));
        CollectionsMarshal.AsSpan(list)[known..].Fill(fill);
    }

    private string Values(RecordBatch batch, int row) =>
        string.Join(", ", _keys.Select((ordinal, i) => $"{_columns[i].Name} {TablePreview.Cell(Schema.FieldsList[ordinal], batch.Column(ordinal), row)}"));
}
