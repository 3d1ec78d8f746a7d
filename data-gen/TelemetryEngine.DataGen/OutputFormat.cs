namespace TelemetryEngine.DataGen;

/// <summary>The format in which readings are written.</summary>
public enum OutputFormat
{
    /// <summary>Comma-separated text with a header; for <see cref="Profile.OneBillionRows"/> semicolons and no header.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    NdJson,

    /// <summary>An Arrow IPC file, in batches of 65,536 rows.</summary>
    Arrow,
}
