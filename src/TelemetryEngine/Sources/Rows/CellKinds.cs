using System.Numerics;
using Apache.Arrow.Types;

namespace TelemetryEngine.Sources.Rows;

// What can be done with a column whose .NET type was found.
internal interface ICellUse<out TResult>
{
    // With values, each there or, where they are Nullable<T>, null.
    TResult OfValues<TValue>(CellKind<TValue> kind)
        where TValue : struct;

    // With texts, which may be null.
    TResult OfTexts(CellKind<string> kind);
}

// The .NET types of values that columns are made of: an entry for each.
internal static class CellKinds
{
    // Texts.
    public static CellKind<string> Text => new TextKind<string>(static text => text);

    // What to do with a type that is none of them.
    public const string Known =
        "columns are made of bool, numbers, decimal, string, char, Guid, enums, DateTime, DateTimeOffset, DateOnly, TimeSpan, and these as nullable";

    // True for types that are single values; enums are too.
    public static bool IsValue(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type).IsEnum || Find(Nullable.GetUnderlyingType(type) ?? type, new Nothing()) is not null;

    // Uses the kind of a type that is neither nullable nor an enum; null where there is none.
    public static TResult? Find<TResult>(Type type, ICellUse<TResult> use)
        where TResult : class => Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => null,
            TypeCode.Boolean => use.OfValues(new BoolKind()),
            TypeCode.SByte => use.OfValues(new FixedKind<sbyte, int>(Int32Type.Default, ToInt32)),
            TypeCode.Byte => use.OfValues(new FixedKind<byte, int>(Int32Type.Default, ToInt32)),
            TypeCode.Int16 => use.OfValues(new FixedKind<short, int>(Int32Type.Default, ToInt32)),
            TypeCode.UInt16 => use.OfValues(new FixedKind<ushort, int>(Int32Type.Default, ToInt32)),
            TypeCode.Int32 => use.OfValues(new SameKind<int>(Int32Type.Default)),
            TypeCode.UInt32 => use.OfValues(new FixedKind<uint, long>(Int64Type.Default, ToInt64)),
            TypeCode.Int64 => use.OfValues(new SameKind<long>(Int64Type.Default)),
            TypeCode.UInt64 => use.OfValues(new FixedKind<ulong, long>(Int64Type.Default, StoreUnsigned)),
            TypeCode.Single => use.OfValues(new SameKind<float>(FloatType.Default)),
            TypeCode.Double => use.OfValues(new SameKind<double>(DoubleType.Default)),
            TypeCode.Decimal => use.OfValues(new DecimalKind()),
            TypeCode.DateTime => use.OfValues(new InstantKind()),
            TypeCode.Char => use.OfValues(new TextKind<char>(static letter => letter.ToString())),
            TypeCode.String => use.OfTexts(Text),
            _ => FindStructure(type, use),
        };

    private static TResult? FindStructure<TResult>(Type type, ICellUse<TResult> use)
        where TResult : class =>
        type == typeof(Guid) ? use.OfValues(new TextKind<Guid>(static id => id.ToString()))
        : type == typeof(DateTimeOffset)
            ? use.OfValues(
                new FixedKind<DateTimeOffset, long>(InstantKind.Instant,
                    static (time, out stored) => InstantKind.TryStore(time.UtcDateTime, out stored)))
        : type == typeof(DateOnly) ? use.OfValues(new FixedKind<DateOnly, int>(Date32Type.Default, StoreDay))
        : type == typeof(TimeSpan) ? use.OfValues(new FixedKind<TimeSpan, long>(DurationType.Nanosecond, StoreDuration))
        : null;

    private static string? ToInt32<TValue>(TValue value, out int stored)
        where TValue : IBinaryInteger<TValue>
    {
        stored = int.CreateTruncating(value);
        return null;
    }

    private static string? ToInt64(uint value, out long stored)
    {
        stored = value;
        return null;
    }

    private static string? StoreUnsigned(ulong value, out long stored)
    {
        stored = (long)value;
        return stored >= 0 ? null : string.Create(null, $"{value} is more than an int64 can hold");
    }

    private static string? StoreDay(DateOnly day, out int stored)
    {
        stored = day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return null;
    }

    private static string? StoreDuration(TimeSpan duration, out long stored)
    {
        const long MostTicks = long.MaxValue / TimeSpan.NanosecondsPerTick;
        bool fits = duration.Ticks is >= -MostTicks and <= MostTicks;
        stored = fits ? duration.Ticks * TimeSpan.NanosecondsPerTick : 0;
        return fits ? null : string.Create(null, $"{duration} is longer than the 292 years that nanoseconds of 64 bits reach");
    }

    private sealed class Nothing : ICellUse<object>
    {
        public object OfValues<TValue>(CellKind<TValue> kind)
            where TValue : struct => kind;

        public object OfTexts(CellKind<string> kind) => kind;
    }
}
