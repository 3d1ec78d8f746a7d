using Apache.Arrow;
using TelemetryEngine.Columns;
using TelemetryEngine.Grouping;
using TelemetryEngine.Quoting;
using TelemetryEngine.Records;

namespace TelemetryEngine.Execution.Joins;

// The rows of the other input of a join, held, and where they are found. Once it is filled, several threads may look into it, each with a
// JoinProbe of its own.
internal sealed class JoinTable : IDisposable
{
    private const int RowsAtATime = 1 << 16;

    // What helps where its rows are too many.
    public static readonly MessageText FewerRows = Message.Of($"join with fewer of its rows or columns");

    private static readonly MessageText ByDisk = Message.Of(
        $"join with fewer of its rows or columns, or say in {Fix.Join} that there may be many rows for one, as such a join goes through the disk");

    private readonly JoinInput _input;
    private readonly HeldColumn[] _keys;
    private readonly HeldColumn?[] _added;
    private readonly HeldColumn? _time;
    private readonly HeldColumn? _end;
    private int[] _rowOf = [];
    private long _heldBytes;
    private long _unmatched;
    private bool _isFilled;

    public JoinTable(JoinInput input, JoinLayout layout)
    {
        _input = input;
        Layout = layout;
        _keys = [.. layout.Keys.Select(key => new HeldColumn(input.Columns[key.Ordinal], HeldColumn.TypeOf(key.Type)))];
        _added = [.. layout.Added.Select(ordinal => new HeldColumn(input.Columns[ordinal]))];
        _time = layout.Time < 0 ? null : new HeldColumn(input.Columns[layout.Time]);
        _end = layout.End < 0 ? null : new HeldColumn(input.Columns[layout.End]);
    }

    public JoinLayout Layout { get; }

    // What errors call the other input.
    public string Name => _input.Name;

    // The columns that rows get; null for those that are left out.
    public IReadOnlyList<HeldColumn?> Added => _added;

    // The rows by their keys, where several may be equal in them; null where there is one at most.
    public JoinOrderedRows? Ordered { get; private set; }

    // The row with each number of keys, where there is one at most; −1 = none. Numbers behind the last have none either.
    public ReadOnlySpan<int> RowOf => _rowOf;

    // How many rows were left without one.
    public long RowsUnmatched => Interlocked.Read(ref _unmatched);

    // What a reader of the result would want to know.
    public MessageText? Note => RowsUnmatched is > 0 and long rows
        ? Message.Of($"{rows:N0} row{(rows == 1 ? " has" : "s have")} none in {Name}{(Layout.KeepsUnmatched ? "" : $", and {(rows == 1 ? "is" : "are")} left out")}")
        : null;

    // Says that nothing asks for one of the columns that rows get.
    public void Leave(int added) => _added[added] = null;

    // Counts rows that are left without one.
    public void CountUnmatched(long rows) => Interlocked.Add(ref _unmatched, rows);

    // Begins to count anew, as rows are read anew.
    public void ForgetCounts() => Interlocked.Exchange(ref _unmatched, 0);

    // Reads the other input. Once it did, nothing more happens.
    // throws InputException: Rows are equal in the keys, or valid at one time.
    // throws RunException: The rows do not fit the memory.
    public void Fill(CancellationToken cancellation)
    {
        if (!_isFilled)
        {
            Fill(_input.Read(cancellation));
        }
    }

    // As above, with the rows of the other input, or some that are all of those with their keys.
    // batches: The rows; each batch is disposed.
    public void Fill(IEnumerable<RecordBatch> batches)
    {
        _isFilled = true;
        foreach (RecordBatch batch in batches)
        {
            using (batch)
            {
                Add(_keys, [.. Layout.Keys.Select(static key => key.Ordinal)], batch);
                Add(_added, Layout.Added, batch);
                _time?.Add(batch.Column(Layout.Time));
                _end?.Add(batch.Column(Layout.End));
                Rows += batch.Length;
            }

            // each row's number, and its place in an order
            Reserve(Rows * 24L);
        }

        KeyTable table = NewKeys();
        int[] numbers = Seed(table);
        for (int row = 0; row < Rows; row++)
        {
            numbers[row] = Array.Exists(_keys, key => key.IsNull(row)) ? -1 : numbers[row];
        }

        if (Layout.Many || Layout.Order != JoinOrder.None)
        {
            Ordered = JoinOrderedRows.Of(Layout, numbers, table.Count, _time, _end, Refuse);
        }
        else
        {
            PlaceRows(numbers, table.Count);
        }

        Reserve(table.Bytes + (Rows * 16L));
    }

    // The number of rows.
    public int Rows { get; private set; }

    // A table of keys without any.
    public KeyTable NewKeys() => new([.. Layout.Keys.Select(static key => HeldColumn.TypeOf(key.Type))]);

    // Gives the keys their numbers, which are the same in each table that has none yet. Returns those of the rows.
    public int[] Seed(KeyTable table)
    {
        ColumnVector[] vectors = [.. _keys.Select(static key => new ColumnVector(key.Column.Type))];
        ColumnViews views = new();
        int[] numbers = new int[Rows];
        int[] places = new int[Math.Min(Rows, RowsAtATime)];
        for (int start = 0; start < Rows; start += RowsAtATime)
        {
            int rows = Math.Min(RowsAtATime, Rows - start);
            for (int i = 0; i < rows; i++)
            {
                places[i] = start + i;
            }

            for (int key = 0; key < vectors.Length; key++)
            {
                _keys[key].Gather(places.AsSpan(0, rows), isWhole: true, vectors[key]);
            }

            views.Clear();
            table.Encode(vectors, views, numbers.AsSpan(start, rows));
        }

        foreach (ColumnVector vector in vectors)
        {
            vector.Dispose();
        }

        return numbers;
    }

    public void Dispose()
    {
        foreach (HeldColumn? column in (HeldColumn?[])[.. _keys, .. _added, _time, _end])
        {
            column?.Dispose();
        }

        _input.Budget.Charge(ref _heldBytes, 0);
    }

    private static void Add(HeldColumn?[] columns, IReadOnlyList<int> ordinals, RecordBatch batch)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i]?.Add(batch.Column(ordinals[i]));
        }
    }

    private void Reserve(long bytes)
    {
        foreach (HeldColumn? column in (HeldColumn?[])[.. _keys, .. _added, _time, _end])
        {
            bytes += column?.Bytes ?? 0;
        }

        _input.Budget.Reserve(ref _heldBytes, bytes, $"the rows of {Name}", IsAlsoByDisk ? ByDisk : FewerRows);
    }

    // Whether the same join that allows many rows for one goes through the disk.
    private bool IsAlsoByDisk => Layout is { Order: JoinOrder.None, Many: false, Kind: JoinKind.Inner or JoinKind.Left };

    private void PlaceRows(int[] numbers, int count)
    {
        _rowOf = new int[count];
        _rowOf.AsSpan().Fill(-1);
        for (int row = 0; row < numbers.Length; row++)
        {
            int number = numbers[row];
            if (number >= 0 && _rowOf[number] >= 0 && !Layout.AllowsEqualKeys)
            {
                throw Refuse(
                    _rowOf[number], row, Message.Of($"which of them is meant? keep one by {Fix.Dedup}, or say in {Fix.Join} that there may be many"));
            }

            if (number >= 0 && _rowOf[number] < 0)
            {
                _rowOf[number] = row;
            }
        }
    }

    private InputException Refuse(int first, int second, MessageText why) => new(
        $"{Name}: rows {first + 1:N0} and {second + 1:N0} {(_keys.Length == 0 ? "stand at one time" : $"have the same {KeyText(second)}")}{(_keys.Length > 0 && _time is not null ? " at one time" : "")}; {why}");

    private string KeyText(int row) => string.Join(", ", _keys.Select(key =>
    {
        using ColumnVector vector = new(key.Column.Type);
        key.Gather([row], isWhole: true, vector);
        Field field = new(key.Column.Name, VectorArrays.TypeOf(key.Column.Type, null), nullable: true);
        return $"{key.Column.Name} {TablePreview.Cell(field, new VectorArrays().ToArrow(vector, field.DataType, 1), 0)}";
    }));
}
