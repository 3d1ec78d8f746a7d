using System.Runtime.InteropServices;

namespace TelemetryEngine.Arrow;

/// <summary>Days and milliseconds, as they lie in memory.</summary>
/// <param name="Days">Days, which need not have 24 hours.</param>
/// <param name="Milliseconds">Milliseconds; may have another sign, and be more than a day.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct DayTimeInterval(int Days, int Milliseconds);

/// <summary>Months, days and nanoseconds, as they lie in memory.</summary>
/// <param name="Months">Months.</param>
/// <param name="Days">Days, which need not have 24 hours.</param>
/// <param name="Nanoseconds">Nanoseconds; may have another sign, and be more than a day.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MonthDayNanosecondInterval(int Months, int Days, long Nanoseconds);

/// <summary>Intervals in months.</summary>
internal sealed class YearMonthIntervalArray : PrimitiveArray<int>
{
    /// <inheritdoc cref="Int32Array(ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public YearMonthIntervalArray(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(new IntervalType(IntervalUnit.YearMonth), values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override YearMonthIntervalArray Slice(int offset, int length) =>
        new(ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<int, YearMonthIntervalArray>
    {
        private protected override YearMonthIntervalArray Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}

/// <summary>Intervals in days and milliseconds.</summary>
internal sealed class DayTimeIntervalArray : PrimitiveArray<DayTimeInterval>
{
    /// <inheritdoc cref="Int32Array(ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public DayTimeIntervalArray(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(new IntervalType(IntervalUnit.DayTime), values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override DayTimeIntervalArray Slice(int offset, int length) =>
        new(ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<DayTimeInterval, DayTimeIntervalArray>
    {
        private protected override DayTimeIntervalArray Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}

/// <summary>Intervals in months, days and nanoseconds.</summary>
internal sealed class MonthDayNanosecondIntervalArray : PrimitiveArray<MonthDayNanosecondInterval>
{
    /// <inheritdoc cref="Int32Array(ArrowBuffer, ArrowBuffer, int, int, int)"/>
    public MonthDayNanosecondIntervalArray(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount, int offset = 0)
        : base(new IntervalType(IntervalUnit.MonthDayNanosecond), values, validity, length, nullCount, offset)
    {
    }

    /// <inheritdoc/>
    public override MonthDayNanosecondIntervalArray Slice(int offset, int length) =>
        new(ValueBuffer, ValidityBuffer, length, SliceNulls(offset, length), Offset + offset);

    /// <summary>Collects values.</summary>
    public sealed class Builder : PrimitiveArrayBuilder<MonthDayNanosecondInterval, MonthDayNanosecondIntervalArray>
    {
        private protected override MonthDayNanosecondIntervalArray Build(ArrowBuffer values, ArrowBuffer validity, int length, int nullCount) =>
            new(values, validity, length, nullCount);
    }
}
