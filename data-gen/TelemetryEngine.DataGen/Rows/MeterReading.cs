namespace TelemetryEngine.DataGen.Rows;

/// <summary>One row of the profile <see cref="Profile.Meters"/>.</summary>
/// <param name="TimeMicros">Microseconds since 1970-01-01T00:00Z.</param>
/// <param name="Device">The device's number, from 0.</param>
/// <param name="PowerCentiwatts">Power in 1/100 W, from 5,000 to 999,999; without meaning when <paramref name="HasPower"/> is false.</param>
/// <param name="HasPower">False when the power is null.</param>
/// <param name="VoltageDecivolts">Voltage in 1/10 V.</param>
/// <param name="Defect">What is wrong with the row.</param>
internal readonly record struct MeterReading(
    long TimeMicros, int Device, int PowerCentiwatts, bool HasPower, int VoltageDecivolts, Defect Defect);
