using TelemetryEngine.Execution.Planning;
using TelemetryEngine.Windows;

namespace TelemetryEngine.Execution.Scanning;

// The windows that lie outside of a plan's range with all their instants: their values are not shown, but fills look at them.
internal sealed class WindowsAround
{
    private readonly long _before;
    private readonly long _behind;

    public WindowsAround(BoundPlan plan)
    {
        AlignedWindows windows = plan.Window!.Panes();
        _before = plan.From is { } from ? windows.Start(windows.OrdinalOf(from)) : long.MinValue;
        _behind = plan.To is { } to and > long.MinValue ? windows.End(windows.OrdinalOf(to - 1)) : long.MaxValue;
    }

    // True for an instant before the first or behind the last window of the range.
    public bool Holds(long instant) => instant < _before || (instant >= _behind && _behind < long.MaxValue);
}
