using System.Runtime.InteropServices;

namespace TelemetryEngine.Memory;

// Rows that follow each other.
internal readonly record struct RowRange(int Start, int Length)
{
    // The row behind the last.
    public int End => Start + Length;
}

// Which rows of an array are wanted, in their order: runs of rows that follow each other.
internal sealed class RowSelection
{
    private readonly List<RowRange> _ranges = [];

    // The number of rows.
    public int Length { get; private set; }

    // The runs; none is empty, and none begins where the one before it ends.
    public ReadOnlySpan<RowRange> Ranges => CollectionsMarshal.AsSpan(_ranges);

    // The first rows rows.
    // throws ArgumentOutOfRangeException: A negative number.
    public static RowSelection All(int rows)
    {
        RowSelection selection = new();
        selection.Add(0, rows);
        return selection;
    }

    // Those of the first rows rows whose bit is set.
    // throws ArgumentOutOfRangeException: There are fewer bits than rows, or a negative number of rows.
    public static RowSelection Where(ReadOnlySpan<byte> bitmap, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Bitmap.ByteCount(rows), bitmap.Length, nameof(rows));
        RowSelection selection = new();
        for (int row = 0; row < rows; row++)
        {
            if (Bitmap.Get(bitmap, row))
            {
                selection.Add(row, 1);
            }
        }

        return selection;
    }

    // Adds rows behind those that are there.
    // throws ArgumentOutOfRangeException: A negative number.
    // throws OverflowException: They are more rows than an array can have.
    public void Add(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _ = checked(start + length);
        if (length == 0)
        {
            return;
        }

        Length = checked(Length + length);
        if (_ranges.Count != 0 && _ranges[^1].End == start)
        {
            _ranges[^1] = new RowRange(_ranges[^1].Start, _ranges[^1].Length + length);
        }
        else
        {
            _ranges.Add(new RowRange(start, length));
        }
    }

    // The places of these rows where each takes size of them.
    public RowSelection Times(int size)
    {
        RowSelection places = new();
        foreach (RowRange range in Ranges)
        {
            places.Add(checked(range.Start * size), checked(range.Length * size));
        }

        return places;
    }

    // The same rows, counted from another row on.
    public RowSelection From(int offset)
    {
        if (offset == 0)
        {
            return this;
        }

        RowSelection shifted = new();
        foreach (RowRange range in Ranges)
        {
            shifted.Add(checked(offset + range.Start), range.Length);
        }

        return shifted;
    }
}
