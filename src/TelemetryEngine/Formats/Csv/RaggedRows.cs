namespace TelemetryEngine.Formats.Csv;

// What becomes of records with more or fewer fields than the header.
internal enum RaggedRows
{
    // They are row errors.
    Error,

    // Fields that are missing at the end are null, and fields too many are passed over where they are empty.
    Pad,

    // As Pad, and fields too many are passed over whatever they hold.
    Cut,
}
