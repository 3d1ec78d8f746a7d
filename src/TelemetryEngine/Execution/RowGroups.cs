using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution;

/// <summary>
/// The groups of a batch's rows as each component sees them: rows whose input is null, or that the aggregate's own filter leaves out, have
/// group 0. Made once for each pair of input and filter that has such rows.
/// </summary>
internal sealed class RowGroups
{
    private readonly List<(Vector? Input, Vector? Filter, int[] Groups)> _masked = [];
    private int[] _groups = [];
    private int _rows;
    private int _used;

    /// <summary>Begins a batch; the caller fills the groups in.</summary>
    public Span<int> Start(int rows)
    {
        if (_groups.Length < rows)
        {
            _groups = new int[rows];
            _masked.Clear();
        }

        _rows = rows;
        _used = 0;
        return _groups.AsSpan(0, rows);
    }

    /// <summary>The groups for a component.</summary>
    public ReadOnlySpan<int> Of(Vector? input, Vector? filter)
    {
        input = input is { HasNulls: true } ? input : null;
        if (input is null && filter is null)
        {
            return _groups.AsSpan(0, _rows);
        }

        for (int i = 0; i < _used; i++)
        {
            if (ReferenceEquals(_masked[i].Input, input) && ReferenceEquals(_masked[i].Filter, filter))
            {
                return _masked[i].Groups.AsSpan(0, _rows);
            }
        }

        if (_used == _masked.Count)
        {
            _masked.Add((null, null, new int[_groups.Length]));
        }

        int[] groups = _masked[_used].Groups;
        _masked[_used++] = (input, filter, groups);
        Mask(input, filter, groups);
        return groups.AsSpan(0, _rows);
    }

    private void Mask(Vector? input, Vector? filter, int[] masked)
    {
        ReadOnlySpan<byte> valid = input is null ? default : input.Validity;
        ReadOnlySpan<byte> passed = filter is null ? default : filter.Bits;
        for (int row = 0; row < _rows; row++)
        {
            int bits = (valid.IsEmpty ? 0xFF : valid[row >> 3]) & (passed.IsEmpty ? 0xFF : passed[row >> 3]);
            masked[row] = -((bits >> (row & 7)) & 1) & _groups[row];
        }
    }
}
