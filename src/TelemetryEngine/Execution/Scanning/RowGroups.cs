using TelemetryEngine.Columns;

namespace TelemetryEngine.Execution.Scanning;

// The groups of a batch's rows as each component sees them: rows whose input is null, or that the aggregate's own filter leaves out, or
// that have no time where the component goes by time, have group 0. Made once for each combination that has such rows, while these are few.
internal sealed class RowGroups
{
    private readonly List<MaskedGroups> _masked = [];
    private int[] _groups = [];
    private int _rows;
    private RecentPlaces _places;
    private int _single = -1;
    private int _filled;

    // Begins a batch; the caller fills the groups in.
    public Span<int> Start(int rows)
    {
        _single = -1;
        _filled = 0;
        Begin(rows);
        return _groups.AsSpan(0, rows);
    }

    // Begins a batch whose rows are all of one group.
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
        _places.Clear();
    }

    // The groups for a component.
    // mask: Which rows count for it.
    // single: The group of every row; −1 = they may differ.
    public ReadOnlySpan<int> Of(in RowMask mask, out int single)
    {
        RowMask needed = mask.WithoutNeedless();
        bool isMasked = needed != default;
        single = isMasked ? -1 : _single;
        if (!isMasked)
        {
            return _groups.AsSpan(0, _rows);
        }

        for (int i = 0; i < _places.Count; i++)
        {
            if (_masked[i].Mask == needed)
            {
                return _masked[i].Groups.AsSpan(0, _rows);
            }
        }

        int place = _places.Next();
        if (place == _masked.Count)
        {
            _masked.Add(new MaskedGroups(_groups.Length));
        }

        MaskedGroups masked = _masked[place];
        masked.Mask = needed;
        Mask(needed, masked.Groups);
        return masked.Groups.AsSpan(0, _rows);
    }

    private void Mask(in RowMask mask, int[] masked)
    {
        ReadOnlySpan<byte> valid = Validity(mask.Input);
        ReadOnlySpan<byte> alsoValid = Validity(mask.Second);
        ReadOnlySpan<byte> timed = Validity(mask.Time);
        ReadOnlySpan<byte> passed = mask.Filter is null ? default : mask.Filter.Bits;
        for (int row = 0; row < _rows; row++)
        {
            int at = row >> 3;
            int bits = Byte(valid, at) & Byte(alsoValid, at) & Byte(passed, at) & Byte(timed, at);
            masked[row] = -((bits >> (row & 7)) & 1) & _groups[row];
        }
    }

    private static ReadOnlySpan<byte> Validity(ColumnVector? column) => column is null ? default : column.Validity;

    private static int Byte(ReadOnlySpan<byte> bits, int at) => bits.IsEmpty ? 0xFF : bits[at];

    // The groups under one mask.
    private sealed class MaskedGroups(int rows)
    {
        public RowMask Mask { get; set; }

        public int[] Groups { get; } = new int[rows];
    }
}

// What leaves rows out for a component: each part that is there must have a value, and the filter be true.
// Input: Its input, if it has one.
// Second: Its second input, if it has one.
// Filter: Its filter, if it has one.
// Time: The time, if rows without one count for nothing.
internal readonly record struct RowMask(ColumnVector? Input, ColumnVector? Second, ColumnVector? Filter, ColumnVector? Time)
{
    // Without the columns that have no nulls.
    public RowMask WithoutNeedless() => new(Needed(Input), Needed(Second), Filter, Needed(Time));

    private static ColumnVector? Needed(ColumnVector? column) => column is { HasNulls: true } ? column : null;
}
