using TelemetryEngine.Execution.Joins;

namespace TelemetryEngine.Execution.Flows;

// Rows by their series and in the order within each. A position counts in this order.
internal sealed class OverOrder
{
    private readonly int[] _places;
    private readonly bool[] _peers;
    private readonly HeldColumn? _times;
    private readonly List<int> _starts = [];

    // places: The rows in the order.
    // starts: For each position whether a series begins.
    // peers: For each position whether the row differs from the one before in a column of the order.
    // times: The times of the rows, by their places; null where nothing asks for them.
    public OverOrder(int[] places, bool[] starts, bool[] peers, HeldColumn? times)
    {
        _places = [.. places];
        _peers = peers;
        _times = times;
        for (int position = 0; position < starts.Length; position++)
        {
            if (starts[position])
            {
                _starts.Add(position);
            }
        }

        _starts.Add(places.Length);
    }

    // The number of rows.
    public int Count => _places.Length;

    // How many series there are.
    public int Series => _starts.Count - 1;

    // The row at each position.
    public ReadOnlySpan<int> Places => _places;

    // The first position of a series, and the one behind its last.
    public (int From, int To) Positions(int series) => (_starts[series], _starts[series + 1]);

    // Whether a row differs from the one before it in the columns of the order.
    public bool IsNew(int position) => _peers[position];

    // Whether a row has no time.
    public bool HasNoTime(int position) => _times!.IsNull(_places[position]);

    // How far apart the times of two rows are.
    public ulong Apart(int position, int other)
    {
        long left = _times!.Int64At(_places[position]);
        long right = _times.Int64At(_places[other]);
        return left >= right ? (ulong)left - (ulong)right : (ulong)right - (ulong)left;
    }
}
