using TelemetryEngine.Columns;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.Csv;

// The first rows of an input that begins inside of what its clock repeats, where no row before them says which way the times go. They are
// read ahead, with the first instant of each local time, until they leave the stretch.
internal static class OpeningRows
{
    private const int MostRows = 100_000;

    // Which way the rows go through the stretch.
    // scan: The scan they belong to.
    public static OpeningOrder Look(CsvScan scan, int column, int file, in LocalTwice time)
    {
        if (scan.Inputs[file].IsPipe)
        {
            return OpeningOrder.Forward;
        }

        CsvLayout layout = scan.Layout with { Time = scan.Layout.Time with { Ambiguous = AmbiguousTime.Earliest } };
        ScanRequest request =
            new([column], new RejectLog(ErrorPolicy.Skip), scan.Request.BatchRows, scan.Request.MorselBytes, ExactBorders: true);
        using CsvScan ahead = new(layout, [scan.Inputs[file]], request, exactBorders: true, scan.Limits);
        using BatchReader reader = ahead.CreateReader();
        Walk walk = new(time);
        int left = MostRows;
        while (left > 0 && reader.Read(CancellationToken.None) is { } batch)
        {
            // however long batches are, the same rows are looked at
            ColumnVector instants = batch.Columns[column]!;
            for (int row = 0; row < batch.Rows && left > 0; row++, left--)
            {
                if (!instants.IsNull(row) && walk.Step(instants.Int64s[row]) is { } order)
                {
                    return order;
                }
            }
        }

        return OpeningOrder.Forward;
    }

    private sealed class Walk(LocalTwice time)
    {
        private long _last = long.MinValue;
        private bool _hasRisen;

        // Takes the next instant; null while the rows are inside of the stretch.
        public OpeningOrder? Step(long instant)
        {
            if (instant >= time.Start && instant < time.End)
            {
                _hasRisen |= _last != long.MinValue && instant > _last;
                _last = instant;
                return null;
            }

            return instant >= time.End ? OpeningOrder.Forward : _hasRisen ? OpeningOrder.Backward : OpeningOrder.BackwardOnce;
        }
    }
}

// How the first rows of an input go through what its clock repeats.
internal enum OpeningOrder
{
    // The oldest comes first, or it can't be told.
    Forward,

    // The newest comes first, and the clock was set back between them.
    Backward,

    // The newest comes first, and no time comes again: the rows before the clock was set back go on from them.
    BackwardOnce,
}
