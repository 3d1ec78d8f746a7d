namespace TelemetryEngine.Arrow;

/// <summary>A count of a unit since 1970-01-01T00:00.</summary>
/// <param name="Unit">The length of one step.</param>
/// <param name="Timezone">The zone in which the instants are to be shown, as in <c>UTC</c>, <c>Europe/Berlin</c> or <c>+02:00</c>; the
/// values then count from 1970-01-01T00:00Z. Null or empty: wall-clock time of an unknown zone. The name is not checked.</param>
internal sealed record TimestampType(TimeUnit Unit = TimeUnit.Microsecond, string? Timezone = null) : FixedWidthType
{
    /// <summary>Microseconds in UTC.</summary>
    public static readonly TimestampType Default = new(TimeUnit.Microsecond, "UTC");

    /// <summary>The zone in which the instants are to be shown, or null.</summary>
    public string? Timezone { get; init; } = string.IsNullOrEmpty(Timezone) ? null : Timezone;

    /// <inheritdoc/>
    public override int ByteWidth => sizeof(long);

    /// <inheritdoc/>
    public override ArrowTypeId TypeId => ArrowTypeId.Timestamp;

    /// <summary>True for the same unit and zone.</summary>
    // what a record would have of itself compares units by a comparer of enumerations, five methods that are compiled when the program runs
    public bool Equals(TimestampType? other) => other is not null && Unit == other.Unit && Timezone == other.Timezone;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine((int)Unit, Timezone);

    /// <inheritdoc/>
    public override string Name => Timezone is null ? $"timestamp[{Unit.Symbol()}]" : $"timestamp[{Unit.Symbol()}, {Timezone}]";
}
