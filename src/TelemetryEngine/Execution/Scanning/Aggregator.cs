using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Columns;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Scanning;

// Takes batches into one worker's partial state: keys to ordinals, times to windows, both to groups, then each component's loop.
internal sealed class Aggregator(BoundPlan plan)
{
    private const int FileShift = 48;

    // Rows in a run of one window below which looking at each row is cheaper.
    private const int ShortRun = 16;

    // Runs after which their length is judged.
    private const int LeastRuns = 32;

    private readonly ColumnViews _views = new();
    private readonly ColumnVector[] _keyColumns = new ColumnVector[plan.Keys.Length];
    private readonly bool _needsOrder = plan.NeedsOrder;
    private readonly RowGroups _groups = new();
    private PartialState _state = new(plan);
    private int[] _keys = [];
    private int[] _slots = [];
    private bool _isShuffled;
    private long[] _positions = [];

    // Bytes held by tables and states.
    public long Bytes => _state.Bytes;

    // What is known so far; more may be added afterwards.
    public PartialState Flush()
    {
        _state.Flush();
        return _state;
    }

    // Begins with an empty state, and forgets what it knew.
    public void Restart() => _state = new PartialState(plan);

    // Adds the rows of a batch that the stage before kept.
    // share: How much of the input is read; 0 = not known.
    public void Add(Batch batch, RowStage stage, double share = 0)
    {
        int rows = batch.Rows;
        if (_keys.Length < rows)
        {
            _keys = new int[rows];
            _positions = _needsOrder ? new long[rows] : [];
        }

        _views.Clear();
        AssignGroups(batch, stage);
        _state.Reserve(share);
        PlaceRows(batch);
        ColumnVector? time = plan.Time < 0 ? null : batch.Columns[plan.Time];
        ReadingOrder order = new(time is null ? default : time.Int64s[..rows], _positions);
        ReadOnlySpan<Component> components = _state.Components;
        for (int i = 0; i < components.Length; i++)
        {
            ComponentSpec spec = plan.Components[i].Spec;
            ColumnVector? input = spec.Input < 0 ? null : batch.Columns[spec.Input];
            ColumnVector? second = spec.Second < 0 ? null : batch.Columns[spec.Second];
            ColumnVector? filter = spec.Filter < 0 ? null : batch.Columns[spec.Filter];
            ReadOnlySpan<int> groups =
                _groups.Of(new RowMask(input, second, filter, spec.NeedsOrder && !spec.IgnoresTime ? time : null), out int single);
            components[i].Add(new RowInput(groups, input, _views, order, single, second));
        }
    }

    private void AssignGroups(Batch batch, RowStage stage)
    {
        if (_keyColumns.Length == 0 && !stage.HasLeftOut && SingleSlot(batch) is >= 0 and int slot)
        {
            _groups.StartSingle(batch.Rows, _state.Groups.Assign(slot, _state.Keys.Count, key: 0));
            return;
        }

        Span<int> keys = _keys.AsSpan(0, batch.Rows);
        for (int i = 0; i < _keyColumns.Length; i++)
        {
            _keyColumns[i] = batch.Columns[plan.Keys[i]]!;
        }

        _state.Keys.Encode(_keyColumns, _views, keys);
        Span<int> groups = _groups.Start(batch.Rows);
        if (stage.HasLeftOut)
        {
            LeaveOut(stage, keys);
        }

        if (_state.Windows is not { } windows)
        {
            _state.Groups.Assign(0, _state.Keys.Count, keys, groups);
            return;
        }

        ReadOnlySpan<long> instants = batch.Columns[plan.Time]!.Int64s[..batch.Rows];
        int placed = _isShuffled ? 0 : AssignRuns(windows, instants, keys, groups);
        if (placed < batch.Rows)
        {
            AssignEach(windows, instants[placed..], keys[placed..], groups[placed..]);
        }
    }

    // The slot of the window that all rows are in, or −1.
    private int SingleSlot(Batch batch)
    {
        if (_state.Windows is not { } windows)
        {
            return 0;
        }

        ReadOnlySpan<long> instants = batch.Columns[plan.Time]!.Int64s[..batch.Rows];
        WindowRun run = windows.Next(instants, 0);
        return run.End == batch.Rows ? run.Slot : -1;
    }

    // Goes from run to run of one window, until they prove to be short. Returns the first row that has no group yet.
    private int AssignRuns(WindowSlots windows, ReadOnlySpan<long> instants, ReadOnlySpan<int> keys, Span<int> groups)
    {
        int runs = 0;
        int row = 0;
        while (row < instants.Length && !(++runs > LeastRuns && row < runs * ShortRun))
        {
            WindowRun run = windows.Next(instants, row);
            _state.Groups.Assign(run.Slot, _state.Keys.Count, keys[row..run.End], groups[row..run.End]);
            row = run.End;
        }

        return row;
    }

    // Looks the window of every row up, and sees whether that is still worth it.
    private void AssignEach(WindowSlots windows, ReadOnlySpan<long> instants, ReadOnlySpan<int> keys, Span<int> groups)
    {
        if (_slots.Length < instants.Length)
        {
            _slots = new int[_keys.Length];
        }

        Span<int> slots = _slots.AsSpan(0, instants.Length);
        int changes = windows.SlotsOf(instants, slots);
        _state.Groups.Assign(slots, _state.Keys.Count, keys, groups);
        _isShuffled = changes * ShortRun > instants.Length;
    }

    // a row that counts for nothing has the key ordinal −1, which is in no window's groups
    private static void LeaveOut(RowStage stage, Span<int> keys)
    {
        for (int row = 0; row < keys.Length; row++)
        {
            if (!stage.IsKept(row))
            {
                keys[row] = -1;
            }
        }
    }

    private void PlaceRows(Batch batch)
    {
        if (!_needsOrder)
        {
            return;
        }

        long file = (long)batch.File << FileShift;
        for (int row = 0; row < batch.Rows; row++)
        {
            _positions[row] = file | batch.Position(row);
        }
    }
}
