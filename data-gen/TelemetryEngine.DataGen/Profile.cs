namespace TelemetryEngine.DataGen;

/// <summary>What kind of readings are made.</summary>
public enum Profile
{
    /// <summary>Electricity meters: <c>timestamp,device_id,power_w,voltage_v</c>, and <c>energy_wh</c> on request.</summary>
    Meters,

    /// <summary>Weather stations as in the One Billion Row Challenge: <c>station;temperature</c>, without a header in CSV.</summary>
    OneBillionRows,
}
