using System.Globalization;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Formats.Csv;

// Tells the two passes of a clock through what it repeats apart, by the order of each series' rows in one input. A series that goes forward
// has the first pass until it repeats a local time or goes back; one that is newest first has the second pass until then. Asked for the
// rows of an input in their order.
// order: True under AmbiguousTime.Order: then all series go forward.
// series: How the rows' series are known.
// opening: Looks at the rows of an input whose first one has such a time.
internal sealed class SeriesPasses(bool order, SeriesKnown series, Func<LocalTwice, OpeningOrder> opening)
{
    private readonly Dictionary<string, Pass> _series = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, PassTotals> _totals = [];
    private long _start = long.MinValue;
    private bool _isBackward;
    private bool _isOnce;

    // What became of the rows of each repeated stretch, by its first instant. To be asked when all rows were seen.
    public IReadOnlyDictionary<long, PassTotals> Totals
    {
        get
        {
            foreach (Pass pass in _series.Values)
            {
                Close(pass);
            }

            _series.Clear();
            return _totals;
        }
    }

    // The instant that a row means.
    // name: The texts that tell its series.
    // before: The row before it that has a time.
    public long Choose(in LocalTwice time, string name, in TimeTail before)
    {
        bool isEntry = before.IsRow && (before.Instant < time.Start || before.Instant >= time.End);
        bool isBehind = isEntry && before.Instant >= time.End;
        bool isOwn = before.IsRow && before.Series == name;
        if (time.Start != _start)
        {
            _start = time.Start;
            OpeningOrder first = before.IsRow || order ? OpeningOrder.Forward : opening(time);
            _isBackward = (isBehind && !order) || first != OpeningOrder.Forward;
            _isOnce = first == OpeningOrder.BackwardOnce;
        }

        if (!_series.TryGetValue(name, out Pass? pass) || pass.Start != time.Start || (isEntry && isOwn))
        {
            Close(pass);
            _series[name] = pass = new Pass
            {
                Start = time.Start,
                Local = time.Local - (time.Earlier - time.Start),
                Length = (time.End - time.Start) / 2,
                IsBackward = isOwn && isEntry ? isBehind && !order : _isBackward,
                IsOnce = _isOnce && !(isOwn && isEntry),
                IsStrict = series == SeriesKnown.No || (series == SeriesKnown.One && !order && before.Repeats),
            };
        }

        return pass.Next(time.Local, canTell: (series != SeriesKnown.No || order) && !pass.IsOnce) ? time.Later : time.Earlier;
    }

    private void Close(Pass? pass)
    {
        if (pass is null)
        {
            return;
        }

        _totals.TryGetValue(pass.Start, out PassTotals before);
        _totals[pass.Start] = before with
        {
            Local = pass.Local,
            Length = pass.Length,
            Rows = before.Rows + pass.Rows,
            Second = before.Second + pass.Second,
            Untold = before.Untold + (pass.IsTold ? 0 : pass.Rows),
        };
    }

    // One series on its way through what the clock repeats: one pass behind the other, or, in rows sorted by local time, both of each time
    // together.
    private sealed class Pass
    {
        private long _last;
        private long _equal;
        private bool _hasTurned;
        private bool _isPaired;
        private bool _isDoubtful;

        public required long Start { get; init; }

        public required long Local { get; init; }

        public required long Length { get; init; }

        public required bool IsBackward { get; init; }

        // True when all rows are of the first pass.
        public required bool IsOnce { get; init; }

        // True when an equal time may be that of another device.
        public required bool IsStrict { get; init; }

        public long Rows { get; private set; }

        public long Second { get; private set; }

        // True when every row's pass is known: the rows turned once, or each time came twice.
        public bool IsTold => !_isDoubtful && (_hasTurned || (_isPaired && _equal == 2));

        // True when the next row is of the second pass.
        public bool Next(long local, bool canTell)
        {
            bool isOther = canTell && Rows > 0 && IsOther(local);
            _equal = Rows++ > 0 && local == _last ? _equal + 1 : 1;
            _isDoubtful |= _isPaired && _equal > 2;
            _last = local;
            bool isSecond = canTell && IsBackward != isOther;
            Second += isSecond ? 1 : 0;
            return isSecond;
        }

        private bool IsOther(long local)
        {
            if (local == _last)
            {
                bool isRepeat = !IsStrict;
                _isDoubtful |= isRepeat && _hasTurned;
                _isPaired |= isRepeat;
                return _hasTurned || (isRepeat && _equal == 1);
            }

            // a time without its twin between others that have one
            _isDoubtful |= _isPaired && _equal != 2;
            if (local < _last != IsBackward)
            {
                _isDoubtful |= _hasTurned || _isPaired;
                _hasTurned = true;
            }
            else if (_isPaired && !_hasTurned)
            {
                return false;
            }

            return _hasTurned;
        }
    }
}

// How the series of a row is known.
internal enum SeriesKnown
{
    // Not at all.
    No,

    // All rows are taken for one.
    One,

    // By fields of the row.
    ByFields,
}

// What became of the rows of one stretch that a clock repeats.
// Local: The local time with which it begins, in ticks.
// Second: How many of them were taken for the second pass.
// Untold: How many are of series that do not show where the second pass begins.
internal readonly record struct PassTotals(long Local, long Length, long Rows, long Second, long Untold)
{
    // What several inputs have of the same stretch.
    public static PassTotals operator +(PassTotals a, PassTotals b) =>
        new(b.Local, b.Length, a.Rows + b.Rows, a.Second + b.Second, a.Untold + b.Untold);

    // What a reader of the result would want to know.
    public MessageText Say(string zone, long ticksPerSecond)
    {
        DateTime from = DateTime.UnixEpoch.AddSeconds(Local / ticksPerSecond);
        DateTime to = from.AddSeconds(Length / ticksPerSecond);
        string which =
            string.Create(CultureInfo.InvariantCulture,
                $"{Rows:N0} {(Rows == 1 ? "reading lies" : "readings lie")} between {from:yyyy-MM-dd HH:mm} and {to:HH:mm}, which the clock of {zone} showed twice");
        string told =
            string.Create(CultureInfo.InvariantCulture,
                $"{Second:N0} {(Second == 1 ? "is" : "are")} taken for the second time, by the order of the rows of each series");
        return Untold == 0
            ? Message.Of($"{which}: {told}")
            : Message.Of(
                $"{which}: {told}; of {(Untold == Rows ? "all" : $"{Untold:N0}")} that order does not tell it: {Fix.Ambiguous.With("earliest")}, latest or error decides, {Fix.GroupBy} or {Fix.Series} say which rows are one series");
    }
}
