using TelemetryEngine.Aggregates.Components;
using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Execution.Scanning;
using TelemetryEngine.Grouping;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Results;

// The groups of all workers in the result's order, a row for each window and keys that any of them met: the rows of windows that do not
// overlap. Only the groups are brought together; the states behind them are merged where a batch of the result is made.
internal sealed class MergedGroups : ResultRows
{
    private readonly OrderedGroups _groups;
    private readonly long[] _starts;
    private readonly long[] _ends;

    public MergedGroups(BoundPlan plan, IReadOnlyList<PartialState> parts, int threads)
    {
        Tables = TablesOf(parts);
        _groups = OrderedGroups.Of(new GroupOrder(parts), parts, threads);
        (_starts, _ends) = Borders(plan.Window);
    }

    public override int Count => _groups.Rows;

    public override IReadOnlyList<Component[]> Tables { get; }

    public override KeyTable Keys => Order.Keys;

    private GroupOrder Order => _groups.Order;

    public override ReadOnlySpan<int> KeysByPlace => Order.KeysByPlace;

    public override ReadOnlySpan<long> StartsOf(int rows) => _starts.AsSpan(0, WindowsOf(rows));

    public override ReadOnlySpan<long> EndsOf(int rows) => _ends.AsSpan(0, WindowsOf(rows));

    public override void Read(int firstRow, MergedRows into) => _groups.Read(firstRow, into, _starts, _ends);

    // rows are sorted by window, so the first rows have the first windows
    private int WindowsOf(int rows)
    {
        if (rows == 0)
        {
            return 0;
        }

        long place = 0;
        _groups.PlacesOf(rows - 1, new Span<long>(ref place));
        return Order.WindowAt(place) + 1;
    }

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
                starts[window] = bound.StartOf(windows, ordinals[window]);
                ends[window] = bound.EndOf(windows, ordinals[window]);
            }
        }

        return (starts, ends);
    }
}
