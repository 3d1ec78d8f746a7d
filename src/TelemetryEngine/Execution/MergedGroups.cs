using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Grouping;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution;

/// <summary>
/// The groups of all workers in the result's order, a row for each window and keys that any of them met: the rows of windows that do not overlap.
/// Only the groups are brought together; the states behind them are merged where a batch of the result is made.
/// </summary>
internal sealed class MergedGroups : ResultRows
{
    private readonly SortedGroups _groups;
    private readonly long[] _starts;
    private readonly long[] _ends;

    public MergedGroups(BoundPlan plan, IReadOnlyList<PartialState> parts, int threads)
    {
        Tables = TablesOf(parts);
        _groups = new SortedGroups(new GroupOrder(parts), parts, threads);
        (_starts, _ends) = Borders(plan.Window);
    }

    public override int Count => _groups.Rows;

    public override IReadOnlyList<Component[]> Tables { get; }

    public override KeyTable Keys => Order.Keys;

    private GroupOrder Order => _groups.Order;

    public override int KeyAt(int place) => Order.KeyAt(place);

    public override ReadOnlySpan<long> StartsOf(int rows) => _starts.AsSpan(0, WindowsOf(rows));

    public override ReadOnlySpan<long> EndsOf(int rows) => _ends.AsSpan(0, WindowsOf(rows));

    public override void Read(int firstRow, MergedRows into)
    {
        int row = -1;
        for (int entry = _groups.EntryOf(firstRow); entry < _groups.Entries; entry++)
        {
            if (_groups.IsFirstOfRow(entry))
            {
                if (++row == into.Count)
                {
                    break;
                }

                long place = _groups.PlaceOf(entry);
                int window = Order.WindowAt(place);
                into.SetRow(row, _starts[window], _ends[window], Order.KeyPlaceAt(place));
            }

            into.Add(_groups.PartOf(entry), _groups.GroupOf(entry), row);
        }
    }

    // rows are sorted by window, so the first rows have the first windows
    private int WindowsOf(int rows) => rows == 0 ? 0 : Order.WindowAt(_groups.PlaceOf(_groups.EntryOf(rows - 1))) + 1;

    // calendars remember what they have looked up, so one thread asks them
    private (long[] Starts, long[] Ends) Borders(BoundWindows? bound)
    {
        ReadOnlySpan<long> ordinals = Order.Windows;
        long[] starts = new long[ordinals.Length];
        long[] ends = new long[ordinals.Length];
        if (bound is not null)
        {
            AlignedWindows windows = bound.Panes();
            for (int window = 0; window < ordinals.Length; window++)
            {
                starts[window] = bound.Border(windows.Start(ordinals[window]));
                ends[window] = bound.Border(windows.End(ordinals[window]));
            }
        }

        return (starts, ends);
    }
}
