using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution;

/// <summary>
/// The groups of a batch's rows as each component sees them: rows whose input is null, or that the aggregate's own filter leaves out, or
/// that have no time where the component goes by time, have group 0. Made once for each combination that has such rows.
/// </summary>
internal sealed class RowGroups
{
    private readonly List<(Vector? Input, Vector? Filter, Vector? Time, int[] Groups)> _masked = [];
    private int[] _groups = [];
    private int _rows;
    private int _used;
    private int _single = -1;
    private int _filled;

    /// <summary>Begins a batch; the caller fills the groups in.</summary>
    public Span<int> Start(int rows)
    {
        _single = -1;
        _filled = 0;
        Begin(rows);
        return _groups.AsSpan(0, rows);
    }

    /// <summary>Begins a batch whose rows are all of one group.</summary>
    public void StartSingle(int rows, int group)
    {
        Begin(rows);
        if (_single != group || _filled < rows)
        {
            _groups.AsSpan(0, rows).Fill(group);
            (_single, _filled) = (group, rows);
        }
    }

    private void Begin(int rows)
    {
        if (_groups.Length < rows)
        {
            _groups = new int[rows];
            _filled = 0;
            _masked.Clear();
        }

        _rows = rows;
        _used = 0;
    }

    /// <summary>The groups for a component.</summary>
    /// <param name="input">Its input, if it has one.</param>
    /// <param name="filter">Its filter, if it has one.</param>
    /// <param name="time">The time, if rows without one count for nothing.</param>
    /// <param name="single">The group of every row; −1 = they may differ.</param>
    public ReadOnlySpan<int> Of(Vector? input, Vector? filter, Vector? time, out int single)
    {
        input = input is { HasNulls: true } ? input : null;
        time = time is { HasNulls: true } ? time : null;
        bool isMasked = input is not null || filter is not null || time is not null;
        single = isMasked ? -1 : _single;
        if (!isMasked)
        {
            return _groups.AsSpan(0, _rows);
        }

        for (int i = 0; i < _used; i++)
        {
            if (ReferenceEquals(_masked[i].Input, input) && ReferenceEquals(_masked[i].Filter, filter) && ReferenceEquals(_masked[i].Time, time))
            {
                return _masked[i].Groups.AsSpan(0, _rows);
            }
        }

        if (_used == _masked.Count)
        {
            _masked.Add((null, null, null, new int[_groups.Length]));
        }

        int[] groups = _masked[_used].Groups;
        _masked[_used++] = (input, filter, time, groups);
        Mask(input, filter, time, groups);
        return groups.AsSpan(0, _rows);
    }

    private void Mask(Vector? input, Vector? filter, Vector? time, int[] masked)
    {
        ReadOnlySpan<byte> valid = input is null ? default : input.Validity;
        ReadOnlySpan<byte> timed = time is null ? default : time.Validity;
        ReadOnlySpan<byte> passed = filter is null ? default : filter.Bits;
        for (int row = 0; row < _rows; row++)
        {
            int bits = (valid.IsEmpty ? 0xFF : valid[row >> 3]) & (passed.IsEmpty ? 0xFF : passed[row >> 3]) & (timed.IsEmpty ? 0xFF : timed[row >> 3]);
            masked[row] = -((bits >> (row & 7)) & 1) & _groups[row];
        }
    }
}
