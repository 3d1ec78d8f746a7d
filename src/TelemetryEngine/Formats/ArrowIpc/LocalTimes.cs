using System.Globalization;
using TelemetryEngine.Columns;
using TelemetryEngine.Formats.Csv;
using TelemetryEngine.Quoting;
using TelemetryEngine.Sources;

namespace TelemetryEngine.Formats.ArrowIpc;

// Times without a zone, read as texts without an offset are: in the input's zone. Slices of batches are read in any order, so of a time
// that the clock showed twice it can't be told which is meant: without a choice it is the earlier, and they are counted.
internal sealed class LocalTimes(TimeDialect options) : NaiveTimes
{
    private readonly string _zone = options.TextZone;
    private long _untold;

    public override string? Label { get; } = Zones.Label(options.Zone);

    public override IReadOnlyList<MessageText> Notes => Interlocked.Read(ref _untold) is > 0 and long untold
        ? [Message.Of(
            $"{untold:N0} {(untold == 1 ? "time without a zone is one" : "times without a zone are ones")} that the clock of {_zone} showed twice; the earlier instant was taken, {Fix.Ambiguous.With("latest")} or error says otherwise")]
        : [];

    public override NaiveColumn? Read(Column column)
    {
        TimeZoneInfo zone = Zones.Find(_zone);
        if (Zones.IsUtc(zone))
        {
            return null;
        }

        bool isUntold = options.Ambiguous is AmbiguousTime.Auto or AmbiguousTime.Order;
        long perSecond = column.Type.Unit.TicksPerSecond();
        return new LocalColumn(this, new LocalClock(zone, perSecond, options.Ambiguous, options.Nonexistent, options.AtEnds), perSecond,
            isUntold);
    }

    private MessageText Explain(long local, long perSecond, LocalClock clock)
    {
        long second = FloorDivision.Quotient(local, perSecond);
        if (second is < ZoneStretches.FirstSecond or > ZoneStretches.LastSecond)
        {
            return Message.Of($"second {second} of 1970 lies outside the years 1 to 9999, for which {_zone} has rules{RowRemedy.Skip}");
        }

        string text = DateTime.UnixEpoch.AddSeconds(second).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return FieldErrors.NotLocalTime(System.Text.Encoding.ASCII.GetBytes(text), _zone, clock.Find(local), second);
    }

    private sealed class LocalColumn(LocalTimes times, LocalClock clock, long perSecond, bool isUntold) : NaiveColumn
    {
        public override void ToUtc(ColumnVector vector, int rows, List<(int Row, MessageText Error)> faults)
        {
            Span<long> values = vector.Int64s[..rows];
            long untold = 0;
            for (int row = 0; row < values.Length; row++)
            {
                long local = values[row];
                LocalTimeStatus status = clock.ToUtc(local, out values[row]);
                if (status == LocalTimeStatus.Ok || vector.IsNull(row))
                {
                    continue;
                }

                switch (status)
                {
                    case LocalTimeStatus.Twice:
                        values[row] = clock.Twice.Earlier;
                        untold += isUntold ? 1 : 0;
                        break;
                    case LocalTimeStatus.Null:
                        vector.SetNull(row, rows);
                        break;
                    default:
                        faults.Add((row, times.Explain(local, perSecond, clock)));
                        break;
                }
            }

            Interlocked.Add(ref times._untold, untold);
        }
    }
}
