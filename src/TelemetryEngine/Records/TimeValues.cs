using System.Diagnostics.CodeAnalysis;
using Apache.Arrow;
using Apache.Arrow.Types;
using TelemetryEngine.Arrow;
using TelemetryEngine.Formats.Text;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Records;

// Instants, and local times where the column names no zone. What .NET can't hold, beyond its years or finer than its ticks of 100 ns, is an
// error and never rounded; its count of units is always to be had.
internal sealed class TimestampValues(Field field, Target target, TimestampType type) : ColumnValues(field, target)
{
    private readonly long _perSecond = type.Unit.TicksPerSecond();
    private readonly DateTimeKind _kind = type.Timezone is null or "" ? DateTimeKind.Unspecified : DateTimeKind.Utc;
    private readonly UtcOffsets? _zone = UtcOffsets.IsUtc(type.Timezone) ? null : new UtcOffsets(type.Timezone!);

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type Natural => typeof(DateTime);

    public override Delegate? As(Type type) =>
        type == typeof(DateTimeOffset) ? (Func<int, DateTimeOffset>)ReadOffset
        : type == typeof(DateTime) ? (Func<int, DateTime>)Read
        : type == typeof(long) ? (Func<int, long>)Count
        : null;

    private long Count(int row) => ((TimestampArray)Array!).Values[row];

    private DateTime Read(int row)
    {
        long count = Count(row);
        long ticksInUnit = TimeSpan.TicksPerSecond / _perSecond;
        Int128 ticks = ticksInUnit > 0 ? (Int128)count * ticksInUnit : count / 100;
        bool isWhole = ticksInUnit > 0 || count % 100 == 0;
        ticks += DateTime.UnixEpoch.Ticks;
        return isWhole && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime((long)ticks, _kind)
            : throw Misfit(row, Text(count), "long");
    }

    private DateTimeOffset ReadOffset(int row)
    {
        DateTime time = Read(row);
        long second = FloorDivision.Quotient(time.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerSecond);
        int offset = _zone is not null && UtcOffsets.Knows(second) ? _zone.Seconds(second) : 0;
        return new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)).ToOffset(TimeSpan.FromSeconds(offset));
    }

    private string Text(long count)
    {
        Span<byte> text = stackalloc byte[TimestampWriter.MaxLength];
        int digits = TimestampWriter.FractionDigitsNeeded(new ReadOnlySpan<long>(in count), _perSecond);
        return System.Text.Encoding.ASCII.GetString(text[..TimestampWriter.Write(count, _perSecond, digits, null, text)]);
    }
}

// Days. As a long they are counts of the column's unit, days or milliseconds.
internal sealed class DateValues(Field field, Target target) : ColumnValues(field, target)
{
    private static readonly long FirstDay = -(DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay);
    private static readonly long LastDay = FirstDay + DateOnly.MaxValue.DayNumber;

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type Natural => typeof(DateOnly);

    public override Delegate? As(Type type) =>
        type == typeof(DateOnly) ? (Func<int, DateOnly>)Read
        : type == typeof(DateTime) ? (Func<int, DateTime>)(row => Read(row).ToDateTime(TimeOnly.MinValue))
        : type == typeof(long) ? (Func<int, long>)Count
        : null;

    private long Count(int row) => Array is Date32Array days ? days.Values[row] : ((Date64Array)Array!).Values[row];

    private DateOnly Read(int row)
    {
        const long MillisecondsPerDay = 86_400_000;
        long value = Count(row);
        long day = Array is Date32Array ? value : value / MillisecondsPerDay;
        bool isWhole = Array is Date32Array || value % MillisecondsPerDay == 0;
        return isWhole && day >= FirstDay && day <= LastDay
            ? DateOnly.FromDayNumber((int)(day - FirstDay))
            : throw Misfit(row, value, "long");
    }
}

// Lengths of time. As a long it is the count of the column's unit.
internal sealed class DurationValues(Field field, Target target, TimeUnit unit) : ColumnValues(field, target)
{
    private readonly long _perSecond = unit.TicksPerSecond();

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type Natural => typeof(TimeSpan);

    public override Delegate? As(Type type) =>
        type == typeof(TimeSpan) ? (Func<int, TimeSpan>)Read
        : type == typeof(long) ? (Func<int, long>)Count
        : null;

    private long Count(int row) => ((DurationArray)Array!).Values[row];

    private TimeSpan Read(int row)
    {
        long count = Count(row);
        Int128 hundredths = (Int128)count * (TimeSpan.TicksPerSecond * 100 / _perSecond);
        Int128 ticks = hundredths / 100;
        return hundredths % 100 == 0 && ticks >= long.MinValue && ticks <= long.MaxValue
            ? new TimeSpan((long)ticks)
            : throw Misfit(row, $"{count} {unit.Symbol()}", "long");
    }
}
