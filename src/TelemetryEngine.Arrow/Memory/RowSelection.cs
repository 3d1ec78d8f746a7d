using System.Runtime.InteropServices;

namespace TelemetryEngine.Memory;

/// <summary>Rows that follow each other.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Length">The number of rows.</param>
internal readonly record struct RowRange(int Start, int Length)
{
    /// <summary>The row behind the last.</summary>
    public int End => Start + Length;
}

/// <summary>Which rows of an array are wanted, in their order: runs of rows that follow each other.</summary>
internal sealed class RowSelection
{
    private readonly List<RowRange> _ranges = [];

    /// <summary>The number of rows.</summary>
    public int Length { get; private set; }

    /// <summary>The runs; none is empty, and none begins where the one before it ends.</summary>
    public ReadOnlySpan<RowRange> Ranges => CollectionsMarshal.AsSpan(_ranges);

    /// <summary>The first <paramref name="rows"/> rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative number.</exception>
    public static RowSelection All(int rows)
    {
        RowSelection selection = new();
        selection.Add(0, rows);
        return selection;
    }

    /// <summary>Those of the first <paramref name="rows"/> rows whose bit is set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer bits than rows, or a negative number of rows.</exception>
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

    /// <summary>Adds rows behind those that are there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative number.</exception>
    /// <exception cref="OverflowException">They are more rows than an array can have.</exception>
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

    /// <summary>The places of these rows where each takes <paramref name="size"/> of them.</summary>
    public RowSelection Times(int size)
    {
        RowSelection places = new();
        foreach (RowRange range in Ranges)
        {
            places.Add(checked(range.Start * size), checked(range.Length * size));
        }

        return places;
    }

    /// <summary>The same rows, counted from another row on.</summary>
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
