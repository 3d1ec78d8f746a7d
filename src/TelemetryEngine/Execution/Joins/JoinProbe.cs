using TelemetryEngine.Columns;
using TelemetryEngine.Grouping;

namespace TelemetryEngine.Execution.Joins;

// Finds the rows of a JoinTable for those of a batch. One for each worker.
internal sealed class JoinProbe : IDisposable
{
    // So many keys that the other input does not have are remembered, and then forgotten.
    private const int MostStrangers = 1 << 18;

    private readonly JoinTable _table;
    private readonly ColumnVector?[] _added;
    private readonly ColumnViews _views = new();
    private KeyTable _keys;
    private int[] _numbers = [];
    private readonly int[] _hints;
    private int[] _places = [];

    public JoinProbe(JoinTable table)
    {
        _table = table;
        _added = [.. table.Added.Select(static column => column is null ? null : new ColumnVector(column.Column.Type))];
        _keys = Known();
        _hints = table.Layout.Order == JoinOrder.None ? [] : new int[_keys.Count];
        KnownKeys = _keys.Count;
    }

    // Numbers of keys from here on are of keys that the other input does not have.
    public int KnownKeys { get; }

    // The columns that rows get, filled by Gather; null for those that nothing asks for.
    public IReadOnlyList<ColumnVector?> Added => _added;

    // The number of each row's keys; valid until the next call.
    public ReadOnlySpan<int> Numbers(ReadOnlySpan<ColumnVector> keys, int rows)
    {
        if (_keys.Count > KnownKeys + MostStrangers)
        {
            _keys = Known();
        }

        Room(ref _numbers, rows);
        _views.Clear();
        Span<int> numbers = _numbers.AsSpan(0, rows);
        _keys.Encode(keys, _views, numbers);
        return numbers;
    }

    // For each row the place of its row in the table, or −1; valid until the next call.
    // time: The rows' time; null where none counts.
    // isWhole: Whether each has one.
    public ReadOnlySpan<int> Find(ReadOnlySpan<ColumnVector> keys, ColumnVector? time, int rows, out bool isWhole)
    {
        int signs = 0;
        ReadOnlySpan<int> numbers = Numbers(keys, rows);
        Room(ref _places, rows);
        Span<int> places = _places.AsSpan(0, rows);
        if (time is null)
        {
            ReadOnlySpan<int> rowOf = _table.RowOf;
            for (int row = 0; row < places.Length; row++)
            {
                int number = numbers[row];
                int place = (uint)number < (uint)rowOf.Length ? rowOf[number] : -1;
                places[row] = place;
                signs |= place;
            }

            isWhole = signs >= 0;
            return places;
        }

        JoinOrderedRows ordered = _table.Ordered!;
        ReadOnlySpan<long> instants = time.Int64s;
        for (int row = 0; row < places.Length; row++)
        {
            int number = numbers[row];
            places[row] = number >= _hints.Length || time.IsNull(row) ? -1 : ordered.At(number, instants[row], ref _hints[number]);
            signs |= places[row];
        }

        isWhole = signs >= 0;
        return places;
    }

    // Fills the columns that rows get.
    public void Gather(ReadOnlySpan<int> places, bool isWhole)
    {
        for (int i = 0; i < _added.Length; i++)
        {
            _table.Added[i]?.Gather(places, isWhole, _added[i]!);
        }
    }

    public void Dispose()
    {
        foreach (ColumnVector? column in _added)
        {
            column?.Dispose();
        }
    }

    private KeyTable Known()
    {
        KeyTable keys = _table.NewKeys();
        _table.Seed(keys);
        return keys;
    }

    private static void Room(ref int[] array, int rows)
    {
        if (array.Length < rows)
        {
            array = new int[rows];
        }
    }
}
