namespace TelemetryEngine.DataGen;

/// <summary>In which order devices (or stations) and times follow each other.</summary>
public enum RowOrder
{
    /// <summary>Every device at each step: time = start + (row div devices) × step, device = row mod devices.</summary>
    Device,

    /// <summary>The device of each row is drawn at random, the time rises as with <see cref="Device"/>.</summary>
    Random,

    /// <summary>Exactly the rows of <see cref="Device"/>, permuted over the whole range: no order is left in device or time.</summary>
    Shuffled,
}
