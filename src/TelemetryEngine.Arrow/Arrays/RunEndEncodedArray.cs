namespace TelemetryEngine.Arrow;

/// <summary>Values that hold for runs of rows. It has no nulls of its own: a row is as good as null when its run's value is.</summary>
internal sealed class RunEndEncodedArray : ArrowArray
{
    /// <summary>Makes an array.</summary>
    /// <param name="dataType">The types of run ends and values.</param>
    /// <param name="runEnds">The row before which each run ends, counted from the first run's start. That they rise is the caller's
    /// promise.</param>
    /// <param name="values">The value of each run.</param>
    /// <param name="length">The number of rows.</param>
    /// <param name="offset">Rows, not runs, to pass over.</param>
    /// <exception cref="ArgumentException">Arrays of another type, fewer values than runs, or the runs end too early.</exception>
    public RunEndEncodedArray(RunEndEncodedType dataType, ArrowArray runEnds, ArrowArray values, int length, int offset = 0)
        : base(dataType, ArrowBuffer.Empty, length, 0, offset)
    {
        CheckChild(runEnds, dataType.RunEndsField, 0, nameof(runEnds));
        CheckChild(values, dataType.ValuesField, runEnds.Length, nameof(values));
        RunEnds = runEnds;
        Values = values;
        long end = runEnds.Length == 0 ? 0 : RunEnd(runEnds.Length - 1);
        if (runEnds.NullCount != 0 || (length != 0 && end < (long)offset + length))
        {
            throw new ArgumentException($"the runs end at {end}, or are null, for {length} rows from {offset} on", nameof(runEnds));
        }
    }

    /// <summary>The row before which each run ends, counted from row −<see cref="ArrowArray.Offset"/> on.</summary>
    public ArrowArray RunEnds { get; }

    /// <summary>The value of each run.</summary>
    public ArrowArray Values { get; }

    internal override IReadOnlyList<ArrowArray> Children => [RunEnds, Values];

    /// <summary>The row of <see cref="Values"/> that holds for a row. Costs a binary search.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public int FindRun(int index)
    {
        CheckIndex(index);
        long row = (long)Offset + index;
        (int low, int high) = (0, RunEnds.Length - 1);
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = RunEnd(middle) > row ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <inheritdoc/>
    public override RunEndEncodedArray Slice(int offset, int length)
    {
        CheckSlice(offset, length);
        return new RunEndEncodedArray((RunEndEncodedType)DataType, RunEnds, Values, length, Offset + offset);
    }

    /// <summary>The row before which a run ends, counted from row −<see cref="ArrowArray.Offset"/> on.</summary>
    internal long RunEnd(int run) => RunEnds switch
    {
        Int16Array ends => ends.Values[run],
        Int32Array ends => ends.Values[run],
        _ => ((Int64Array)RunEnds).Values[run],
    };
}
