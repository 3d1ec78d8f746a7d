namespace TelemetryEngine.DataGen.Rows;

// What is wrong with a row.
internal enum Defect
{
    None,

    // The measured number has a unit behind it, as in 1234.56W.
    BadNumber,

    // The row ends before its last field.
    MissingField,

    // The row has one field too many.
    ExtraField,

    // The time has a month 13, and the measured number is left out.
    BadTime,
}
