namespace TelemetryEngine.Formats.Csv;

/// <summary>What becomes of records with more or fewer fields than the header.</summary>
internal enum RaggedRows
{
    /// <summary>They are row errors.</summary>
    Error,

    /// <summary>Fields that are missing at the end are null, and fields too many are passed over where they are empty.</summary>
    Pad,

    /// <summary>As <see cref="Pad"/>, and fields too many are passed over whatever they hold.</summary>
    Cut,
}
