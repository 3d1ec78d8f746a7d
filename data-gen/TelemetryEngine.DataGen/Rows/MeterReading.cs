namespace TelemetryEngine.DataGen.Rows;

// One row of the profile Profile.Meters.
// Device: The device's number, from 0.
// PowerCentiwatts: Power in 1/100 W, from 5,000 to 999,999; without meaning when HasPower is false.
// HasPower: False when the power is null.
// Defect: What is wrong with the row.
internal readonly record struct MeterReading(
    long TimeMicros, int Device, int PowerCentiwatts, bool HasPower, int VoltageDecivolts, Defect Defect);
