namespace TelemetryEngine.DataGen.Rows;

// One row of the profile Profile.OneBillionRows.
// Station: The number of the station in StationNames.All.
// TemperatureDecidegrees: Temperature in 1/10 °C, from −999 to 999; without meaning when HasTemperature is false.
// HasTemperature: False when the temperature is null.
// Defect: What is wrong with the row; never Defect.BadTime.
internal readonly record struct StationReading(int Station, int TemperatureDecidegrees, bool HasTemperature, Defect Defect);
