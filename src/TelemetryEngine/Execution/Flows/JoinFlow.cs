using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Joins;
using TelemetryEngine.Execution.Planning;

namespace TelemetryEngine.Execution.Flows;

// A join in which a row may have several rows of the other input: it comes once for each.
internal sealed class JoinFlow : RowFlow
{
    private readonly RowFlow _rows;
    private readonly JoinTable _table;
    private readonly int[] _keys;
    private readonly int _batchRows;
    private readonly int _own;

    // throws PlanException: The step does not fit the columns.
    public JoinFlow(RowFlow rows, OpenJoin join, int batchRows)
    {
        _rows = rows;
        _batchRows = batchRows;
        NamedColumns columns = new(ArrowTypes.ToColumns(rows.Schema).Columns);
        _keys = [.. join.Step.On.Select(key => UnknownColumn.Find(columns, key.Column, "join"))];
        JoinLayout layout = JoinBinder.Layout(join, [.. _keys.Select(key => columns[key])], [.. columns.Names], time: null);
        _table = new JoinTable(join.Input, layout);
        _own = rows.Schema.FieldsList.Count;
        Schema = new Schema(
            [
                .. rows.Schema.FieldsList,
                .. _table.Added.Select(static column => Added(column!.Column)),
            ],
            rows.Schema.Metadata);
    }

    public override Schema Schema { get; }

    public override MessageText? Note => _table.Note;

    public override int? ScaleOf(int column) => column < _rows.Schema.FieldsList.Count ? _rows.ScaleOf(column) : null;

    public override void Stop() => _rows.Stop();

    public override IEnumerable<RecordBatch> Read(CancellationToken cancellation)
    {
        using JoinTable table = _table;
        table.Fill(cancellation);
        using JoinProbe probe = new(table);
        ArrowVectors[] views = [.. _keys.Select(key => new ArrowVectors(new Column("", ArrowTypes.ToColumn(_rows.Schema.FieldsList[key].DataType))))];
        ColumnVector[] keys = [.. views.Select(static view => view.Vector)];
        VectorArrays arrays = new();
        foreach (RecordBatch batch in _rows.Read(cancellation))
        {
            using (batch)
            {
                for (int i = 0; i < keys.Length; i++)
                {
                    views[i].Show(batch.Column(_keys[i]), copy: false);
                }

                (int[] rows, int[] places) = Pairs(probe.Numbers(keys, batch.Length), probe.KnownKeys);
                GatheredRows own = new(_rows.Schema);
                own.Add(batch);
                int start = 0;
                foreach (RecordBatch part in own.Take(rows, _batchRows, cancellation))
                {
                    probe.Gather(places.AsSpan(start, part.Length), isWhole: false);
                    start += part.Length;
                    yield return new RecordBatch(Schema, [.. part.Arrays, .. Added(probe, arrays, part.Length)], part.Length);
                }
            }
        }

        foreach (ArrowVectors view in views)
        {
            view.Dispose();
        }
    }

    // The rows of a batch that come out, and with which of the other input's.
    private (int[] Rows, int[] Places) Pairs(ReadOnlySpan<int> numbers, int known)
    {
        List<int> rows = [];
        List<int> places = [];
        JoinLayout layout = _table.Layout;
        int unmatched = 0;
        for (int row = 0; row < numbers.Length; row++)
        {
            ReadOnlySpan<int> others = numbers[row] < known ? _table.Ordered!.Of(numbers[row]) : [];
            unmatched += others.IsEmpty ? 1 : 0;
            if (others.IsEmpty ? layout.KeepsUnmatched : layout.Kind == JoinKind.Semi)
            {
                rows.Add(row);
                places.Add(-1);
            }

            for (int i = 0; i < others.Length && layout.Kind is JoinKind.Inner or JoinKind.Left; i++)
            {
                rows.Add(row);
                places.Add(others[i]);
            }
        }

        _table.CountUnmatched(unmatched);
        return ([.. rows], [.. places]);
    }

    private static Field Added(Column column) =>
        new(column.Name, VectorArrays.TypeOf(column.Type.IsText ? new ColumnType(ColumnKind.Utf8) : column.Type, null), nullable: true);

    private IEnumerable<IArrowArray> Added(JoinProbe probe, VectorArrays arrays, int rows) =>
        probe.Added.Select((column, i) => arrays.ToArrow(column!, Schema.FieldsList[_own + i].DataType, rows));
}
