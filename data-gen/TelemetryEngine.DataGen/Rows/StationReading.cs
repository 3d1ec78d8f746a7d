namespace TelemetryEngine.DataGen.Rows;

/// <summary>One row of the profile <see cref="Profile.OneBillionRows"/>.</summary>
/// <param name="Station">The number of the station in <see cref="StationNames.All"/>.</param>
/// <param name="TemperatureDecidegrees">Temperature in 1/10 °C, from −999 to 999; without meaning when <paramref name="HasTemperature"/> is false.</param>
/// <param name="HasTemperature">False when the temperature is null.</param>
/// <param name="Defect">What is wrong with the row; never <see cref="Defect.BadTime"/>.</param>
internal readonly record struct StationReading(int Station, int TemperatureDecidegrees, bool HasTemperature, Defect Defect);
