using Apache.Arrow.Types;

namespace TelemetryEngine.Sources.Rows;

// Times of DateTime, which are instants or times of an unnamed place, all of a column the same: the first value says which.
internal sealed class InstantKind : StoredKind<DateTime, long>
{
    private bool? _isLocal;

    public override IArrowType Type => _isLocal is true ? Local : Instant;

    public override bool IsOpen => _isLocal is null;

    // Times of a place that is named elsewhere.
    public static TimestampType Local { get; } = new(TimeUnit.Nanosecond, (string?)null);

    // Instants.
    public static TimestampType Instant { get; } = new(TimeUnit.Nanosecond, "UTC");

    public override void Look(ReadOnlySpan<DateTime> values, CellNulls nulls)
    {
        for (int row = 0; row < values.Length && _isLocal is null; row++)
        {
            if (!nulls.IsNull(row))
            {
                _isLocal = values[row].Kind == DateTimeKind.Unspecified;
            }
        }
    }

    // Nanoseconds since 1970. Returns what is wrong with a time that has none in 64 bits, or null.
    public static string? TryStore(DateTime time, out long nanoseconds)
    {
        const long MostTicks = long.MaxValue / TimeSpan.NanosecondsPerTick;
        long ticks = time.Ticks - DateTime.UnixEpoch.Ticks;
        bool fits = ticks is >= -MostTicks and <= MostTicks;
        nanoseconds = fits ? ticks * TimeSpan.NanosecondsPerTick : 0;
        return fits
            ? null
            : string.Create(null, $"{time:yyyy-MM-dd'T'HH:mm:ss} lies outside the years 1677 to 2262, which nanoseconds of 64 bits reach");
    }

    protected override long Store(DateTime time, CellPlace place, int row)
    {
        bool isLocal = time.Kind == DateTimeKind.Unspecified;
        if (isLocal != (_isLocal is true))
        {
            throw place.Refused(row, isLocal
                ? $"{time:yyyy-MM-dd'T'HH:mm:ss} is of no kind (DateTimeKind.Unspecified), and the column holds instants (Utc or Local); give all values of it one kind"
                : $"{time:yyyy-MM-dd'T'HH:mm:ss} is an instant (DateTimeKind.{time.Kind}), and the column holds times of no kind (Unspecified); give all values of it one kind");
        }

        return TryStore(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time, out long nanoseconds) is { } error
            ? throw place.Refused(row, error)
            : nanoseconds;
    }
}
